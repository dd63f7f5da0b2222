use cas_forms::CasForm;

#[derive(CasForm)]
struct Price {
    #[cas(choices("9.90" = "The usual"))]
    price: rust_decimal::Decimal,
}

#[derive(CasForm)]
struct Weight {
    #[cas(choices("1.5" = "The usual"))]
    weight: bigdecimal::BigDecimal,
}

#[derive(CasForm)]
struct Area {
    #[cas(max_length = 8)]
    area: rust_decimal::Decimal,
}

#[derive(CasForm)]
struct Day {
    #[cas(min = "2024-01-01")]
    day: rust_decimal::Decimal,
}

fn main() {}
