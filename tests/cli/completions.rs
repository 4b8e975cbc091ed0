//! Completions, the manual page, and the files that are generated from the command line's definition.

#[cfg(target_os = "linux")]
use crate::support::InTerminal;
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
    for command in ["DEMO", "DEMO SERVE", "INIT", "CHECK", "CALL", "LOGTO", "LOGTO DOMAIN WAIT", "EXPLAIN"] {
        assert!(run.stdout.contains(&format!(".SH \"GPTAUTH {command}\"")), "no section for {command}");
    }
    assert!(!run.stdout.contains("COMPLETE-CALL") && !run.stdout.contains("complete\\-call"));
    assert_eq!(run.stdout.matches("Where tokens and client secrets are kept").count(), 1);
    assert!(run.stdout.contains("\n.nf\n  gptauth logto plan\n"), "examples as they stand");
    assert!(run.stdout.contains(".TP\n6\nthe token store failed\n"), "exit statuses");
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
fn completed(shell: &str, program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    if std::process::Command::new(program).arg("--version").output().is_err() {
        return None;
    }
    let own = Path::new(env!("CARGO_BIN_EXE_gptauth")).parent().expect("a folder");
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    place.write("completions", &place.run(["completions", shell]).stdout);
    let mut command = std::process::Command::new(program);
    command.args(arguments).current_dir(place.path()).env_clear().env("HOME", place.home());
    let path = std::env::var("PATH").expect("a PATH");
    let output = command.env("PATH", format!("{}:{path}", own.display())).output().expect("a shell");
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
        completed("bash", "bash", &["-c", &script])
    };
    if let Some(all) = bash("gptauth call --schema rooms.yaml ") {
        assert_eq!(all, ["findSlots", "book", "cancel"]);
        // What stands before = is typed already.
        assert_eq!(bash("gptauth call --schema rooms.yaml book day=t").expect("bash"), ["tue", "thu"]);
    }
    let fish = |line: &str| {
        let script = format!("source ./completions; complete -C '{line}'");
        completed("fish", "fish", &["-c", &script])
    };
    if let Some(all) = fish("gptauth call --schema rooms.yaml b") {
        assert_eq!(all, ["book\tBook a room"]);
        assert_eq!(fish("gptauth call --schema rooms.yaml book ro").expect("fish"), ["room="]);
    }
}

/// Returns a place with the document, a shell's completions in a file, and the command that starts the
/// shell there; nothing where there is no such shell.
#[cfg(target_os = "linux")]
fn shell(name: &str, file: &str) -> Option<(Place, std::process::Command)> {
    if std::process::Command::new(name).arg("--version").output().is_err() {
        return None;
    }
    let place = Place::new();
    place.write("rooms.yaml", ROOMS);
    place.write(file, &place.run(["completions", name]).stdout);
    let program = Path::new(env!("CARGO_BIN_EXE_gptauth")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a PATH"));
    let mut command = place.command_of(Path::new(name), []);
    command.env("PATH", path).env("TERM", "xterm");
    Some((place, command))
}

#[cfg(target_os = "linux")]
#[test]
fn zsh_completes_operations_and_arguments_in_a_terminal() {
    let Some((place, command)) = shell("zsh", "_gptauth") else {
        println!("skipped: there is no zsh");
        return;
    };
    // Each Tab ends its line: what is typed while zsh draws could be lost.
    let settings = "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D\n\
        tab() { zle expand-or-complete; local line=$LBUFFER; BUFFER=; zle -I\n\
        print -r -- \"LINE<$line>\" >&2; zle .accept-line }\n\
        zle -N tab; bindkey '^I' tab\n\
        zle-line-init() { print READY$((++number)) >&2 }; zle -N zle-line-init\n";
    fs::write(place.home().join(".zshrc"), settings).expect("a written file");
    let mut terminal = InTerminal::start(&place, &command);
    let cases = [("b", "book >"), ("book ro", "book room=>"), ("book day=tu", "book day=tue >")];
    for (number, (typed, completed)) in (1..).zip(cases) {
        terminal.wait_for(&format!("READY{number}"));
        terminal.type_text(&format!("gptauth call --schema rooms.yaml {typed}\t"));
        terminal.wait_for(&format!("LINE<gptauth call --schema rooms.yaml {completed}"));
    }
    terminal.wait_for("READY4");
    terminal.type_text("exit\r");
    assert_eq!(terminal.end().status, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn elvish_completes_operations_and_arguments_in_a_terminal() {
    let Some((place, command)) = shell("elvish", "completions") else {
        println!("skipped: there is no elvish");
        return;
    };
    // Its editor, and with it the completions, is there in a terminal only.
    let script = "eval (slurp < completions)\n\
        for line [[''] [b] [book ro] [book day=t] [--cu]] {\n\
            var words = [(all $line | each {|word| str:split ' ' $word})]\n\
            $edit:completion:arg-completer[gptauth] gptauth call --schema rooms.yaml $@words |\n\
                each {|own| print $own[stem]' ' } >> completed\n\
            echo >> completed\n\
        }\nexit\n";
    let folder = place.home().join(".config/elvish");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("rc.elv"), format!("use str\n{script}")).expect("a written file");
    let run = InTerminal::start(&place, &command).end();
    assert_eq!(run.status, Some(0), "{run}");
    let completed = place.read("completed");
    let lines: Vec<_> = completed.lines().map(str::trim_end).collect();
    assert_eq!(lines[..4], ["findSlots book cancel", "book", "room=", "day=tue day=thu"]);
    assert!(lines[4].contains("--curl"), "options stay those of the command line: {}", lines[4]);
}

#[test]
fn powershell_is_given_its_part_in_the_one_block_that_it_keeps() {
    let script = Place::new().run(["completions", "powershell"]).stdout;
    let head = "param($wordToComplete, $commandAst, $cursorPosition)\n\n    # Operations and arguments";
    assert_eq!((script.matches(head).count(), script.matches("Register-ArgumentCompleter").count()), (1, 1));
    let line = "$line = 'gptauth call --schema rooms.yaml b'; . ./completions; \
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText";
    match completed("powershell", "pwsh", &["-NoProfile", "-Command", line]) {
        Some(all) => assert_eq!(all, ["book"]),
        None => println!("skipped: there is no pwsh, and Debian has no package of it"),
    }
}
