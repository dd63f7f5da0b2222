use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(column = first_name)]
    name: String,
}

fn main() {}
