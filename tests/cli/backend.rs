//! `gptauth backend`.

use crate::support::{Place, Servers};
use insta::assert_snapshot;

const PROJECT: &str = r#"schema = "openapi.yaml"

[oauth]
issuer = "https://auth.example.com/oidc"
userinfo_endpoint = "https://auth.example.com/oidc/me"
client_id = "abc123"
"#;

#[test]
fn without_a_name_the_frameworks_are_listed() {
    let place = Place::new();
    assert_snapshot!(place.run(["backend"]), @"
    status: 0
    stdout:
        express   Express 5 middleware (Node.js 20 or later)
        hono      Hono middleware (Node.js 20 or later)
        next      Next.js route handlers (App Router)
        fastify   Fastify 5 hook (Node.js 20 or later)
        fastapi   FastAPI dependency with httpx (Python 3.11 or later)
        django    Django view decorator with httpx (Python 3.11 or later)
        axum      axum extractor with reqwest (Rust 1.88 or later)
        go        net/http handler, standard library only (Go 1.19 or later)
        spring    Spring Security token introspector (Java 17 or later)

    stderr:
        hint: `gptauth backend express` writes one into the folder `backend`
    ");
    assert_eq!(place.run(["backend", "--list"]).stdout, place.run(["backend"]).stdout);
    let run = place.run(["backend", "--list", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&answer["schema"], &answer["backends"][4]["name"]), (&1.into(), &"fastapi".into()));
}

#[test]
fn a_back_end_is_written_beside_the_project_and_its_start_named() {
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    assert_snapshot!(place.run(["backend", "express"]), @"
    status: 0
    stdout:

    stderr:
        wrote backend/README.md
        wrote backend/auth.js
        wrote backend/bearer.js
        wrote backend/cache.js
        wrote backend/introspection.js
        wrote backend/jwt.js
        wrote backend/package.json
        wrote backend/server.js
        wrote backend/settings.js
        wrote backend/userinfo.js

        next:  read backend/README.md, then
               cd backend
               npm install
               npm start
    ");
    assert!(place.read("backend/settings.js").contains(r#""https://auth.example.com/oidc/me""#));
    assert!(place.read("backend/README.md").contains("`https://auth.example.com/oidc/me`"));
    // What a project does not know has to be set before the variant that needs it starts.
    assert!(place.read("backend/settings.js").contains(r#"env.INTROSPECTION_ENDPOINT || "";"#));
}

#[test]
fn from_a_folder_below_the_back_end_goes_beside_the_project_all_the_same() {
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    place.write("src/deep/file", "");
    let mut command = place.command(["backend", "go"]);
    command.current_dir(place.path().join("src/deep"));
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.path().join("backend/go.mod").exists(), "{run}");
}

#[test]
fn the_endpoints_are_asked_for_where_nobody_names_them() {
    let place = Place::new();
    let servers = Servers::start(&place);
    let issuer = servers.about("issuer").to_string();
    let issuer = issuer.trim_matches('"');
    let run = place.run(["backend", "fastapi", "--issuer", issuer, "--format", "json"]);
    assert_eq!(run.status, Some(0), "{run}");
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(answer["schema"], 1);
    assert_eq!(answer["userinfo_endpoint"], format!("{issuer}/me"));
    assert_eq!(answer["introspection_endpoint"], format!("{issuer}/token/introspection"));
    assert_eq!(answer["jwks_uri"], format!("{issuer}/jwks"));
    assert_eq!(answer["start"][0], "cd backend");
    assert!(answer["written"].as_array().is_some_and(|written| written.len() == 10), "{run}");
    assert!(run.stderr.starts_with("endpoints as announced at "), "{run}");
    assert!(place.read("backend/settings.py").contains(&format!("{issuer}/me")));
}

#[test]
fn without_a_project_the_provider_has_to_be_named() {
    let place = Place::new();
    assert_snapshot!(place.run(["backend", "axum"]), @"
    status: 2
    stdout:

    stderr:
        error: the provider is not known
        hint: there is no gptauth.toml here or in a folder above: give `--issuer URL`, or write a project with `gptauth init --backend NAME`
    ");
    assert!(!place.path().join("backend").exists());
    let run = place.run(["backend", "axum", "--userinfo-endpoint", "https://auth.example.com/me"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.read("backend/src/userinfo.rs").contains(r#""https://auth.example.com/me""#));
}

#[test]
fn a_project_without_a_provider_says_what_to_add() {
    let place = Place::new();
    place.write("gptauth.toml", "schema = \"openapi.yaml\"\n");
    assert_snapshot!(place.run(["backend", "axum"]), @"
    status: 2
    stdout:

    stderr:
        error: the provider is not known
        hint: add `issuer` or `userinfo_endpoint` to `[oauth]` in gptauth.toml, or give `--issuer URL`
    ");
}

#[test]
fn a_provider_that_does_not_answer_can_be_done_without() {
    let place = Place::new();
    let run = place.run(["backend", "hono", "--issuer", "http://127.0.0.1:9/oidc"]);
    assert_eq!(run.status, Some(5), "{run}");
    assert!(run.stderr.contains("--userinfo-endpoint URL"), "{run}");
    assert!(!place.path().join("backend").exists());
}

#[test]
fn an_unknown_framework_is_a_usage_error_with_the_nearest_name() {
    let run = Place::new().run(["backend", "expres"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("a similar value exists: 'express'"), "{run}");
    let run = Place::new().run(["init", "--yes", "--backend", "rails"]);
    assert_eq!(run.status, Some(2), "{run}");
}

#[test]
fn nothing_is_overwritten_without_force_and_nothing_written_beside_it() {
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    place.write("backend/server.js", "mine");
    assert_snapshot!(place.run(["backend", "express"]), @"
    status: 2
    stdout:

    stderr:
        error: `backend/server.js` is there already
        hint: nothing was written; name another folder with `--output DIR`, or overwrite with `--force`
    ");
    assert_eq!(place.read("backend/server.js"), "mine");
    assert!(!place.path().join("backend/auth.js").exists());
    assert_eq!(place.run(["backend", "express", "--force"]).status, Some(0));
    assert_ne!(place.read("backend/server.js"), "mine");
}

#[test]
fn a_folder_in_the_way_leaves_everything_as_it_was_even_with_force() {
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    place.write("backend/server.js/file", "mine");
    place.write("backend/auth.js", "mine");
    let run = place.run(["backend", "express", "--force"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert_eq!(place.read("backend/auth.js"), "mine");
    assert!(!place.path().join("backend/bearer.js").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    place.write("locked/file", "");
    let locked = place.path().join("locked");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).expect("a mode");
    if std::fs::write(locked.join("probe"), "").is_ok() {
        println!("skipped: root may write everywhere");
        return;
    }
    let run = place.run(["backend", "express", "--output", "locked/api"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("cannot write `locked/api/README.md`"), "{run}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let place = Place::new();
    place.write("gptauth.toml", PROJECT);
    place.write("backend", "mine");
    let run = place.run(["backend", "express"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(run.stderr.contains("cannot write `backend/README.md`"), "{run}");
    assert_eq!(place.read("backend"), "mine");
}

#[test]
fn init_writes_project_and_back_end_together() {
    let place = Place::new();
    assert_snapshot!(place.run(["init", "--yes", "--template", "minimal", "--backend", "fastify"]), @"
    status: 0
    stdout:

    stderr:
        wrote gptauth.toml
        wrote openapi.yaml

        next:  gptauth check
        then   put the client id of your application into gptauth.toml
        then   gptauth login

        wrote backend/README.md
        wrote backend/auth.js
        wrote backend/bearer.js
        wrote backend/cache.js
        wrote backend/introspection.js
        wrote backend/jwt.js
        wrote backend/package.json
        wrote backend/server.js
        wrote backend/settings.js
        wrote backend/userinfo.js

        next:  read backend/README.md, then
               cd backend
               npm install
               npm start
        hint: its endpoints are where Logto has them; `gptauth backend fastify --force` asks your provider
    ");
    assert!(place.read("backend/settings.js").contains(r#""https://auth.example.com/oidc/me""#));
}

#[test]
fn init_adds_a_back_end_to_a_project_that_is_there() {
    let place = Place::new();
    place.write("api/gptauth.toml", PROJECT);
    let run = place.run(["init", "api", "--backend", "go"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert_eq!(place.read("api/gptauth.toml"), PROJECT);
    assert!(place.read("api/backend/userinfo.go").contains(r#""https://auth.example.com/oidc/me""#));
    assert_eq!(place.run(["init", "api", "--backend", "go"]).status, Some(2));
}

#[test]
fn init_writes_no_project_either_where_the_back_end_is_there() {
    let place = Place::new();
    place.write("backend/auth.js", "mine");
    let run = place.run(["init", "--yes", "--backend", "fastify"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(!place.path().join("gptauth.toml").exists(), "{run}");
    assert_eq!(place.run(["init", "--yes", "--backend", "fastify", "--force"]).status, Some(0));
    assert_ne!(place.read("backend/auth.js"), "mine");
}

#[test]
fn an_issuer_of_another_language_stays_a_string() {
    let place = Place::new();
    let issuer = "https://auth.example.com/\");process.exit(1);(\"";
    let run = place.run(["init", "--yes", "--backend", "express", "--issuer", issuer]);
    assert_eq!(run.status, Some(0), "{run}");
    let settings = place.read("backend/settings.js");
    assert!(
        settings.contains(r#"|| "https://auth.example.com/%22);process.exit(1);(%22/me";"#),
        "{settings}"
    );
}
