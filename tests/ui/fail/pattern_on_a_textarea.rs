use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = textarea)]
    #[pattern(".+", "Anything")]
    notes: String,
}

fn main() {}
