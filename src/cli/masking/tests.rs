use super::*;
use crate::system::fake::{World, run};

fn announcer() -> (Announcer, Rc<RefCell<Vec<String>>>) {
    let said = Rc::<RefCell<Vec<String>>>::default();
    let lines = Rc::clone(&said);
    (Announcer::saying(move |command| lines.borrow_mut().push(command.to_owned())), said)
}

#[test]
fn x5_a_secret_is_announced_once_and_as_the_runner_reads_it() {
    let (announcer, said) = announcer();
    for secret in ["50%", "50%", "", "  ", "one\r\ntwo\n"] {
        announcer.announce(secret);
    }
    assert_eq!(*said.borrow(), ["::add-mask::50%25\n", "::add-mask::one\n", "::add-mask::two\n"]);
}

#[test]
fn x5_tokens_and_secrets_of_an_exchange_are_announced() {
    let (announcer, said) = announcer();
    let world = World::new();
    world.answer(|_| {
        let body =
            r#"{"access_token":"at","refresh_token":"rt","id_token":"it","scope":"openid","expires_in":1}"#;
        Ok(Response::new(body.as_bytes().to_vec()))
    });
    let system = announcer.attach(world.system());
    let body = "grant_type=authorization_code&code=c%2B1&code_verifier=cv&client_id=agenda";
    let request = Request::post("https://op.example/token").header("authorization", "Basic YTpz");
    run(system.http.send(request.body(body.as_bytes().to_vec()).unwrap())).unwrap();
    let expected =
        ["YTpz", "s", "c+1", "cv", "at", "rt", "it"].map(|secret| format!("::add-mask::{secret}\n"));
    assert_eq!(*said.borrow(), expected);
}

#[test]
fn x5_the_words_of_an_api_are_left_alone() {
    let (announcer, said) = announcer();
    let world = World::new();
    world.answer(|_| Ok(Response::new(br#"{"code":"not_found","token":"open"}"#.to_vec())));
    let system = announcer.attach(world.system());
    let request = Request::post("https://api.example/").body(br#"{"code":"plain"}"#.to_vec()).unwrap();
    run(system.http.send(request)).unwrap();
    assert_eq!(said.borrow().len(), 0);
}

#[test]
fn x5_the_client_secrets_that_logto_tells_are_announced() {
    let (announcer, said) = announcer();
    let world = World::new();
    world.answer(|request| {
        let body = match request.method().as_str() {
            "GET" => r#"[{"applicationId":"a","name":"one","value":"first"},{"name":"x","value":"plain"}]"#,
            _ => r#"{"applicationId":"a","name":"two","value":"second","expiresAt":null}"#,
        };
        Ok(Response::new(body.as_bytes().to_vec()))
    });
    let system = announcer.attach(world.system());
    for method in ["GET", "POST"] {
        let request = Request::builder().method(method).uri("https://t.logto.app/api/applications/a/secrets");
        run(system.http.send(request.body(Vec::new()).unwrap())).unwrap();
    }
    assert_eq!(*said.borrow(), ["::add-mask::first\n", "::add-mask::second\n"]);
}

#[test]
fn x5_what_comes_from_the_environment_and_the_store_is_announced() {
    let (announcer, said) = announcer();
    let world = World::new();
    world.set_variable(ACCESS_TOKEN_VARIABLE, "from-ci");
    world.set_variable("HOME", "/home/ada");
    let key = StoreKey {
        issuer: "https://op.example".to_owned(),
        client_id: "agenda".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    };
    world.set_secret(&key, r#"{"access_token":"at","refresh_token":"rt","scope":"openid"}"#);
    let system = announcer.attach(world.system());
    system.environment.variable(ACCESS_TOKEN_VARIABLE).unwrap();
    system.environment.variable("HOME").unwrap();
    let store = system.stores.open(&StoreChoice::Auto, &key).unwrap();
    store.load(&key).unwrap().unwrap();
    store.save(&StoreKey { item: StoreItem::ClientSecret, ..key }, &"typed".into()).unwrap();
    let expected = ["from-ci", "at", "rt", "typed"].map(|secret| format!("::add-mask::{secret}\n"));
    assert_eq!(*said.borrow(), expected);
}
