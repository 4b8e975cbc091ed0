//! The `curl` command of a call, run by the shells that are there.

use crate::support::Place;
use serde_json::Value;
use std::process::Command;

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

/// Texts that would be more than texts if a shell read them.
fn hostile() -> Vec<String> {
    let texts = serde_json::from_str(include_str!("../../fixtures/call/hostile.json"));
    texts.expect("a list of texts")
}

#[test]
#[cfg(unix)]
fn x1_the_curl_command_means_the_same_in_every_shell() {
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    let bin = place.path().join("bin");
    // It writes down how it was called.
    place.write_program(&bin.join("curl"), "printf '%s\\0' \"$@\" > argv");
    for (shell, option, token) in SHELLS {
        if Command::new(shell).arg("--version").output().is_err() && shell != "sh" {
            println!("skipped: there is no {shell}");
            continue;
        }
        for hostile in hostile() {
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
            assert_eq!(body["note"], *hostile, "{shell}");
            assert_eq!(argv.len(), at + 2, "{shell}: {argv:?}");
        }
    }
}

/// PowerShell is rarely there to be asked; what it would read is read here by its own rules
/// (`about_Quoting_Rules`, `about_Parsing`), and in tests/interop by a grammar of somebody else.
#[test]
fn x1_powershell_reads_the_curl_command_as_the_other_shells_do() {
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    for hostile in hostile() {
        let note = format!("note:={}", Value::from(&*hostile));
        let arguments = ["call", "book", "--schema", "rooms.yaml", "--curl", "--generate", &note];
        let mut command =
            place.command(arguments.into_iter().chain(["--server", "https://rooms.example.com"]));
        command.env("GPTAUTH_ACCESS_TOKEN", "canary");
        let run = place.finish(command);
        let argv = read_as_powershell(run.stdout.trim_end());
        assert_eq!(argv[0], "curl");
        assert!(argv.contains(&"authorization: Bearer masked".to_owned()), "{argv:?}");
        let at = argv.iter().position(|own| own == "--data-raw").expect("a body");
        let body: Value = serde_json::from_str(&argv[at + 1]).expect("JSON");
        assert_eq!((body["note"].as_str(), argv.len()), (Some(&*hostile), at + 2), "{argv:?}");
    }
}

/// Splits one command into the words that PowerShell would hand to a program.
///
/// # Panics
///
/// At anything that would be more than a word: an operator, a variable that is not `TOKEN`.
fn read_as_powershell(line: &str) -> Vec<String> {
    const SINGLE: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    const DOUBLE: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            ' ' => words.extend(word.take()),
            quote if SINGLE.contains(&quote) => {
                let text = word.get_or_insert_default();
                loop {
                    match rest.next().expect("a closing quote") {
                        // Two of them are one.
                        end if SINGLE.contains(&end) => match rest.next_if(|next| SINGLE.contains(next)) {
                            Some(own) => text.push(own),
                            None => break,
                        },
                        own => text.push(own),
                    }
                }
            }
            quote if DOUBLE.contains(&quote) => {
                let text = word.get_or_insert_default();
                loop {
                    match rest.next().expect("a closing quote") {
                        end if DOUBLE.contains(&end) => break,
                        '$' => {
                            let is_name = |next: &char| next.is_alphanumeric() || "_:({".contains(*next);
                            let name: String = std::iter::from_fn(|| rest.next_if(is_name)).collect();
                            assert_eq!(name, "TOKEN", "a variable of ours");
                            text.push_str("masked");
                        }
                        '`' => panic!("an escape in {line}"),
                        own => text.push(own),
                    }
                }
            }
            own if own.is_ascii_alphanumeric() || own == '-' => word.get_or_insert_default().push(own),
            own => panic!("{own:?} outside of quotes in {line}"),
        }
    }
    words.extend(word);
    words
}
