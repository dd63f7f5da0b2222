use cas_forms::CasForm;

#[derive(CasForm)]
struct Form<'a> {
    name: &'a str,
}

fn main() {}
