//! Completions, the manual page, and the files that are generated from the command line's definition.

use crate::support::Place;
use std::{fs, path::Path};

/// Compares a generated file of the project with what it should be; `GPTAUTH_UPDATE=1` rewrites it.
pub(crate) fn generated(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("GPTAUTH_UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, expected).expect("a written file");
    }
    let present = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == expected,
        "{name} is out of date; run `GPTAUTH_UPDATE=1 cargo test` and look at the difference"
    );
}

#[test]
fn the_completions_of_the_project_are_those_of_the_command_line() {
    let place = Place::new();
    for (shell, file) in [
        ("bash", "gptauth.bash"),
        ("zsh", "_gptauth"),
        ("fish", "gptauth.fish"),
        ("powershell", "_gptauth.ps1"),
        ("elvish", "gptauth.elv"),
    ] {
        let run = place.run(["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
        generated(&format!("completions/{file}"), &run.stdout);
    }
}

#[test]
fn the_manual_page_has_every_command() {
    let run = Place::new().run(["man"]);
    assert_eq!(run.status, Some(0));
    for command in ["DEMO", "INIT", "CHECK", "LOGIN", "CALL", "TEST", "FORM", "EXPLAIN"] {
        assert!(run.stdout.contains(&format!("\"GPTAUTH {command}\"")), "no section for {command}");
    }
}

#[test]
fn the_version_is_on_stdout() {
    let run = Place::new().run(["--version"]);
    assert_eq!(run.stdout, format!("gptauth {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn an_unknown_command_is_a_usage_error_with_the_nearest_name() {
    let run = Place::new().run(["logn"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("login"), "{run}");
}
