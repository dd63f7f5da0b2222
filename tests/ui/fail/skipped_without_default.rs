use cas_forms::CasForm;

struct Session;

#[derive(CasForm)]
struct Form {
    name: String,
    #[cas(skip)]
    session: Session,
}

fn main() {}
