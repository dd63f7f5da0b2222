use cas_forms::CasForm;

#[derive(CasForm)]
#[cas(script = "{ end: 'Too early' }")]
struct Form {
    #[cas(script = " ")]
    empty: String,
    #[cas(script = "if (value) return 'No'")]
    statement: String,
    #[cas(script = "value => value && 'No'")]
    function: String,
    #[cas(script = "{ return 'No' };")]
    more: String,
    #[cas(script = "'</script>'")]
    tag: String,
    #[cas(script = true)]
    number: String,
    #[cas(script)]
    nothing: String,
    #[cas(script = "1", script = "2")]
    twice: String,
}

fn main() {}
