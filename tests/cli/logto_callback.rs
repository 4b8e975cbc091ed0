//! `logto callback`: the URL that the GPT editor shows, registered, written down and proved.

use crate::{session::json, support::LogtoProject};

const URL: &str = "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";
const OTHER_HOST: &str =
    "https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";
/// What somebody else registered in the console.
const OTHERS: [&str; 2] = ["https://app.example.com/callback", "http://127.0.0.1:4180/callback"];

#[test]
fn both_hosts_are_registered_written_down_and_proved_and_nothing_is_lost() {
    let project = LogtoProject::cloud();
    project.set_redirect_uris(&OTHERS);
    project.logto.look(|logto| logto.set_setting(&project.application.id, "idTokenTtl", 1800.into()));
    let before = project.place.read("gptauth.toml");
    let run = project.run(["logto", "callback", URL]);
    assert_eq!(run.status, Some(0), "{run}");
    assert_eq!(project.redirect_uris(), [OTHERS[0], OTHERS[1], OTHER_HOST, URL]);
    let application = project.logto.look(|logto| logto.application(&project.application.id));
    assert_eq!(application["customClientMetadata"]["idTokenTtl"], 1800);
    assert!(run.stdout.contains(&format!("✓ registered: {URL}")), "{run}");
    assert!(run.stdout.contains("✓ proved: Logto takes them (prompt=none, nobody signed in)"), "{run}");
    let line = format!("chatgpt_redirect_uris = [\n  \"{OTHER_HOST}\",\n  \"{URL}\",\n]\n");
    let scope = "scope = \"openid offline_access\" # as the tutorial has it\n";
    assert_eq!(project.place.read("gptauth.toml"), before.replace(scope, &format!("{scope}{line}")));
}

#[test]
fn a_second_time_changes_nothing() {
    let project = LogtoProject::self_hosted();
    assert_eq!(project.run(["logto", "callback", URL]).status, Some(0));
    let file = project.place.read("gptauth.toml");
    project.logto.take_requests();
    // As it comes out of a page.
    let pasted = format!(" {OTHER_HOST}\n");
    let run = project.run(["logto", "callback", &pasted, "--format", "json"]);
    assert_eq!(run.status, Some(0), "{run}");
    let document = json(&run);
    assert_eq!(
        (&document["proof"], &document["project_file_changed"]),
        (&"registered".into(), &false.into())
    );
    assert_eq!(document["redirect_uris"][0]["added"], false);
    assert_eq!(project.place.read("gptauth.toml"), file);
    let requests = project.logto.take_requests();
    assert!(!requests.iter().any(|own| own.starts_with("PATCH")), "{requests:?}");
}

#[test]
fn a_url_of_another_shape_says_what_one_looks_like_and_where_it_is() {
    let project = LogtoProject::self_hosted();
    for (url, words) in [
        ("https://chatgpt.com/aip/g-2fkFE8rbu/oauth/callback", "`g-2fkFE8rbu` is the id of the GPT"),
        ("https://chatgpt.com/connector/oauth/abc", "a callback URL of MCP apps"),
        ("https://chatgpt.com/g/g-2fkFE8rbu-agenda", "is no callback URL of an action"),
        (
            "https://evil.example/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback",
            "is no callback URL",
        ),
    ] {
        let run = project.run(["logto", "callback", url]);
        assert_eq!(run.status, Some(2), "{run}");
        let told = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in
            [words, "/aip/g-<40-hexadecimal-digits>/oauth/callback", "copy the callback URL from the bottom"]
        {
            assert!(told.contains(words), "{words}: {run}");
        }
    }
    assert!(project.logto.take_requests().is_empty(), "nobody was asked");
    let neither = project.run(["logto", "callback"]);
    assert_eq!(neither.status, Some(2), "{neither}");
}

#[test]
fn a_wildcard_says_what_it_costs_and_is_tried_with_a_gpt_that_nobody_has() {
    let project = LogtoProject::cloud();
    project.set_redirect_uris(&OTHERS);
    let run = project.run(["logto", "callback", "--wildcard"]);
    assert_eq!(run.status, Some(0), "{run}");
    let wildcards =
        ["https://chat.openai.com/aip/*/oauth/callback", "https://chatgpt.com/aip/*/oauth/callback"];
    assert_eq!(project.redirect_uris(), [&OTHERS[..], &wildcards[..]].concat());
    assert!(run.stderr.contains("also that of a stranger's GPT"), "{run}");
    assert!(run.stdout.contains("✓ proved"), "{run}");
    let file = project.place.read("gptauth.toml");
    let list = format!("redirect_uris = [\n  \"{}\",\n  \"{}\",\n]\n", wildcards[0], wildcards[1]);
    assert!(file.ends_with(&list) && !file.contains("chatgpt_redirect_uris"), "{file}");
}

#[test]
fn the_way_from_the_wildcard_to_the_exact_url_is_told_and_leads_there() {
    let project = LogtoProject::cloud();
    assert_eq!(project.connect().status, Some(0));
    let before = project.place.read("gptauth.toml");
    assert_eq!(project.run(["logto", "callback", "--wildcard"]).status, Some(0));
    let run = project.run(["logto", "callback", URL]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("then `gptauth logto apply --prune` removes them"), "{run}");
    let exact = project.place.read("gptauth.toml");
    let wildcard = exact.find("redirect_uris = [\n  \"https://chat.openai.com/aip/*").expect("the wildcard");
    project.place.write("gptauth.toml", &exact[..wildcard]);
    let plan = project.run(["logto", "plan", "--prune"]);
    assert!(plan.stderr.contains("`gptauth logto apply --prune` does it"), "{plan}");
    let run = project.run(["logto", "apply", "--prune", "--yes"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("✓ redirect URI https://chatgpt.com/aip/*/oauth/callback removed"), "{run}");
    assert_eq!(project.redirect_uris(), [OTHER_HOST, URL]);
    let run = project.run(["logto", "callback", URL]);
    assert!(!run.stderr.contains("--prune"), "{run}");
    assert!(
        project
            .place
            .read("gptauth.toml")
            .starts_with(before.split("[logto]").next().expect("a head").trim_end())
    );
}

#[test]
fn what_logto_says_it_took_and_then_refuses_is_a_finding() {
    let project = LogtoProject::self_hosted();
    let application = project.application.id.clone();
    // Somebody takes it away again, just before it is proved.
    project.logto.meddle(move |logto, request| {
        if request.uri().path() == "/oidc/auth" {
            logto.set_redirect_uris(&application, &["https://app.example.com/callback"], &[]);
        }
    });
    let run = project.run(["logto", "callback", URL]);
    assert_eq!(run.status, Some(1), "{run}");
    assert!(run.stdout.contains("✗ not proved: Logto refuses a sign-in with them"), "{run}");
}

#[test]
fn an_application_that_is_not_there_is_told() {
    let project = LogtoProject::self_hosted();
    project.logto.look(|logto| logto.delete(&project.application.id));
    let before = project.place.read("gptauth.toml");
    let run = project.run(["logto", "callback", URL]);
    assert_eq!(run.status, Some(1), "{run}");
    let id = &project.application.id;
    assert!(run.stderr.contains(&format!("Logto has no application `{id}`")), "{run}");
    assert!(run.stderr.contains("`gptauth logto apply` finds it by its name, or makes it"), "{run}");
    assert_eq!(project.place.read("gptauth.toml"), before);
}
