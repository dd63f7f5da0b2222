use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    name: String,
    picture: Vec<u8>,
}

fn main() {}
