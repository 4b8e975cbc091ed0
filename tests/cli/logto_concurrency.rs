//! Many `gptauth logto apply` at once, and a road to Logto that breaks: real processes, real sockets.

use crate::support::{
    Place, Run,
    logto::{Credentials, Fault, Logto, StandIn},
};
use serde_json::{Value, json};
use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

const AT_ONCE: usize = 20;
const FOREIGN: &str = "https://www.example.com/signed-in";
const FOREIGN_LOGOUT: &str = "https://www.example.com/bye";
const LATER: &str = "https://www.example.com/later";
const LOOPBACK: &str = "http://127.0.0.1:4180/callback";
const CALLBACKS: [&str; 2] = [
    "https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback",
    "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback",
];

fn project(logto: &Logto) -> String {
    format!(
        "[oauth]\nissuer = \"{}\"\nclient_id = \"your-client-id\"\nloopback_redirect_uri = \"{LOOPBACK}\"\n\
         chatgpt_redirect_uris = [\"{}\"]\n\n[logto]\ntenant = \"acme\"\napplication = \"Agenda\"\nrefresh_token_days = 90\n",
        logto.issuer(),
        CALLBACKS[0]
    )
}

/// Lets somebody else have made the application, and set it up for himself.
fn shared_application(logto: &mut StandIn) -> String {
    let id = logto.put("Traditional", "Agenda", jiff::Timestamp::UNIX_EPOCH);
    logto.set_redirect_uris(&id, &[FOREIGN], &[FOREIGN_LOGOUT]);
    logto.set_setting(&id, "corsAllowedOrigins", json!(["https://www.example.com"]));
    logto.set_setting(&id, "idTokenTtl", json!(600));
    id
}

fn apply(place: &Place, machine: &Credentials) -> Command {
    let mut command = place.command(["logto", "apply", "--yes"]);
    command.env("GPTAUTH_LOGTO_APP_ID", &machine.id).env("GPTAUTH_LOGTO_APP_SECRET", &machine.secret);
    command
}

/// Starts one apply in each place at once, and waits for all.
fn apply_at_once<'a>(places: impl Iterator<Item = &'a Place>, machine: &Credentials) -> Vec<Run> {
    let started: Vec<_> = places.map(|place| (place, place.start(apply(place, machine)))).collect();
    let ended =
        started.into_iter().map(|(place, child)| place.seen(child.wait_with_output().expect("its end")));
    ended.collect()
}

fn texts(application: &Value, list: &str) -> Vec<String> {
    let list = application["oidcClientMetadata"][list].as_array().expect("a list");
    list.iter().map(|own| own.as_str().expect("a text").to_owned()).collect()
}

/// Lets somebody else add a redirect URI and a setting, in the console: read, then written at once.
fn add_later(logto: &mut StandIn, id: &str) {
    let mut uris = texts(&logto.application(id), "redirectUris");
    uris.push(LATER.to_owned());
    logto.set_redirect_uris(id, &uris.iter().map(String::as_str).collect::<Vec<_>>(), &[FOREIGN_LOGOUT]);
    logto.set_setting(id, "rotateRefreshToken", json!(true));
}

/// Lets somebody else act just before the application is read for the nth time.
fn add_before_read(logto: &Logto, id: &str, nth: usize) -> Arc<AtomicUsize> {
    let reads = Arc::new(AtomicUsize::new(0));
    let (seen, id) = (Arc::clone(&reads), id.to_owned());
    let path = format!("/api/applications/{id}");
    logto.meddle(move |logto, request| {
        let is_read = request.method() == http::Method::GET && request.uri().path() == path;
        if is_read && seen.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            add_later(logto, &id);
        }
    });
    reads
}

fn assert_as_wanted(application: &Value) {
    let uris = texts(application, "redirectUris");
    for uri in [CALLBACKS[0], CALLBACKS[1], LOOPBACK] {
        assert_eq!(uris.iter().filter(|own| *own == uri).count(), 1, "{uri} in {application:#}");
    }
    assert_eq!(application["customClientMetadata"]["alwaysIssueRefreshToken"], true, "{application:#}");
    assert_eq!(application["customClientMetadata"]["refreshTokenTtlInDays"], 90, "{application:#}");
}

fn assert_nothing_foreign_lost(application: &Value) {
    let uris = texts(application, "redirectUris");
    assert!([FOREIGN, LATER].iter().all(|uri| uris.iter().any(|own| own == uri)), "{application:#}");
    assert_eq!(texts(application, "postLogoutRedirectUris"), [FOREIGN_LOGOUT], "{application:#}");
    let settings = &application["customClientMetadata"];
    assert_eq!(settings["corsAllowedOrigins"], json!(["https://www.example.com"]), "{application:#}");
    assert_eq!((&settings["idTokenTtl"], &settings["rotateRefreshToken"]), (&json!(600), &json!(true)));
}

fn assert_names(place: &Place, id: &str) {
    let text = place.read("gptauth.toml");
    assert!(text.contains(&format!("client_id = \"{id}\"\n")), "{text}");
}

#[test]
fn twenty_applies_of_one_project_and_somebody_in_the_console_lose_nothing() {
    let (logto, place) = (Logto::cloud(), Place::new());
    let machine = logto.machine(true);
    let id = logto.look(shared_application);
    place.write("gptauth.toml", &project(&logto));
    let reads = add_before_read(&logto, &id, 2);
    for run in apply_at_once(std::iter::repeat_n(&place, AT_ONCE), &machine) {
        assert_eq!(run.status, Some(0), "{run}");
    }
    assert!(reads.load(Ordering::SeqCst) >= 2, "somebody acted");
    let application = logto.look(|logto| logto.application(&id));
    assert_as_wanted(&application);
    assert_nothing_foreign_lost(&application);
    assert_names(&place, &id);
    assert_eq!(logto.look(|logto| logto.application_ids("Traditional")), [id]);
}

#[test]
fn twenty_applies_on_twenty_machines_and_somebody_in_the_console_lose_nothing() {
    let logto = Logto::cloud();
    let machine = logto.machine(true);
    let id = logto.look(shared_application);
    let places: Vec<_> = (0..AT_ONCE).map(|_| Place::new()).collect();
    for place in &places {
        place.write("gptauth.toml", &project(&logto));
    }
    // While all are still on their way, so that those who saw it look once more.
    add_before_read(&logto, &id, 3);
    for run in apply_at_once(places.iter(), &machine) {
        assert_eq!(run.status, Some(0), "{run}");
    }
    let application = logto.look(|logto| logto.application(&id));
    assert_as_wanted(&application);
    assert_nothing_foreign_lost(&application);
    for place in &places {
        assert_names(place, &id);
    }
    assert_eq!(logto.look(|logto| logto.application_ids("Traditional")), [id]);
}

#[test]
fn twenty_machines_that_all_find_no_application_end_with_one() {
    let logto = Logto::cloud();
    let machine = logto.machine(true);
    let places: Vec<_> = (0..AT_ONCE).map(|_| Place::new()).collect();
    for place in &places {
        place.write("gptauth.toml", &project(&logto));
    }
    for run in apply_at_once(places.iter(), &machine) {
        assert_eq!(run.status, Some(0), "{run}");
    }
    let ids = logto.look(|logto| logto.application_ids("Traditional"));
    assert_eq!(ids.len(), 1, "all agree: {ids:?}");
    assert_as_wanted(&logto.look(|logto| logto.application(&ids[0])));
    for place in &places {
        assert_names(place, &ids[0]);
    }
}

#[test]
fn a_second_apply_plans_and_writes_nothing() {
    let (logto, place) = (Logto::cloud(), Place::new());
    let machine = logto.machine(true);
    logto.look(shared_application);
    place.write("gptauth.toml", &project(&logto));
    let first = place.finish(apply(&place, &machine));
    assert_eq!(first.status, Some(0), "{first}");
    logto.take_requests();
    let second = place.finish(apply(&place, &machine));
    assert_eq!(second.status, Some(0), "{second}");
    let writes: Vec<_> = logto.take_requests();
    let writes: Vec<_> = writes.iter().filter(|own| !own.starts_with("GET ")).collect();
    assert_eq!(writes, ["POST /oidc/token"]);
}

#[test]
fn a_road_that_breaks_is_told_with_what_is_done_and_the_next_apply_does_the_rest() {
    let (logto, place) = (Logto::cloud(), Place::new());
    let machine = logto.machine(true);
    logto.look(shared_application);
    place.write("gptauth.toml", &project(&logto));
    let before = place.read("gptauth.toml");
    let undisturbed = Place::new();
    undisturbed.write("gptauth.toml", &before);
    let (other, machine_there) = {
        let other = Logto::cloud();
        let machine = other.machine(true);
        other.look(shared_application);
        undisturbed.write("gptauth.toml", &project(&other));
        (other, machine)
    };
    assert_eq!(undisturbed.finish(apply(&undisturbed, &machine_there)).status, Some(0));
    let requests = other.take_requests();
    let first_write = requests.iter().position(|own| own.starts_with("PATCH ")).expect("a write");

    for (number, fault, status) in [
        (0, Fault::CutBefore, 5),
        (first_write, Fault::InternalError, 4),
        (first_write, Fault::CutBefore, 5),
        (requests.len() - 1, Fault::CutBefore, 5),
    ] {
        logto.fail_at(number, fault);
        let run = place.finish(apply(&place, &machine));
        assert_eq!(run.status, Some(status), "{fault:?} at {number}: {run}");
        assert!(run.stderr.contains("hint:"), "{run}");
    }
    logto.calm();
    let run = place.finish(apply(&place, &machine));
    assert_eq!(run.status, Some(0), "{run}");
    let ids = logto.look(|logto| logto.application_ids("Traditional"));
    assert_as_wanted(&logto.look(|logto| logto.application(&ids[0])));
    assert_names(&place, &ids[0]);
}
