use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    name: String,
}

fn main() {
    let form = Form { name: "Ada".to_owned() };
    assert!(Form::at(()).form(form).as_p().contains("Ada"));
}
