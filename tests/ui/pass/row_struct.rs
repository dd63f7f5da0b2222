use cas_forms::CasForm;

struct Customer {
    first: String,
    last: String,
    age: i32,
}

#[derive(CasForm)]
#[cas(row = Customer, key = i32)]
struct CustomerForm {
    name: String,
    age: i32,
}

impl From<&Customer> for CustomerForm {
    fn from(row: &Customer) -> Self {
        CustomerForm { name: format!("{} {}", row.first, row.last), age: row.age }
    }
}

fn main() {
    let row = Customer { first: "Ada".to_owned(), last: "Lovelace".to_owned(), age: 36 };
    let at = CustomerForm::at(1);
    let body = "name=Ada+Lovelace&original-name=%22Ada+Lovelace%22&age=37&original-age=36";
    assert!(at.submit(body).clean(&row).is_ok());
}
