use cas_forms::CasForm;

diesel::table! {
    docs (id) {
        id -> Integer,
        title -> Text,
        version -> Integer,
        stamp -> Integer,
    }
}

#[derive(CasForm)]
struct WithoutTable {
    title: String,
    #[cas(version)]
    version: i32,
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
#[cas(on_stale = merge)]
struct Merged {
    title: String,
    #[cas(version)]
    version: i32,
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
struct Twice {
    #[cas(version)]
    version: i32,
    #[cas(version = database)]
    stamp: i32,
}

#[derive(CasForm)]
#[diesel(table_name = docs)]
struct Shown {
    title: String,
    #[cas(version, widget = number, min = 0, readonly)]
    version: i32,
    #[cas(version = counted)]
    stamp: i32,
}

fn main() {}
