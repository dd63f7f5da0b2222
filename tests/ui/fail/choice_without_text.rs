use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices("" = "Please choose", "de" = "Germany"))]
    country: String,
    #[cas(choices("a\nb" = "Two lines"))]
    text: String,
}

fn main() {}
