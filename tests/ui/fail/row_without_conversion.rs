use cas_forms::CasForm;

struct Customer {
    id: i32,
    name: String,
}

#[derive(CasForm)]
#[cas(row = Customer)]
struct Form {
    name: String,
}

fn main() {}
