use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(on_stale = merge)]
struct Order {
    #[cas(group = "price")]
    amount: i32,
    #[cas(group = "prize")]
    currency: String,
    #[cas(group = " ")]
    note: String,
    #[cas(secret, group = "keys")]
    key: String,
    #[cas(group = "keys")]
    lock: String,
}

fn main() {}
