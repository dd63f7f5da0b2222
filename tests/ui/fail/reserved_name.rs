use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    _charset_: String,
    isindex: String,
    submit: bool,
    action: String,
    id: i32,
    original: String,
    resolve: bool,
    cas: String,
    length: f64,
    target: String,
}

fn main() {}
