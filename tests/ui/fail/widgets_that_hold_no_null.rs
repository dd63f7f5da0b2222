use cas_forms::CasForm;

#[derive(CasForm)]
struct Color {
    #[cas(widget = color)]
    color: Option<String>,
}

#[derive(CasForm)]
struct Range {
    #[cas(widget = range, min = 0, max = 10)]
    volume: Option<i32>,
}

fn main() {}
