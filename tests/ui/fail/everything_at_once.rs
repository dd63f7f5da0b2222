use cas_forms::CasForm;

/// Eleven mistakes, eleven messages, and nothing else: the rest of the program compiles.
#[derive(CasForm)]
#[cas(rwo = Customer)]
struct Form {
    #[cas(lable = "Name", min_length = 9, max_length = 3)]
    name: String,
    #[cas(widget = emial, label = "")]
    email: String,
    #[cas(widget = textarea)]
    #[pattern("(", "A parenthesis")]
    notes: String,
    #[cas(step = 0)]
    credit: Unknowable,
    #[cas(readonly, required)]
    since: String,
    submit: bool,
    #[cas(skip, readonly)]
    session: Unknowable,
}

struct Unknowable;

fn main() {
    let body = "name=Ada";
    let at = Form::at(());
    let submission = at.submit(body);
    let _ = Form::FIELDS.credit;
    let form: Option<cas_forms::Form<Form>> = None;
    if let Some(form) = form {
        let _ = form.field(Form::FIELDS.name).label().to_string() + &form.as_p();
    }
    drop(submission);
}
