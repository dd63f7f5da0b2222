use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(skip, label = "Name", readonly)]
    #[pattern(".+", "Anything")]
    name: String,
    email: String,
}

fn main() {}
