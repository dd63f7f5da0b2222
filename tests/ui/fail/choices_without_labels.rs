use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices = plans)]
    plan: String,
}

fn plans(_: &()) -> Vec<String> {
    Vec::new()
}

fn main() {}
