use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(max = 300)]
    age: u8,
}

fn main() {}
