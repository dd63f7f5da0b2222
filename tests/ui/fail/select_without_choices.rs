use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = select)]
    country: String,
}

fn main() {}
