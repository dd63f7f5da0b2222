use cas_forms::{CasForm, Listed};

#[derive(CasForm)]
struct Form {
    #[cas(secret, widget = select)]
    select: String,
    #[cas(secret, choices("a" = "A"))]
    choice: String,
    #[cas(secret, choices = listed)]
    listed: String,
    #[cas(secret, readonly)]
    readonly: String,
    #[cas(secret, secret)]
    twice: String,
    #[cas(secret = true)]
    value: String,
    #[cas(widget = password)]
    shown: String,
}

fn listed((): &()) -> Listed {
    Listed::default()
}

fn main() {}
