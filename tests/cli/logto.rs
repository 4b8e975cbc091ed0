//! `logto connect`, `plan` and `apply`.

use crate::{
    session::json,
    support::{
        LogtoProject, Place, Run,
        logto::{Credentials, Fault, Logto},
    },
};
use std::{io::Write, process::Stdio};

const CALLBACK: &str = "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";

/// A project that names a Logto and an application that is not there yet.
fn fresh(logto: &Logto) -> Place {
    let place = Place::new();
    place.write(
        "gptauth.toml",
        &format!(
            "# by hand\n[oauth]\nissuer = \"{}\"\nclient_id = \"agenda\" # to be replaced\n\
             loopback_redirect_uri = \"http://127.0.0.1:4180/callback\"\n\
             chatgpt_redirect_uris = [\"{CALLBACK}\"]\n\n[logto]\napplication = \"Agenda\"\n",
            logto.issuer()
        ),
    );
    place
}

fn with(place: &Place, machine: &Credentials, arguments: &str) -> Run {
    let mut command = place.command(arguments.split(' '));
    command.env("GPTAUTH_LOGTO_APP_ID", &machine.id).env("GPTAUTH_LOGTO_APP_SECRET", &machine.secret);
    place.finish(command)
}

/// Connects with the secret on standard input.
fn connect(place: &Place, machine: &Credentials, more: &[&str]) -> Run {
    let mut command = place.command(["logto", "connect", "--app-secret-stdin", "--app-id", &machine.id]);
    command.args(more).stdin(Stdio::piped());
    let mut child = place.start(command);
    // Where it sees before that nothing can come of it, it ends without having read.
    let _ = child.stdin.take().expect("its stdin").write_all(machine.secret.as_bytes());
    place.seen(child.wait_with_output().expect("its end"))
}

#[test]
fn what_was_proved_is_kept_and_used_afterwards() {
    let logto = Logto::self_hosted();
    let place = fresh(&logto);
    let before = place.run(["logto", "plan"]);
    assert_eq!(before.status, Some(3), "{before}");
    assert!(before.stderr.contains("gptauth logto connect"), "{before}");
    let run = connect(&place, &logto.machine(true), &[]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("its Management API is https://default.logto.app/api."), "{run}");
    assert_eq!(place.run(["logto", "plan"]).status, Some(0));
    assert!(
        place.read("gptauth.toml").ends_with("[logto]\napplication = \"Agenda\"\n"),
        "the issuer tells it"
    );
}

#[test]
fn the_address_is_written_down_where_nothing_else_tells_it() {
    let logto = Logto::cloud();
    let place = Place::new();
    place.write("gptauth.toml", "schema = \"openapi.yaml\" # ours\n");
    let machine = logto.machine(true);
    let origin = logto.origin();
    let nowhere = connect(&place, &machine, &[]);
    assert_eq!(nowhere.status, Some(2), "{nowhere}");
    let wrong = connect(&place, &machine, &["--endpoint", &origin]);
    assert_eq!(wrong.status, Some(2), "on this machine it is taken for a self-hosted one: {wrong}");
    assert!(wrong.stderr.contains("the tenant has no API `https://default.logto.app/api`"), "{wrong}");
    let run = connect(&place, &machine, &["--endpoint", &origin, "--tenant", "acme", "--format", "json"]);
    assert_eq!(run.status, Some(0), "{run}");
    let document = json(&run);
    assert_eq!(document["resource"], "https://acme.logto.app/api");
    assert_eq!((&document["schema"], &document["kept_in"]), (&1.into(), &"file".into()));
    assert_eq!(
        place.read("gptauth.toml"),
        format!("schema = \"openapi.yaml\" # ours\n\n[logto]\nendpoint = \"{origin}\"\ntenant = \"acme\"\n")
    );
}

#[test]
fn the_reasons_why_credentials_fail_are_told_apart_and_nothing_is_kept() {
    let logto = Logto::self_hosted();
    let place = fresh(&logto);
    let good = logto.machine(true);
    let none = |id: &str, secret: &str| Credentials { id: id.to_owned(), secret: secret.to_owned() };
    let admin = logto.look(|logto| logto.admin_credentials());
    for (machine, said, next) in [
        (none(&good.id, "not-its-secret"), "Logto refuses the secret of the M2M application", "App secrets"),
        (none("nobody", &good.secret), "the tenant has no such M2M application", "compare the app id"),
        (logto.machine(false), "the M2M application may not use the Management API", "Assign M2M roles"),
        (admin, "the tenant has no such M2M application", "admin_endpoint"),
    ] {
        let run = connect(&place, &machine, &[]);
        assert_eq!(run.status, Some(3), "{run}");
        assert!(run.stderr.contains(said) && run.stderr.contains(next), "{run}");
        assert_eq!(place.run(["logto", "plan"]).status, Some(3), "nothing was kept");
    }
}

#[test]
fn a_plan_shows_what_would_be_done_and_does_nothing() {
    let logto = Logto::self_hosted();
    let (place, machine) = (fresh(&logto), logto.machine(true));
    let before = place.read("gptauth.toml");
    let run = with(&place, &machine, "logto plan");
    assert_eq!(run.status, Some(0), "{run}");
    let shown = run.stdout.replace(&logto.origin(), "[LOGTO]");
    insta::assert_snapshot!(shown, @r#"
    Agenda (not there yet) at [LOGTO]
      + application "Agenda", Traditional web
      + redirect URI https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback
      + redirect URI https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback
      + redirect URI http://127.0.0.1:4180/callback
      ~ "Always issue Refresh Token" off -> on
      + client secret, read from Logto and kept here
      ~ client_id in gptauth.toml agenda -> that of the new application
    7 changes: 5 to add, 2 to change
    "#);
    assert!(run.stderr.contains("no application of this tenant has the client_id \"agenda\""), "{run}");
    let run = with(&place, &machine, "logto plan --exit-code --format json");
    assert_eq!(run.status, Some(1), "{run}");
    let document = json(&run);
    assert_eq!(document["application"]["id"], serde_json::Value::Null);
    assert_eq!(document["changes"].as_array().map(Vec::len), Some(7));
    assert_eq!(document["changes"][0]["action"], "add");
    assert_eq!(place.read("gptauth.toml"), before);
    let reads = |own: &String| own.starts_with("GET ") || own == "POST /oidc/token";
    assert!(logto.take_requests().iter().all(reads));
}

#[test]
fn an_apply_does_it_once_and_asks_first() {
    let logto = Logto::self_hosted();
    let (place, machine) = (fresh(&logto), logto.machine(true));
    let before = place.read("gptauth.toml");
    let unasked = with(&place, &machine, "logto apply");
    assert_eq!(unasked.status, Some(2), "{unasked}");
    assert!(unasked.stderr.contains("`--yes` agrees to all"), "{unasked}");
    assert_eq!(place.read("gptauth.toml"), before);
    let run = with(&place, &machine, "logto apply --yes");
    assert_eq!(run.status, Some(0), "{run}");
    let id = logto.look(|logto| logto.application_ids("Traditional").remove(0));
    assert_eq!(place.read("gptauth.toml"), before.replace("\"agenda\"", &format!("\"{id}\"")));
    insta::assert_snapshot!(run.stderr.replace(&id, "[ID]"), @r#"
    ✓ application "Agenda", Traditional web
    ✓ redirect URI https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback
    ✓ redirect URI https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback
    ✓ redirect URI http://127.0.0.1:4180/callback
    ✓ "Always issue Refresh Token" off -> on
    ✓ client secret, read from Logto and kept here
    ✓ client_id in gptauth.toml agenda -> [ID]
    7 changes done and read back; the client id is [ID].
    The client secret is kept in [PLACE]/home/.local/share/gptauth/tokens (mode 0600, not encrypted).
    hint: `gptauth doctor` proves the set-up, and `gptauth login` signs in with it
    "#);
    let again = with(&place, &machine, "logto apply --yes --format json");
    assert_eq!(again.status, Some(0), "{again}");
    assert!(again.stderr.contains("Nothing was to be done"), "{again}");
    assert_eq!(json(&again)["done"], serde_json::json!([]));
    assert_eq!(with(&place, &machine, "logto plan --exit-code").status, Some(0));
}

#[test]
fn a_secret_is_replaced_and_never_shown() {
    let project = LogtoProject::self_hosted();
    project.set_redirect_uris(&["http://127.0.0.1:4180/callback"]);
    assert_eq!(project.connect().status, Some(0));
    let connected = |arguments: &str| {
        let mut command = project.command(arguments.split(' '));
        command.env_remove("GPTAUTH_CLIENT_SECRET");
        project.place.finish(command)
    };
    assert_eq!(connected("logto apply --yes").status, Some(0));
    let run = connected("-v logto apply --yes --rotate-secret --format json");
    assert_eq!(run.status, Some(0), "{run}");
    assert_eq!(json(&run)["rotated"]["proved"], true);
    assert!(run.stderr.contains("--remove-old-secret"), "{run}");
    assert_eq!(connected("doctor --only client-secret").status, Some(0));
    let run = connected("logto apply --yes --remove-old-secret");
    assert!(run.stderr.contains("client secret \"Default secret\" at Logto"), "{run}");
    assert_eq!(connected("doctor --only client-secret").status, Some(0));
}

#[test]
fn what_is_done_and_what_is_not_is_said_where_it_breaks_off() {
    let project = LogtoProject::self_hosted();
    let patched =
        |project: &LogtoProject| project.logto.take_requests().iter().any(|own| own.starts_with("PATCH"));
    for number in 0.. {
        project.logto.fail_at(number, Fault::InternalError);
        let run = project.run(["logto", "apply", "--yes", "--format", "json"]);
        if run.status == Some(0) {
            break;
        }
        let error = &json(&run)["error"];
        if patched(&project) {
            assert_eq!(run.status, Some(4), "{run}");
            let some = |name: &str| error[name] != serde_json::json!([]);
            let begun = some("done") || some("unknown");
            assert_eq!(run.stderr.contains("  done "), begun, "{run}");
            assert_eq!(run.stderr.contains("  not done "), begun && some("not_done"), "{run}");
        }
        assert!(error["not_done"].is_array() && error["unknown"].is_array(), "{run}");
    }
    project.logto.calm();
    assert_eq!(project.run(["logto", "apply", "--yes"]).status, Some(0));
    assert_eq!(project.run(["logto", "plan", "--exit-code"]).status, Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn in_a_terminal_it_asks_and_takes_no_for_an_answer() {
    use crate::support::InTerminal;
    let project = LogtoProject::self_hosted();
    for (answer, status) in [("n", 1), ("y", 0)] {
        let command = project.command(["logto", "apply", "--format", "json"]);
        let mut waiting = InTerminal::start(&project.place, &command);
        waiting.wait_for("Do it? [y/N]");
        waiting.type_text(&format!("{answer}\n"));
        let run = waiting.end();
        assert_eq!(run.status, Some(status), "{run}");
        let done = project.logto.take_requests().iter().any(|own| own.starts_with("PATCH"));
        assert_eq!(done, answer == "y");
        let document = json(&run);
        assert_eq!(document["done"] != serde_json::json!([]), done, "{run}");
        assert_eq!(document["not_done"].is_array(), !done, "what is still to be done is told: {run}");
    }
}
