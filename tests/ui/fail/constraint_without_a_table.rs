use cas_forms::CasForm;

#[derive(CasForm)]
struct Person {
    #[cas(constraint = "one_person")]
    name: String,
}

fn main() {}
