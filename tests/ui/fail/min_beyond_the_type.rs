use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min = -1)]
    age: u8,
}

fn main() {}
