//! Every run of the program in these tests is looked through for secrets, whatever it was run for.
//!
//! Known are the client secrets of the servers, what the scripted person typed and was given, what the
//! unforgiving provider was sent, and all that is in the token stores. None of it may stand in stdout,
//! stderr, the command line, or a file that is not the store, except where somebody asked for it.

use super::{Place, store};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::{Mutex, PoisonError},
};

static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Shorter ones stand anywhere by chance.
const SHORTEST: usize = 12;

/// Remembers a secret, for every test of this process.
pub(crate) fn know(secret: &str) {
    if secret.len() >= SHORTEST {
        // A test that failed elsewhere is no reason to look away.
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(secret.to_owned());
    }
}

/// Remembers the secret parameters of a form or a query.
pub(crate) fn know_form(text: &[u8]) {
    for (name, value) in url::form_urlencoded::parse(text) {
        if ["code", "code_verifier", "refresh_token", "client_secret", "password", "token"].contains(&&*name)
        {
            know(&value);
        }
    }
}

/// Looks through what a run of `arguments` left behind.
pub(crate) fn assert_clean(place: &Place, arguments: &[String], output: &Output) {
    learn(place);
    let asked = Asked::of(arguments);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    // What the runner of GitHub Actions is told, it does not show.
    let stderr: Vec<_> = stderr.lines().filter(|line| !line.starts_with("::add-mask::")).collect();
    let command = arguments.join(" ");
    assert_no_secret(&command, &format!("the command line of `{command}`"));
    assert_no_secret(&stderr.join("\n"), &format!("stderr of `{command}`"));
    if asked == Asked::Nothing {
        assert_no_secret(&stdout, &format!("stdout of `{command}`"));
    }
    for path in files(&place.root()) {
        if let Ok(text) = fs::read(&path)
            && !is_store(&path)
        {
            assert_no_secret(&String::from_utf8_lossy(&text), &path.display().to_string());
        }
    }
}

/// Looks through the command lines of a process that runs and of its children.
#[cfg(target_os = "linux")]
pub(crate) fn assert_no_secret_in_argv(process: u32) {
    let parent = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        stat.rsplit(") ").next()?.split(' ').nth(1)?.parse::<u32>().ok()
    };
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let mut seen = 0;
    for id in ids.filter(|id| *id == process || parent(*id) == Some(process)) {
        // It may have ended meanwhile.
        if let Ok(line) = fs::read(format!("/proc/{id}/cmdline")) {
            assert_no_secret(&String::from_utf8_lossy(&line), &format!("the command line of process {id}"));
            seen += 1;
        }
    }
    assert!(seen > 0, "process {process} was not there to be looked at");
}

/// What somebody asked to see.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// The access token, all tokens, or the demo's own client secret and passwords: on stdout.
    Secrets,
}

impl Asked {
    fn of(arguments: &[String]) -> Self {
        let said = |word: &str| arguments.iter().any(|argument| argument == word);
        let by_request = said("token") || said("demo") || (said("refresh") && said("--show-tokens"));
        if by_request { Self::Secrets } else { Self::Nothing }
    }
}

/// Remembers what is in the token stores of a place.
fn learn(place: &Place) {
    for path in files(&place.root()).iter().filter(|path| is_store(path)) {
        let Some(envelope) = fs::read(path).ok().and_then(|text| serde_json::from_slice(&text).ok()) else {
            continue;
        };
        match secrets(&envelope) {
            Some(secrets) => secrets.iter().for_each(|secret| know(secret)),
            None => continue,
        }
    }
}

fn secrets(envelope: &Value) -> Option<Vec<String>> {
    let secret = envelope["secret"].as_str()?;
    Some(match envelope["item"].as_str()? {
        "tokens" => {
            let tokens: Value = serde_json::from_str(secret).ok()?;
            let names = ["access_token", "refresh_token", "id_token"];
            names.iter().filter_map(|name| Some(tokens[*name].as_str()?.to_owned())).collect()
        }
        "client-secret" => vec![secret.to_owned()],
        _ => Vec::new(),
    })
}

fn assert_no_secret(text: &str, place: &str) {
    let found = {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|secret| text.contains(secret.as_str())).cloned()
    };
    assert!(found.is_none(), "a secret in {place}:\n{text}\nthe secret: {}", found.unwrap_or_default());
}

/// Returns whether a file is in a token store: those that the program makes, and what it is killed in.
fn is_store(path: &Path) -> bool {
    path.parent().is_some_and(store::is_folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => found.extend(files(&path)),
            Ok(metadata) if metadata.is_file() => found.push(path),
            _ => {}
        }
    }
    found
}

#[test]
fn x3_the_canary_sings() {
    let place = Place::new();
    let output = |text: &str| Output {
        status: std::process::ExitStatus::default(),
        stdout: text.as_bytes().to_vec(),
        stderr: Vec::new(),
    };
    know("canary-of-the-canary");
    let sings = |arguments: &[&str], text: &str| {
        let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        std::panic::catch_unwind(|| assert_clean(&place, &arguments, &output(text))).is_err()
    };
    assert!(!sings(&["status"], "nothing here"));
    assert!(sings(&["status"], "here: canary-of-the-canary."));
    assert!(sings(&["call", "canary-of-the-canary"], ""));
    assert!(!sings(&["token"], "canary-of-the-canary"));
    place.write("har.json", "canary-of-the-canary");
    assert!(sings(&["status"], "nothing here"));
}
