use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(autocomplete = "e-mail")]
    email: String,
    #[cas(autocomplete = "given_name")]
    name: String,
    #[cas(autocomplete = "shoe-size")]
    shoes: String,
    #[cas(autocomplete = "email work")]
    work: String,
}

fn main() {}
