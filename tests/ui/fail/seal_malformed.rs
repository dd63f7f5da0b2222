use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(seal = "12h")]
struct Assigned {
    name: String,
}

#[derive(CasForm)]
#[cas(seal(age = "12h"))]
struct Misspelt {
    name: String,
}

#[derive(CasForm)]
#[cas(seal(max_age = 12))]
struct Number {
    name: String,
}

#[derive(CasForm)]
#[cas(seal(max_age = "12h", keys = KEYS))]
struct More {
    name: String,
}

#[derive(CasForm)]
#[cas(seal(max_age = "59s"))]
struct Short {
    name: String,
}

#[derive(CasForm)]
#[cas(seal, seal)]
struct Twice {
    #[cas(seal)]
    name: String,
}

fn main() {}
