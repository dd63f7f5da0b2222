use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(contxt = User, lable = "Form", version = 2)]
struct Form {
    name: String,
}

fn main() {}
