use cas_forms::{CasForm, Problems};

#[derive(CasForm)]
#[cas(check = is_right)]
struct Form {
    name: String,
}

fn is_right(_: &Form, _: &(), _: &mut Problems<Form>) -> Result<(), String> {
    Ok(())
}

fn main() {}
