use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices = "de")]
    a: String,
    #[cas(choices())]
    b: String,
    #[cas(choices("de" "at"))]
    c: String,
    #[cas(choices(de = "Germany"))]
    d: String,
    #[cas(choices(1 = 2))]
    e: i32,
    #[cas(choices(1.5 = "One and a half"))]
    f: f64,
    #[cas(choices("de" = ""))]
    g: String,
    #[cas(choices)]
    h: String,
}

fn main() {}
