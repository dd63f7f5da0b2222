use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    name: String,
}

fn main() {
    let _ = Form::FIELDS.nmae;
}
