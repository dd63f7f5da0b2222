use cas_forms::CasChoice;

#[derive(CasChoice)]
enum Size {
    Small,
    Large,
}

fn main() {}
