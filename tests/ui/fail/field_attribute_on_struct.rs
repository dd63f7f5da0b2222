use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(label = "Customer")]
#[pattern(".+", "Anything")]
struct Form {
    name: String,
}

fn main() {}
