use super::*;
use crate::system::{
    Clock, Files, Flow, LockAttempt, Loopback, LoopbackHost, StoreChoice, StoreItem, TokenStores,
};
use std::path::Path;

fn get(url: &str) -> Request<Vec<u8>> {
    Request::get(url).body(Vec::new()).unwrap()
}

#[test]
fn requests_go_to_the_script_and_are_remembered() {
    let world = World::new();
    let system = world.system();
    assert!(run(system.http.send(get("https://op.example/token"))).is_err());
    world.answer(|request| Ok(Response::new(request.uri().path().as_bytes().to_vec())));
    let answer = run(system.http.send(get("https://op.example/token"))).unwrap();
    assert_eq!(answer.body(), b"/token");
    assert_eq!(world.requests().len(), 2);
}

#[test]
fn a_browser_that_follows_its_redirect_ends_the_wait() {
    let world = World::new();
    world.on_open(|world, url| {
        world.follow(&format!("http://127.0.0.1:40000/callback?{}", url.query().unwrap()))
    });
    let port = world.bind(LoopbackHost::V4, 0).unwrap();
    let mut asked = String::new();
    run(async {
        let url = Url::parse("https://op.example/authorize?state=x").unwrap();
        Browser::open(&world, &url).await.unwrap();
        let respond = |request: Request<Vec<u8>>| {
            asked = format!("{} {:?}", request.uri(), request.headers()["host"]);
            (Response::new(b"done".to_vec()), Flow::Stop)
        };
        tokio::select! {
            () = world.sleep(Duration::from_secs(120)) => panic!("the callback was there"),
            served = port.serve(Box::new(respond)) => served.unwrap(),
        }
    });
    assert_eq!(asked, "/callback?state=x \"127.0.0.1:40000\"");
    assert_eq!(world.answers()[0].body(), b"done");
    assert_eq!(world.opened().len(), 1);
    assert!(!world.is_listening(40000));
    assert!(world.follow("http://127.0.0.1:40000/").is_err());
}

#[test]
fn a_wait_that_nothing_ends_is_ended_by_the_clock() {
    let world = World::new();
    let port = world.bind(LoopbackHost::V4, 0).unwrap();
    let started = world.now();
    run(async {
        tokio::select! {
            () = world.sleep(Duration::from_secs(120)) => {}
            _ = port.serve(Box::new(|_| (Response::new(Vec::new()), Flow::Stop))) => panic!("nobody asked"),
        }
    });
    assert_eq!(world.now().duration_since(started).as_secs(), 120);
    assert!(!world.is_listening(40000));
}

#[test]
fn sleepers_wake_in_the_order_of_their_alarms() {
    let world = World::new();
    let order = RefCell::new(Vec::new());
    let slept = Rc::new(Cell::new(0));
    let counted = Rc::clone(&slept);
    world.on_sleep(move |_| counted.set(counted.get() + 1));
    run(async {
        let late = async {
            world.sleep(Duration::from_secs(9)).await;
            order.borrow_mut().push("late");
        };
        let early = async {
            world.sleep(Duration::from_secs(1)).await;
            order.borrow_mut().push("early");
        };
        tokio::join!(late, early);
    });
    assert_eq!(*order.borrow(), ["early", "late"]);
    assert_eq!(world.elapsed(), Duration::from_secs(9));
    assert_eq!(slept.get(), 2);
    world.advance(Duration::from_secs(1));
    assert_eq!(world.elapsed(), Duration::from_secs(10));
}

#[test]
fn a_task_can_call_its_own_port() {
    let world = World::new();
    world.take_port(40000);
    assert!(world.bind(LoopbackHost::V4, 40000).is_err());
    let port = world.bind(LoopbackHost::V4, 8080).unwrap();
    let served = port.serve(Box::new(|request| (Response::new(request.into_body()), Flow::Continue)));
    let request = Request::post("http://127.0.0.1:8080/x").body(b"echo".to_vec()).unwrap();
    let answer = run(async {
        tokio::select! {
            answer = world.send(request) => answer.unwrap(),
            _ = served => panic!("the port goes on"),
        }
    });
    assert_eq!(answer.body(), b"echo");
}

#[test]
fn files_variables_and_input_are_what_the_test_put_there() {
    let world = World::new();
    world.set_file("gptauth.toml", "a");
    world.set_stdin("input");
    world.set_variable("NAME", "value");
    assert_eq!(world.read(Path::new("./gptauth.toml"), 10).unwrap().text(), "a");
    assert!(world.read(Path::new("/project"), 10).is_err());
    assert_eq!(world.read_stdin(10).unwrap().text(), "input");
    assert_eq!(world.variable("NAME").as_deref(), Some("value"));
    assert!(world.create_new(Path::new("gptauth.toml"), b"b").is_err());
    world.create_new(Path::new("/project/sub/../b"), b"b").unwrap();
    world.make_read_only();
    assert!(world.replace(Path::new("b"), b"c").is_err());
    assert_eq!(world.file("b").as_deref(), Some("b"));
    assert_eq!(world.paths().len(), 2);
}

#[test]
fn a_store_has_locks_and_can_break() {
    let world = World::new();
    let key = StoreKey {
        issuer: "https://op.example".to_owned(),
        client_id: "c".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    };
    let store = TokenStores::open(&world, &StoreChoice::Auto, &key).unwrap();
    world.lock(&key);
    assert!(matches!(store.try_lock(&key).unwrap(), LockAttempt::Held { .. }));
    world.release(&key);
    let held = store.try_lock(&key).unwrap();
    assert!(matches!(held, LockAttempt::Taken(_)) && world.is_locked(&key));
    drop(held);
    assert!(!world.is_locked(&key));
    world.set_secret(&key, "old");
    world.break_store();
    assert!(store.save(&key, &"new".into()).is_err());
    assert_eq!(world.secret(&key).as_deref(), Some("old"));
}

#[test]
fn randomness_counts() {
    let world = World::new();
    let mut bytes = [0; 3];
    world.fill(&mut bytes).unwrap();
    world.fill(&mut bytes).unwrap();
    assert_eq!(bytes, [3, 4, 5]);
}

#[test]
fn a_record_outlasts_whoever_held_it_and_nobody_else_has_it_meanwhile() {
    let world = World::new();
    let records = &world.system().records;
    let mut record = records.hold("a").unwrap().unwrap();
    record.write("to undo").unwrap();
    assert!(records.hold("a").unwrap().is_none() && records.abandoned().unwrap().is_empty());
    drop(record);
    world.set_record("b", "another's");
    world.hold_record_elsewhere("b");
    let left: Vec<_> = records.abandoned().unwrap().iter().map(|own| own.content().to_owned()).collect();
    assert_eq!(left, ["to undo"]);
    records.hold("a").unwrap().unwrap().remove().unwrap();
    assert_eq!(world.records().into_keys().collect::<Vec<_>>(), ["b"]);
}
