use cas_forms::CasChoice;

#[derive(CasChoice, Clone)]
struct Size {
    small: bool,
}

#[derive(CasChoice, Clone, Copy)]
union Either {
    small: u8,
    large: i8,
}

#[derive(CasChoice, Clone)]
enum Nothing {}

#[derive(CasChoice, Clone)]
enum Many<T> {
    Small,
    Large(T),
}

fn main() {}
