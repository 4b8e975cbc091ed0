//! `gptauth doctor` as its user meets it, against the demo's servers.

use crate::support::{Answer, DURATION, Place, Run, Servers, login};

const CALLBACK: &str = "g-5d3a1f0c9b7e4826a0f1c2d3e4b5968778695a4b";

struct Clinic {
    place: Place,
    servers: Servers,
    secret: String,
}

impl Clinic {
    fn open() -> Self {
        let place = Place::new();
        let servers = Servers::start(&place);
        let callback = |host| format!("\"https://{host}/aip/{CALLBACK}/oauth/callback\"");
        let project = format!(
            "schema = \"openapi.yaml\"\n{}chatgpt_redirect_uris = [{}, {}]\n",
            servers.project(),
            callback("chat.openai.com"),
            callback("chatgpt.com")
        );
        place.write("gptauth.toml", &project);
        place.write("openapi.yaml", include_str!("../../templates/agenda.yaml"));
        let secret = servers.about("client_secret").to_owned();
        Self { place, servers, secret }
    }

    fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let mut command = self.place.command(std::iter::once("doctor").chain(arguments));
        command.env("GPTAUTH_CLIENT_SECRET", &self.secret);
        self.place.finish(command)
    }

    /// Replaces what differs from run to run.
    fn steady(&self, run: &Run) -> String {
        let text = run
            .to_string()
            .replace(self.servers.about("issuer"), "http://127.0.0.1:44000/oidc")
            .replace(self.servers.about("server"), "http://127.0.0.1:44001/api");
        let times = regex::Regex::new(&format!("in {DURATION}")).expect("a pattern");
        times.replace_all(&text, "in [TIME]").into_owned()
    }
}

#[test]
fn a_healthy_set_up_is_all_green_and_says_what_was_not_tested() {
    let clinic = Clinic::open();
    insta::assert_snapshot!(clinic.steady(&clinic.run([])));
}

#[test]
fn a_wrong_secret_is_named_with_its_exchange_and_without_itself() {
    let mut clinic = Clinic::open();
    clinic.secret = "canary-of-a-secret".to_owned();
    let run = clinic.run(["--only", "client-secret"]);
    assert!(!run.to_string().contains("canary"), "{run}");
    insta::assert_snapshot!(clinic.steady(&run));
}

#[test]
fn every_form_says_the_same() {
    let mut clinic = Clinic::open();
    clinic.secret = "canary-of-a-secret".to_owned();
    for format in ["json", "junit", "github", "markdown"] {
        let run = clinic.run(["--format", format]);
        assert_eq!(run.status, Some(1), "{run}");
        assert!(run.stdout.contains("GA531"), "{run}");
        assert!(!run.to_string().contains("canary"), "{run}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&clinic.run(["--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["schema"], 1);
    assert_eq!(json["summary"]["errors"], 1);
    let secret = json["probes"].as_array().expect("probes").iter().find(|own| own["name"] == "client-secret");
    let secret = secret.expect("the probe");
    assert_eq!(secret["outcome"], "failed");
    assert_eq!(secret["findings"][0]["name"], "client-secret-wrong");
    assert!(secret["exchanges"][0]["received"].to_string().contains("invalid_client"));
}

#[test]
fn servers_that_are_down_are_a_network_failure() {
    let clinic = Clinic::open();
    let Clinic { place, servers, .. } = clinic;
    drop(servers);
    let run = place.run(["doctor"]);
    assert_eq!(run.status, Some(5), "{run}");
    assert!(run.stdout.contains("GA501") && run.stdout.contains("GA651"), "{run}");
}

#[test]
fn a_misspelt_probe_is_helped() {
    let place = Place::new();
    insta::assert_snapshot!(place.run(["doctor", "--only", "redirect-url"]));
}

#[test]
fn after_a_sign_in_the_tokens_are_probed_and_a_timeline_is_shown() {
    let clinic = Clinic::open();
    let login = login(
        &clinic.place,
        &clinic.servers,
        &[],
        Answer::SignIn { username: "alice", password: "alice-demo-password" },
    );
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    insta::assert_snapshot!(clinic.steady(&clinic.run(["--signed-in", "--only", "signed-in"])));
}

#[test]
fn before_a_sign_in_there_are_no_tokens_to_probe() {
    let clinic = Clinic::open();
    let run = clinic.run(["--signed-in"]);
    assert_eq!(run.status, Some(3), "{run}");
}

#[test]
fn without_credentials_the_audit_log_is_not_asked_for() {
    let clinic = Clinic::open();
    let run = clinic.run(["--why"]);
    assert_eq!(run.status, Some(3), "{run}");
    assert!(run.stderr.contains("GPTAUTH_LOGTO_APP_ID"), "{run}");
    assert_eq!(clinic.run(["--why", "--only", "keys"]).status, Some(2));
}
