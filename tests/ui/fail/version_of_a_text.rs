use cas_forms::CasForm;

diesel::table! {
    docs (id) {
        id -> Integer,
        title -> Text,
        draft -> Bool,
    }
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
struct Counted {
    #[cas(version)]
    title: String,
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
struct Flag {
    #[cas(version = database)]
    draft: bool,
}

fn main() {}
