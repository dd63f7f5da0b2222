use cas_forms::CasForm;

diesel::table! { tasks (id) { id -> Integer, action -> Text } }

#[derive(CasForm)]
#[diesel(table_name = tasks)]
struct Form {
    action: String,
}

fn main() {}
