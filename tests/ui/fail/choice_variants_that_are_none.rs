use cas_forms::CasChoice;

#[derive(CasChoice, Clone)]
enum Size {
    Small,
    Large(u32),
    Other { centimetres: u32 },
    #[cas(value = "")]
    Empty,
    #[cas(value = "a\nb")]
    Broken,
    #[cas(value = "small")]
    Again,
    #[cas(value = 5, label = " ")]
    Number,
}

fn main() {}
