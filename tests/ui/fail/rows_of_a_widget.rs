use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = text(rows = 3))]
    name: String,
    #[cas(widget = textarea(rows = 0))]
    notes: String,
    #[cas(widget = textarea(lines = 4))]
    more: String,
    #[cas(widget = textarea(rows = 4, cols = 80))]
    most: String,
}

fn main() {}
