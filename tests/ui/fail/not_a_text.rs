use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(label = Name, help = 5)]
    name: String,
    #[cas(placeholder)]
    email: String,
    #[cas(label = concat!("a", "b"))]
    notes: String,
}

fn main() {}
