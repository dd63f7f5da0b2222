use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(autocomplete = "on")]
    vip: bool,
}

fn main() {}
