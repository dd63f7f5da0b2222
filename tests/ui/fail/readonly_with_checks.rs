use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(readonly, check = is_fine, script = "null")]
    name: String,
    email: String,
}

fn is_fine(_: &str, (): &()) -> Result<(), String> {
    Ok(())
}

fn main() {}
