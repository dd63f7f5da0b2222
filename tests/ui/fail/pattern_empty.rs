use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern("", "Nothing")]
    name: String,
}

fn main() {}
