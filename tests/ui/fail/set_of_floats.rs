use cas_forms::CasForm;
use std::collections::BTreeSet;

#[derive(CasForm)]
struct Form {
    #[cas(choices("1.5" = "One and a half"))]
    sizes: BTreeSet<rust_decimal::Decimal>,
}

fn main() {}
