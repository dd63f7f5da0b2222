use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(skip)]
    name: String,
}

fn main() {}
