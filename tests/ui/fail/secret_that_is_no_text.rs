use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(secret)]
    pin: i32,
}

fn main() {}
