use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = text, choices("de" = "Germany"))]
    country: String,
    #[cas(widget = number, choices(1 = "One"))]
    count: i32,
}

fn main() {}
