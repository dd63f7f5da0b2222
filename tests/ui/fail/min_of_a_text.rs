use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = 3)]
    name: String,
}

fn main() {}
