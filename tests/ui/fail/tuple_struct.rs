use cas_forms::CasForm;

#[derive(CasForm)]
struct Form(String, i32);

fn main() {}
