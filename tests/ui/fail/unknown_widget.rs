use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = textaera)]
    name: String,
    #[cas(widget = slider)]
    age: i32,
    #[cas(widget = "email")]
    email: String,
    #[cas(widget)]
    notes: String,
    #[cas(widget = )]
    city: String,
}

fn main() {}
