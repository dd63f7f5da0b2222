use cas_forms::CasForm;

#[derive(CasForm)]
struct Form;

fn main() {}
