use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(readonly, required, min_length = 2, autocomplete = "name")]
    #[pattern(".+", "Anything")]
    name: String,
}

fn main() {}
