use cas_forms::CasForm;

#[derive(CasForm)]
struct Unsealed {
    #[cas(original = digest)]
    text: String,
}

#[derive(CasForm)]
#[cas(seal)]
struct Secret {
    #[cas(secret, original = digest)]
    code: String,
    #[cas(original = hash)]
    text: String,
    #[cas(original)]
    more: String,
}

#[derive(CasForm)]
#[cas(seal)]
struct Number {
    #[cas(original = digest)]
    count: i32,
}

fn main() {}
