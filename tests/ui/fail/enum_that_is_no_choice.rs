use cas_forms::CasForm;

#[derive(Clone)]
enum Size {
    Small,
    Large,
}

#[derive(CasForm)]
struct Form {
    size: Size,
}

fn main() {
    let _ = (Size::Small, Size::Large);
}
