use cas_forms::{CasForm, Listed};

#[derive(CasForm)]
struct Form {
    #[cas(choices = countries)]
    country: String,
    #[cas(choices = cities)]
    city: String,
    #[cas(choices = streets)]
    street: String,
}

struct User;

fn cities(_: &User) -> [(u32, &'static str); 1] {
    [(1, "Bonn")]
}

fn streets((): &()) -> Vec<&'static str> {
    vec!["Main Street"]
}

fn main() {
    let _ = Listed::default();
}
