use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min_length = -1)]
    name: String,
    #[cas(max_length = 4_000_000_000)]
    notes: String,
    #[cas(max_length = "80")]
    email: String,
    #[cas(max_length = 1.5)]
    city: String,
}

fn main() {}
