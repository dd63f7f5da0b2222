use cas_forms::CasForm;

#[derive(CasForm)]
struct Checkboxes {
    #[cas(widget = checkboxes, choices("a" = "A", "b" = "B"))]
    tag: String,
}

#[derive(CasForm)]
struct SelectMultiple {
    #[cas(widget = select_multiple, choices("a" = "A", "b" = "B"))]
    tag: String,
}

fn main() {}
