use cas_forms::CasForm;

struct User;

#[derive(CasForm)]
#[cas(context = User)]
struct Form {
    name: String,
}

fn main() {
    let _ = Form::at(()).context("Ada").submit("name=Ada").validate();
}
