//! `gptauth init --ci`: the pipelines are written, and what is in them runs.

use crate::support::{Answer, Place, Servers, login};
use insta::assert_snapshot;
use serde_yaml::Value;
use std::{path::Path, process::Command};

#[test]
fn a_project_that_is_there_gets_its_pipeline_and_nothing_else() {
    let place = Place::new();
    place.write("gptauth.toml", "mine");
    let run = place.run(["init", "--ci", "github"]);
    assert_snapshot!(run, @"
    status: 0
    stdout:

    stderr:
        wrote .github/workflows/gptauth.yml

        GitHub Actions builds gptauth from source once and keeps it. Store for it, under
        Settings > Secrets and variables > Actions:
          GPTAUTH_CLIENT_SECRET  the client secret at the provider
          GPTAUTH_REFRESH_TOKEN  of a user made for tests, signed in for this alone:
            gptauth --account ci login
            gptauth --account ci refresh --show-tokens --format json
        hint: where the provider replaces the refresh token at each use, the first run would use it up: take a client without rotation, or have an earlier step set GPTAUTH_ACCESS_TOKEN
    ");
    assert_eq!(place.read("gptauth.toml"), "mine");
    assert!(!place.path().join("openapi.yaml").exists());
}

#[test]
fn a_new_project_can_have_its_pipeline_from_the_start() {
    let place = Place::new();
    std::fs::create_dir(place.path().join(".git")).expect("a folder");
    let run = place.run(["--env", "demo", "init", "actions/agenda", "--demo", "--yes", "--ci", "gitlab"]);
    assert_snapshot!(run, @"
    status: 0
    stdout:

    stderr:
        wrote actions/agenda/gptauth.toml
        wrote actions/agenda/openapi.yaml
        wrote .gitlab-ci.yml
        wrote actions/agenda/.gitignore

        next:  cd actions/agenda && gptauth check
        then   gptauth --env demo login

        GitLab CI/CD builds gptauth from source once and keeps it. Store for it, under
        Settings > CI/CD > Variables:
          GPTAUTH_CLIENT_SECRET  the client secret at the provider
          GPTAUTH_REFRESH_TOKEN  of a user made for tests, signed in for this alone:
            gptauth --env demo --account ci login
            gptauth --env demo --account ci refresh --show-tokens --format json
        hint: where the provider replaces the refresh token at each use, the first run would use it up: take a client without rotation, or have an earlier step set GPTAUTH_ACCESS_TOKEN
    ");
    let pipeline: Value = serde_yaml::from_str(&place.read(".gitlab-ci.yml")).expect("YAML");
    assert_eq!(pipeline["gptauth"]["variables"]["GPTAUTH_ENV"].as_str(), Some("demo"));
    assert!(place.read("actions/agenda/gptauth.toml").contains("[env.demo]"));
}

#[test]
fn nothing_of_a_pipeline_is_overwritten_without_force() {
    let place = Place::new();
    place.write("gptauth.toml", "mine");
    place.write(".github/workflows/gptauth.yml", "theirs");
    let run = place.run(["init", "--ci", "github"]);
    assert_snapshot!(run, @"
    status: 2
    stdout:

    stderr:
        error: `.github/workflows/gptauth.yml` is there already
        hint: nothing was written; overwrite it with `--force`
    ");
    assert_eq!(place.read(".github/workflows/gptauth.yml"), "theirs");
    assert_eq!(place.run(["init", "--ci", "github", "--force"]).status, Some(0));
    assert!(place.read(".github/workflows/gptauth.yml").contains("gptauth test"));
    assert_eq!(place.read("gptauth.toml"), "mine");
    // A new project beside it is not begun either.
    let new = Place::new();
    new.write(".github/workflows/gptauth.yml", "theirs");
    assert_eq!(new.run(["init", "--yes", "--ci", "github"]).status, Some(2));
    assert!(!new.path().join("gptauth.toml").exists());
}

#[test]
fn a_pipeline_is_no_reason_to_write_over_a_project() {
    let place = Place::new();
    place.write("gptauth.toml", "mine");
    let run = place.run(["init", "--yes", "--ci", "github", "--title", "Other"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert_eq!(place.read("gptauth.toml"), "mine");
    assert!(!place.path().join(".github").exists());
}

#[test]
fn a_pipeline_of_somebody_else_includes_ours() {
    let place = Place::new();
    place.write("gptauth.toml", "mine");
    place.write(".gitlab-ci.yml", "stages: [test]\n");
    let run = place.run(["init", "--ci", "gitlab"]);
    assert!(run.stderr.contains("include:\n    - local: gptauth.gitlab-ci.yml\n"), "{run}");
    let separate = place.read("gptauth.gitlab-ci.yml");
    let forced = place.run(["init", "--ci", "gitlab", "--force"]);
    assert_eq!(forced.status, Some(0), "{forced}");
    assert_eq!(place.read(".gitlab-ci.yml"), "stages: [test]\n", "even then");
    // Our own is written again.
    place.write(".gitlab-ci.yml", &separate);
    assert_eq!(place.run(["init", "--ci", "gitlab"]).status, Some(2));
    assert_eq!(place.run(["init", "--ci", "gitlab", "--force"]).status, Some(0));
}

/// A machine of a service: `cargo` puts the program of this build where it is told to.
struct Machine<'a> {
    place: &'a Place,
    servers: &'a Servers,
    refresh_token: String,
}

impl Machine<'_> {
    /// Runs a script as the services do: in bash, which stops at the first command that fails.
    fn run(&self, folder: &str, script: &str, variables: &[(&str, String)]) -> String {
        let bin = self.place.path().join("bin");
        let path = std::env::var("PATH").expect("a PATH");
        let home = self.place.home();
        let installed = home.join(".cargo/bin");
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(self.place.path().join(folder))
            .env_clear()
            .env("HOME", &home)
            .env("PATH", format!("{}:{}:{path}", bin.display(), installed.display()))
            .env("CI", "true")
            .envs(variables.iter().map(|(name, value)| (*name, value)));
        let run = self.place.seen(command.output().expect("bash"));
        assert_eq!(run.status, Some(0), "{script}\n{run}");
        run.stdout + &run.stderr
    }

    /// Returns what a service puts in place of `${{ … }}`.
    fn value(&self, text: &str) -> String {
        match text {
            "${{ secrets.GPTAUTH_CLIENT_SECRET }}" => self.servers.about("client_secret").to_owned(),
            "${{ secrets.GPTAUTH_REFRESH_TOKEN }}" => self.refresh_token.clone(),
            other => panic!("nobody knows the value of {other}"),
        }
    }
}

/// Writes a `cargo` that takes exactly our command line, and installs this build.
fn fake_cargo(place: &Place, folder: &Path) {
    let version = env!("CARGO_PKG_VERSION");
    let program = env!("CARGO_BIN_EXE_gptauth");
    let script = format!(
        "set -e\n[ \"$1 $2 $3 $4 $5\" = 'install --locked gptauth --version {version}' ]\n\
         root=$HOME/.cargo\n[ $# = 5 ] || [ \"$6\" = --root ] && root=${{7:-$root}}\n\
         mkdir -p \"$root/bin\"\nln -s '{program}' \"$root/bin/gptauth\""
    );
    place.write_program(&folder.join("cargo"), &script);
}

/// Signs in to the demo from a project in a folder, and returns the refresh token as the words of the
/// pipeline say how to get it.
fn refresh_token(place: &Place, servers: &Servers) -> String {
    place.write("gptauth.toml", &servers.project());
    assert_eq!(
        login(place, servers, &[], Answer::SignIn { username: "alice", password: "alice-demo-password" })
            .run
            .status,
        Some(0)
    );
    let mut command = place.command(["refresh", "--show-tokens", "--format", "json"]);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    let shown: serde_json::Value = serde_json::from_str(&place.finish(command).stdout).expect("JSON");
    std::fs::remove_file(place.path().join("gptauth.toml")).expect("a removed file");
    shown["tokens"]["refresh_token"].as_str().expect("a refresh token").to_owned()
}

/// Writes a repository with a project in `actions/agenda` and the pipeline of a service.
fn repository(place: &Place, servers: &Servers, service: &str) {
    std::fs::create_dir(place.path().join(".git")).expect("a folder");
    let run = place.run(["init", "actions/agenda", "--yes", "--ci", service]);
    assert_eq!(run.status, Some(0), "{run}");
    place.write("actions/agenda/gptauth.toml", &format!("schema = \"openapi.yaml\"\n{}", servers.project()));
    fake_cargo(place, &place.path().join("bin"));
}

#[test]
fn the_steps_of_github_run_and_report() {
    let place = Place::new();
    let servers = Servers::start(&place);
    let machine =
        Machine { place: &place, servers: &servers, refresh_token: refresh_token(&place, &servers) };
    repository(&place, &servers, "github");
    let workflow: Value = serde_yaml::from_str(&place.read(".github/workflows/gptauth.yml")).expect("YAML");
    let job = &workflow["jobs"]["action"];
    let folder = job["defaults"]["run"]["working-directory"].as_str().expect("a folder");
    let summary = place.path().join("summary.md");
    let mut said = String::new();
    for step in job["steps"].as_sequence().expect("steps") {
        let Some(script) = step["run"].as_str() else { continue };
        // Each step is given a file of its own for its part of the summary.
        let mut variables = vec![
            ("GITHUB_ACTIONS", "true".to_owned()),
            ("GITHUB_STEP_SUMMARY", summary.display().to_string()),
        ];
        for (name, value) in step["env"].as_mapping().into_iter().flatten() {
            variables.push((name.as_str().expect("a name"), machine.value(value.as_str().expect("a text"))));
        }
        said += &machine.run(folder, script, &variables);
        if script.contains("GITHUB_STEP_SUMMARY") {
            let text = std::fs::read_to_string(&summary).expect("a summary");
            assert!(text.contains("| listItems |") || text.contains("`listItems`"), "{script}\n{text}");
            std::fs::remove_file(&summary).expect("a removed file");
        }
    }
    assert!(said.contains("refuses a forged token"), "{said}");
    for report in ["check", "test"] {
        let report = place.read(&format!("actions/agenda/gptauth-{report}.xml"));
        assert!(report.contains("<testsuite ") && report.contains("listItems"), "{report}");
    }
}

#[test]
fn the_commands_of_gitlab_run_and_report() {
    let place = Place::new();
    let servers = Servers::start(&place);
    let machine =
        Machine { place: &place, servers: &servers, refresh_token: refresh_token(&place, &servers) };
    repository(&place, &servers, "gitlab");
    let pipeline: Value = serde_yaml::from_str(&place.read(".gitlab-ci.yml")).expect("YAML");
    let job = &pipeline["gptauth"];
    let lines = |name: &str| {
        let lines = job[name].as_sequence().expect("commands");
        lines.iter().map(|line| line.as_str().expect("a command").to_owned()).collect::<Vec<_>>()
    };
    let script = [lines("before_script"), lines("script")].concat().join("\n");
    let variables = [
        ("CI_PROJECT_DIR", place.path().display().to_string()),
        ("GPTAUTH_CLIENT_SECRET", servers.about("client_secret").to_owned()),
        ("GPTAUTH_REFRESH_TOKEN", machine.refresh_token.clone()),
    ];
    let said = machine.run("", &script, &variables);
    assert!(said.contains("refuses a forged token"), "{said}");
    let pattern = job["artifacts"]["reports"]["junit"][0].as_str().expect("a pattern");
    assert_eq!(pattern, "actions/agenda/gptauth-*.xml");
    for report in ["check", "test"] {
        let report = place.read(&pattern.replace('*', report));
        assert!(report.contains("<testsuite ") && report.contains("listItems"), "{report}");
    }
    // The program is there from the cache: it is not built again.
    machine.run("", &script, &variables);
}
