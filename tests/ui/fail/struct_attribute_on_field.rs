use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(table = customers)]
    name: String,
    #[cas(contxt = User)]
    email: String,
}

fn main() {}
