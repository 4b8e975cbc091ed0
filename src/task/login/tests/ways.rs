//! How the answer comes back: at one port of several, through a tunnel, by paste.

use super::*;
use crate::{oauth::paste::PasteRefusal, project::redirect::LoginRedirect};

/// Signs in; each time the page is shown, `paste` says what is pasted.
fn pasting(
    world: &World,
    options: LoginOptions,
    paste: impl Fn(&Url) -> Vec<String>,
) -> (Result<LoginOutcome, LoginError>, Vec<Event>) {
    let mut events = Vec::new();
    let (typist, project) = (world.clone(), project());
    let mut on = |event| {
        if let Event::Visit { url, .. } = &event {
            paste(url).iter().for_each(|line| typist.type_line(line));
        }
        events.push(event);
    };
    let outcome = run(login(&world.system(), &*store(world), &project, options, &mut on));
    (outcome.map_err(|failed| *failed.error), events)
}

/// Returns the address that the browser ends at.
fn address(canned: &Canned, page: &Url, query: &str) -> String {
    canned.nonce.replace(parameter(page, "nonce").map(Nonce::new));
    let (redirect, state) = (parameter(page, "redirect_uri").unwrap(), parameter(page, "state").unwrap());
    format!("{redirect}?{query}&state={state}&iss=https%3A%2F%2Fid.example.com%2Foidc")
}

fn by_paste(paste: Paste) -> LoginOptions {
    LoginOptions { way: Way::ByHand, paste, ..LoginOptions::default() }
}

fn refusals(events: &[Event]) -> Vec<&PasteRefusal> {
    let refused = events.iter().filter_map(|event| match event {
        Event::Refused(refusal) => Some(refusal),
        _ => None,
    });
    refused.collect()
}

#[test]
fn l19_a_pasted_address_ends_the_sign_in_like_an_answer_at_the_port() {
    for paste in [Paste::Offered, Paste::Expected] {
        let (world, canned) = willing();
        let (outcome, events) =
            pasting(&world, by_paste(paste), |page| vec![address(&canned, page, "code=c0de")]);
        assert_eq!(outcome.unwrap().subject.as_deref(), Some("u1"));
        assert!(events.iter().any(|event| matches!(event, Event::MayPaste)));
        assert!(body(&token_requests(&world)[0]).contains("code=c0de"));
        assert!(!world.is_listening(40000));
    }
}

#[test]
fn l19_a_wrong_paste_is_refused_with_its_reason_and_asked_for_again() {
    let (world, canned) = willing();
    let (outcome, events) = pasting(&world, by_paste(Paste::Offered), |page| {
        vec![
            String::new(),
            page.to_string(),
            "http://127.0.0.1:40000/callback?code=evil&state=foreign".to_owned(),
            "http://127.0.0.1:40000/callback?error=access_denied".to_owned(),
            "c0de".to_owned(),
            address(&canned, page, "code=c0de"),
        ]
    });
    outcome.unwrap();
    assert!(matches!(
        *refusals(&events),
        [
            PasteRefusal::SignInPage,
            PasteRefusal::ForeignState,
            PasteRefusal::ForeignState,
            PasteRefusal::NotAnAddress { .. }
        ]
    ));
    assert_eq!(token_requests(&world).len(), 1);
}

#[test]
fn l19_l22_a_pasted_answer_of_another_issuer_is_refused() {
    let (world, _) = willing();
    let (outcome, _) = pasting(&world, by_paste(Paste::Expected), |page| {
        let state = parameter(page, "state").unwrap();
        vec![format!("http://127.0.0.1:40000/callback?code=c&state={state}&iss=https%3A%2F%2Fevil.example")]
    });
    let error = outcome.unwrap_err();
    assert!(matches!(error, LoginError::Authorization(AuthorizationError::IssuerMismatch { .. })), "{error}");
    assert_eq!(token_requests(&world).len(), 0);
}

#[test]
fn l19_where_a_paste_is_offered_the_port_still_counts() {
    let (world, canned) = willing();
    world.end_input();
    let visitor = world.clone();
    let (outcome, _) = pasting(&world, by_paste(Paste::Offered), |page| {
        canned.nonce.replace(parameter(page, "nonce").map(Nonce::new));
        come_back(&visitor, page, "code=c0de").unwrap();
        Vec::new()
    });
    outcome.unwrap();
}

#[test]
fn l19_where_a_browser_was_opened_the_keyboard_is_left_alone() {
    let (world, _) = willing();
    let options = LoginOptions { paste: Paste::Offered, ..LoginOptions::default() };
    signed_in_with(&world, &project(), options).0.unwrap();
    assert!(!world.was_asked_for_a_line());
}

#[test]
fn l19_where_no_browser_could_be_opened_a_paste_is_taken() {
    let (world, canned) = willing();
    world.on_open(|_, _| Err(std::io::ErrorKind::NotFound.into()));
    let options = LoginOptions { paste: Paste::Offered, ..LoginOptions::default() };
    let (outcome, _) = pasting(&world, options, |page| vec![address(&canned, page, "code=c0de")]);
    outcome.unwrap();
}

#[test]
fn l19_a_pipe_that_ends_without_the_address_ends_the_wait() {
    for (lines, refused) in [(vec![], false), (vec!["c0de".to_owned()], true)] {
        let (world, _) = willing();
        world.end_input();
        let (outcome, _) = pasting(&world, by_paste(Paste::Expected), |_| lines.clone());
        let error = outcome.unwrap_err();
        assert!(matches!(error, LoginError::NothingPasted { refused: found } if found == refused), "{error}");
        assert_eq!((kept(&world), world.is_listening(40000)), (None, false));
    }
}

#[test]
fn l19_for_a_paste_no_port_is_needed() {
    let (world, canned) = willing();
    world.take_port(4180);
    let options = LoginOptions { ports: vec![4180], ..by_paste(Paste::Expected) };
    let (outcome, _) = pasting(&world, options, |page| vec![address(&canned, page, "code=c0de")]);
    assert_eq!(outcome.unwrap().redirect_uri.unwrap().as_str(), "http://127.0.0.1:4180/callback");
}

#[test]
fn l17_a_taken_port_is_an_error_before_the_browser_opens() {
    let (world, _) = willing();
    world.take_port(4180);
    let project = project_with(
        "token_endpoint_auth_method = \"none\"\nloopback_redirect_uri = \"http://localhost:4180/callback\"",
    );
    let (outcome, _) = signed_in_with(&world, &project, LoginOptions::default());
    let Err(LoginError::Bind { taken, .. }) = outcome else { panic!() };
    assert_eq!(taken.to_string(), "localhost:4180");
    assert_eq!(world.opened().len(), 0);
}

#[test]
fn l17_the_first_free_port_of_several_is_taken() {
    let (world, _) = willing();
    world.take_port(4180);
    let options = || LoginOptions { ports: vec![4180, 4181], ..LoginOptions::default() };
    let (outcome, _) = signed_in_with(&world, &project(), options());
    assert_eq!(outcome.unwrap().redirect_uri.unwrap().as_str(), "http://127.0.0.1:4181/callback");
    world.take_port(4181);
    let (outcome, _) = signed_in_with(&world, &project(), options());
    let Err(LoginError::Bind { taken, .. }) = outcome else { panic!() };
    assert_eq!(taken.to_string(), "127.0.0.1:4180 or 127.0.0.1:4181");
    assert_eq!((taken.owner, world.opened().len()), (Some(PortOwner::Other), 1));
}

#[test]
fn l17_another_sign_in_at_the_port_is_recognised() {
    let (world, _) = willing();
    let (system, project, store) = (world.system(), project(), store(&world));
    let options = || LoginOptions { ports: vec![4180], ..LoginOptions::default() };
    world.on_open(|_, _| Ok(()));
    let error = run(async {
        let mut unheard = |_| ();
        let first = login(&system, &*store, &project, options(), &mut unheard);
        let second = async {
            while world.opened().is_empty() {
                tokio::task::yield_now().await;
            }
            login(&system, &*store, &project, options(), &mut |_| ()).await.unwrap_err()
        };
        tokio::select! {
            _ = first => panic!("nobody signs in"),
            error = second => *error.error,
        }
    });
    let LoginError::Bind { taken, .. } = error else { panic!("{error}") };
    assert_eq!((taken.owner, world.opened().len()), (Some(PortOwner::Gptauth), 1));
}

#[test]
fn l24_two_sign_ins_have_ports_and_states_of_their_own_and_the_later_one_wins() {
    let (world, canned) = willing();
    let (system, project) = (world.system(), project());
    let visitor = world.clone();
    let first_page = RefCell::new(None);
    world.on_open(|_, _| Ok(()));
    let (outcome, earlier) = run(async {
        let mut first = |event| {
            if let Event::Visit { url, .. } = event {
                first_page.replace(Some(url));
            }
        };
        let store = store(&world);
        let earlier = login(&system, &*store, &project, LoginOptions::default(), &mut first);
        let later = async {
            // The first one waits by now; the second one comes and ends in between.
            while first_page.borrow().is_none() {
                tokio::task::yield_now().await;
            }
            let mut second = |event| {
                if let Event::Visit { url, .. } = event {
                    let first = first_page.borrow().clone().unwrap();
                    for name in ["redirect_uri", "state"] {
                        assert_ne!(parameter(&url, name), parameter(&first, name), "{name}");
                    }
                    canned.nonce.replace(parameter(&url, "nonce").map(Nonce::new));
                    come_back(&visitor, &url, "code=second").unwrap();
                }
            };
            let outcome = login(&system, &*store, &project, LoginOptions::default(), &mut second).await;
            let first = first_page.borrow().clone().unwrap();
            canned.nonce.replace(parameter(&first, "nonce").map(Nonce::new));
            canned.token.replace(Some(answer(
                200,
                &json!({ "access_token": "at2", "token_type": "Bearer",
                    "id_token": canned.id_token(world.now().as_second()) }),
            )));
            come_back(&visitor, &first, "code=first").unwrap();
            outcome
        };
        let (earlier, later) = tokio::join!(earlier, later);
        (earlier.unwrap(), later.unwrap())
    });
    assert!(outcome.overtook, "the one that ended last says that it replaced the other's tokens");
    assert!(!earlier.overtook);
    assert_eq!(kept(&world).unwrap()["access_token"], "at2");
}

#[test]
fn the_redirect_uri_of_a_tunnel_is_sent_and_its_host_alone_is_answered() {
    let (world, canned) = willing();
    let visitor = world.clone();
    world.on_open(move |_, page| {
        canned.nonce.replace(parameter(page, "nonce").map(Nonce::new));
        let whole = address(&canned, page, "code=c0de");
        let target = whole.strip_prefix("https://x.example").unwrap().to_owned();
        for host in ["127.0.0.1:4180", "evil.example", "x.example:4180", "x.example"] {
            let request = Request::get(&target).header("host", host).body(Vec::new()).unwrap();
            visitor.queue(4180, request)?;
        }
        Ok(())
    });
    let redirect = LoginRedirect::of("https://x.example/cb".parse().unwrap()).unwrap();
    let options = LoginOptions { redirect: Some(redirect), ports: vec![4180], ..LoginOptions::default() };
    let (outcome, events) = signed_in_with(&world, &project(), options);
    assert_eq!(outcome.unwrap().redirect_uri.unwrap().as_str(), "https://x.example/cb");
    let ignored = events.iter().filter(|event| matches!(event, Event::Ignored(IgnoredReason::ForeignHost)));
    assert_eq!(ignored.count(), 3);
    assert!(body(&token_requests(&world)[0]).contains("redirect_uri=https%3A%2F%2Fx.example%2Fcb"));
}
