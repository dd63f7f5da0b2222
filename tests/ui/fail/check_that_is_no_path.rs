use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(check)]
struct Form {
    #[cas(check = "is_fine")]
    name: String,
    #[cas(check(is_fine))]
    email: String,
    #[cas(check = is_longer_than(5))]
    notes: String,
    #[cas(check = |value, _| Ok(()))]
    place: String,
}

fn main() {}
