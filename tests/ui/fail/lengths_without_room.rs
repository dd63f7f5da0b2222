use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(min_length = 5, max_length = 3)]
    name: String,
    #[cas(max_length = 0)]
    notes: String,
}

fn main() {}
