use cas_forms::CasForm;

#[derive(CasForm)]
enum Form {
    New { name: String },
    Old,
}

fn main() {}
