use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(on_stale = overwrite)]
struct First {
    name: String,
}

#[derive(CasForm)]
#[cas(on_stale)]
struct Second {
    #[cas(on_stale = merge)]
    name: String,
}

fn main() {}
