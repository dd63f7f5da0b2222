use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas("Name")]
    name: String,
    #[cas(= 5)]
    email: String,
    #[cas(readonly = true)]
    notes: String,
    #[cas(required = 1)]
    city: String,
    #[cas(skip(all))]
    street: String,
    #[cas(min_length = )]
    code: String,
}

fn main() {}
