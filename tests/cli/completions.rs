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

const ROOMS: &str = include_str!("../../fixtures/call/rooms.yaml");

/// Runs a script of a shell that knows our completions, or returns nothing where there is no such shell.
fn completed(shell: &str, script: &str) -> Option<Vec<String>> {
    if std::process::Command::new(shell).arg("--version").output().is_err() {
        return None;
    }
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    place.write("completions", &place.run(["completions", shell]).stdout);
    let program = Path::new(env!("CARGO_BIN_EXE_gptauth")).parent().expect("a folder");
    let mut command = std::process::Command::new(shell);
    command.args(["-c", script]).current_dir(place.path()).env_clear().env("HOME", place.home());
    let path = std::env::var("PATH").expect("a PATH");
    let output = command.env("PATH", format!("{}:{path}", program.display())).output().expect("a shell");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{shell}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn the_shells_complete_operations_and_arguments_from_the_document() {
    let bash = |line: &str| {
        let script = format!(
            "source ./completions; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; _gptauth_call; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        completed("bash", &script)
    };
    if let Some(all) = bash("gptauth call --schema rooms.yaml ") {
        assert_eq!(all, ["findSlots", "book", "cancel"]);
        // What stands before = is typed already.
        assert_eq!(bash("gptauth call --schema rooms.yaml book day=t").expect("bash"), ["tue", "thu"]);
    }
    let fish = |line: &str| completed("fish", &format!("source ./completions; complete -C '{line}'"));
    if let Some(all) = fish("gptauth call --schema rooms.yaml b") {
        assert_eq!(all, ["book\tBook a room"]);
        assert_eq!(fish("gptauth call --schema rooms.yaml book ro").expect("fish"), ["room="]);
    }
    // Only a terminal makes zsh complete; that the script is one can be seen without.
    match completed("zsh", "zsh -n ./completions && grep -c _gptauth_call_words ./completions") {
        Some(count) => assert_eq!(count, ["3"]),
        None => println!("skipped: there is no zsh"),
    }
}
