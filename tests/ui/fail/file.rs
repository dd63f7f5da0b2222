use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = file)]
    picture: String,
}

fn main() {}
