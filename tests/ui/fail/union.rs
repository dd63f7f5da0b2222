use cas_forms::CasForm;

#[derive(CasForm)]
union Form {
    whole: u32,
    part: u16,
}

fn main() {}
