use cas_forms::CasForm;

#[derive(CasForm)]
struct Form<T: Clone> {
    value: T,
}

fn main() {}
