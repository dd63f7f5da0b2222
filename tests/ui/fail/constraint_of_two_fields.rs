use cas_forms::CasForm;

diesel::table! { people (id) { id -> Integer, name -> Text, mail -> Text, } }

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    #[cas(constraint = "one_person")]
    name: String,
    #[cas(constraint = "one_mail", constraint = "one_person")]
    mail: String,
}

fn main() {}
