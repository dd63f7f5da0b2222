use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(row = Form)]
struct Form {
    name: String,
}

fn main() {}
