use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[pattern("[a-z]+", "Small letters")]
    #[pattern(".{3,}", "Three at least")]
    name: String,
}

fn main() {}
