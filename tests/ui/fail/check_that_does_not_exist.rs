use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(check = is_in_order)]
struct Form {
    #[cas(check = rules::is_known)]
    name: String,
}

mod rules {}

fn main() {}
