use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(key = i32, key = i64)]
struct Form {
    #[cas(label = "Name", label = "Full name")]
    #[cas(label = "Last name")]
    name: String,
}

fn main() {}
