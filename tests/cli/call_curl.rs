//! The `curl` command of a call, run by the shells that are there.

use crate::support::Place;
use serde_json::Value;
use std::{path::Path, process::Command};

const ROOMS: &str = include_str!("../../fixtures/call/rooms.yaml");

/// Every shell that the command is for, with the option that takes it.
const SHELLS: [(&str, &str, &str); 6] = [
    ("sh", "-c", "TOKEN=masked;"),
    ("dash", "-c", "TOKEN=masked;"),
    ("bash", "-c", "TOKEN=masked;"),
    ("zsh", "-c", "TOKEN=masked;"),
    ("fish", "-c", "set TOKEN masked;"),
    ("pwsh", "-Command", "$TOKEN = 'masked';"),
];

const HOSTILE: [&str; 12] = [
    "@/etc/passwd",
    "it's '; touch hit; '",
    "$(touch hit) `touch hit` $HOME",
    "a\nb\tc",
    "!! !$ ^a^b",
    "\\",
    "\\' \\\\ '\\''; touch hit #",
    "\u{2018}; touch hit; \u{2019}",
    "\"; touch hit; \"",
    "ü € 😀 \u{202e}",
    "%PATH% & touch hit | touch hit > hit",
    "--config hit",
];

#[test]
#[cfg(unix)]
fn x1_the_curl_command_means_the_same_in_every_shell() {
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    let bin = place.path().join("bin");
    fake_curl(&bin);
    for (shell, option, token) in SHELLS {
        if Command::new(shell).arg("--version").output().is_err() && shell != "sh" {
            println!("skipped: there is no {shell}");
            continue;
        }
        for hostile in HOSTILE {
            let argument = format!("note={hostile}");
            let argument = argument.replace("note=@", "note:=\"@");
            let argument = if argument.starts_with("note:=") { argument + "\"" } else { argument };
            let server = ["--server", "https://rooms.example.com"];
            let arguments = ["call", "book", "--schema", "rooms.yaml", "--curl", "--generate", &argument];
            let arguments = arguments.into_iter().chain(server);
            let mut command = place.command(arguments);
            command.env("GPTAUTH_ACCESS_TOKEN", "canary");
            let run = place.finish(command);
            assert_eq!(run.status, Some(0), "{run}");
            assert!(!run.stdout.contains("canary") && run.stdout.lines().count() == 1, "{run}");
            let mut command = Command::new(shell);
            let path = format!("{}:{}", bin.display(), std::env::var("PATH").expect("a PATH"));
            let script = format!("{token} {}", run.stdout);
            command.args([option, &script]).env("PATH", path).env("HOME", place.home());
            let output = command.current_dir(place.path()).output().expect("a shell");
            assert!(output.status.success(), "{shell}: {output:?} of {script}");
            assert!(!place.path().join("hit").exists(), "{shell} ran something else: {script}");
            let seen = place.read("argv");
            let argv: Vec<_> = seen.split('\0').filter(|own| !own.is_empty()).collect();
            assert_eq!(&argv[..5], ["--globoff", "--max-time", "45", "--request", "POST"], "{shell}");
            assert_eq!(argv[6], "https://rooms.example.com/bookings", "{shell}");
            assert!(argv.contains(&"authorization: Bearer masked"), "{shell}: {argv:?}");
            let at = argv.iter().position(|own| *own == "--data-raw").expect("a body");
            let body: Value = serde_json::from_str(argv[at + 1]).expect("JSON");
            assert_eq!(body["note"], hostile, "{shell}");
            assert_eq!(argv.len(), at + 2, "{shell}: {argv:?}");
        }
    }
}

/// Writes a `curl` that writes down how it was called.
#[cfg(unix)]
fn fake_curl(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir(folder).expect("a folder");
    let path = folder.join("curl");
    std::fs::write(&path, "#!/bin/sh\nprintf '%s\\0' \"$@\" > argv\n").expect("a program");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
}
