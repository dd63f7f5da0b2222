use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(table = "customers", row = 5, key, context(User), constant = "COLUMNS", crate = 5, diesel_crate)]
#[cas(context = User, context = User)]
#[pattern("a", "A")]
struct Form {
    name: String,
}

fn main() {}
