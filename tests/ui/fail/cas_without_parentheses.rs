use cas_forms::CasForm;

#[derive(CasForm)]
#[cas]
struct Form {
    #[cas = "Name"]
    name: String,
    #[pattern]
    code: String,
}

fn main() {}
