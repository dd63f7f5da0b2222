use cas_forms::{CasForm, Problems};

#[derive(CasForm)]
#[cas(check = is_another)]
struct Form {
    #[cas(check = is_even)]
    name: String,
    #[cas(check = is_told_more)]
    email: Option<String>,
    #[cas(check = is_bool)]
    count: i32,
    #[cas(check = says_a_number)]
    size: i32,
    #[cas(check = takes_the_value_only)]
    notes: String,
}

struct Another;

fn is_another(_: &Another, _: &(), _: &mut Problems<Form>) {}

fn is_even(_: &i32, _: &()) -> Result<(), String> {
    Ok(())
}

fn is_told_more(_: &str, _: &String) -> Result<(), String> {
    Ok(())
}

fn is_bool(_: &i32, _: &()) -> bool {
    true
}

fn says_a_number(_: &i32, _: &()) -> Result<(), i32> {
    Ok(())
}

fn takes_the_value_only(_: &str) -> Result<(), String> {
    Ok(())
}

fn main() {}
