use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = email)]
    age: i32,
}

fn main() {}
