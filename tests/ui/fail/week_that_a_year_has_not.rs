use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = week, min = "2020-W53", max = "2023-W53")]
    week: String,
}

fn main() {}
