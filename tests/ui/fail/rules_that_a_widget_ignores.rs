use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = month, max_length = 7)]
    month: String,
    #[cas(widget = week, placeholder = "2024-W20")]
    week: String,
    #[cas(widget = color, autocomplete = "off")]
    #[pattern("#f.*", "Reddish")]
    color: String,
    #[cas(widget = range, min = 0, max = 10, placeholder = "5")]
    volume: i32,
    #[cas(widget = search, min = 1)]
    search: String,
    #[cas(widget = tel, step = 2)]
    tel: String,
    #[cas(secret, min = 3)]
    password: String,
}

fn main() {}
