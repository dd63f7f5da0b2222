use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(lable = "Name")]
    name: String,
    #[cas(maxlength = 80)]
    email: String,
    #[cas(colour = red, help = "The rest is read all the same", hlep = 1)]
    notes: String,
}

fn main() {}
