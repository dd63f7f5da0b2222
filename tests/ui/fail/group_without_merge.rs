use cas_forms::CasForm;

#[derive(CasForm)]
struct Order {
    #[cas(group = "price")]
    amount: i32,
    #[cas(group = "price")]
    currency: String,
}

fn main() {}
