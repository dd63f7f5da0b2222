use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(required min_length = 2)]
    name: String,
    #[cas(label = "Email" help = "Yours")]
    email: String,
}

fn main() {}
