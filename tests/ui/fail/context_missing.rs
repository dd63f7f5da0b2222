use cas_forms::CasForm;

struct User;

#[derive(CasForm)]
#[cas(context = User)]
struct Form {
    #[cas(check = is_free)]
    name: String,
}

fn is_free(_: &str, _: &User) -> Result<(), String> {
    Ok(())
}

fn main() {
    let _ = Form::at(()).submit("name=Ada").validate();
}
