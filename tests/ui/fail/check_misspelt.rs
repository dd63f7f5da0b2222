use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(chek = is_fine, scripts = "null")]
struct Form {
    #[cas(checks = is_fine, scrpit = "null")]
    name: String,
}

fn main() {}
