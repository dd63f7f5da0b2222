use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(label = "", help = " ", placeholder = "", autocomplete = "")]
    #[pattern(".+", "")]
    name: String,
}

fn main() {}
