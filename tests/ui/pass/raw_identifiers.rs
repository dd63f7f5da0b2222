use cas_forms::CasForm;

#[derive(CasForm)]
struct r#Struct {
    r#type: String,
    r#fn: bool,
    größe: Option<i32>,
}

fn main() {
    let form = Struct { r#type: "a".to_owned(), r#fn: true, größe: None };
    assert_eq!(Struct::FIELDS.r#fn.index(), 1);
    let html = Struct::at(()).form(form).as_p();
    assert!(html.contains("name=\"type\"") && html.contains("name=\"größe\""));
}
