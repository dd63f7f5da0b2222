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
    let at = Form::at(());
    let _ = at.submit("name=Ada").validate();
    let _ = at.submit_pairs(&[("name", "Ada")]).validate();
    let _ = at.blank();
}
