use cas_forms::CasForm;

diesel::table! { days (day) { day -> Date, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = days)]
struct Form {
    name: String,
}

fn main() {}
