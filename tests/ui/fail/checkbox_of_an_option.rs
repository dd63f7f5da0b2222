use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = checkbox)]
    vip: Option<bool>,
}

fn main() {}
