use cas_forms::CasForm;

#[derive(CasForm)]
#[diesel(table_name = suppliers)]
struct Form {
    name: String,
}

fn main() {}
