//! Processes that are killed in the middle of a write: what is kept is the old tokens or the new ones.
//!
//! Once by chance, a thousand times over, and once at each system call in turn, with strace as the one
//! that kills. The program knows of neither.

#![expect(clippy::print_stdout, reason = "a test says what it counted")]

use crate::support::{Answer, PATIENCE, Place, Servers, login, store};
use gptauth::system::{LockAttempt, StoreChoice, StoreItem, StoreKey, StoreLock, System, TokenStore};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// What the writer is told to write into.
const FOLDER: &str = "GPTAUTH_TEST_CRASH_FOLDER";

fn key() -> StoreKey {
    StoreKey {
        issuer: "https://op.example".to_owned(),
        client_id: "client".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    }
}

fn open(folder: &Path) -> Box<dyn TokenStore> {
    let choice = StoreChoice::Files(Some(folder.to_owned()));
    System::real().stores.open(&choice, &key()).expect("a store")
}

/// Returns the number of the secret that is kept, which must be whole.
fn kept(folder: &Path) -> u64 {
    let Some(secret) = open(folder).load(&key()).expect("a readable entry") else { return 0 };
    let text = secret.expose_secret();
    let number = text.split(':').next().and_then(|number| number.parse().ok()).expect("a number");
    assert_eq!(text, content(number), "half a secret");
    number
}

fn content(number: u64) -> String {
    let length = 1 + usize::try_from(number % 97).expect("below 97") * 211;
    format!(
        "{number}:{}",
        char::from(b'a' + u8::try_from(number % 26).expect("below 26")).to_string().repeat(length)
    )
}

/// The process that is killed: it writes one secret after the other and says so after each.
#[test]
#[ignore = "a process of the tests here"]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        println!("skipped: {FOLDER} is not set");
        return;
    };
    let store = open(&folder);
    for number in kept(&folder) + 1.. {
        let _lock = lock(&*store).expect("the lock");
        store.save(&key(), &content(number).into()).expect("a save");
        println!("saved {number}");
    }
}

/// A small generator, so that a seed is a moment.
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

fn killed_by_chance(seeds: u64) {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("tokens");
    let (mut torn, mut saved_in_all) = (0, 0);
    for seed in 1..=seeds {
        let before = if folder.exists() { kept(&folder) } else { 0 };
        let mut writer = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "crash::writer", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER, &folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a writer");
        let mut random_state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let rounds = random(&mut random_state) % 4;
        let mut lines = BufReader::new(writer.stdout.take().expect("its stdout")).lines();
        // The harness writes its own words before the first line.
        let saved = |line: &str| line.split("saved ").nth(1).and_then(|number| number.parse::<u64>().ok());
        let mut said = before;
        while said < before + rounds {
            let line = lines.next().expect("a line").expect("UTF-8");
            said = saved(&line).unwrap_or(said);
        }
        // From nothing to a few whole writes later.
        for _ in 0..random(&mut random_state) % 400_000 {
            std::hint::spin_loop();
        }
        writer.kill().expect("the end of it");
        let status = writer.wait().expect("its status");
        assert_eq!(status.signal(), Some(9), "seed {seed}: it ended by itself");
        let last = lines.map_while(Result::ok).filter_map(|line| saved(&line)).last().unwrap_or(said);
        if folder.exists() {
            let now = kept(&folder);
            assert!((last..=last + 1).contains(&now), "seed {seed}: {last} was saved and {now} is there");
            torn += u64::from(unfinished(&folder) > 0);
            saved_in_all += now - before;
            assert!(lock(&*open(&folder)).is_some(), "seed {seed}: the lock outlives its process");
            sweep(&folder);
        }
    }
    println!(
        "r02: {seeds} processes killed, {torn} of them in a write, {saved_in_all} secrets saved, none lost"
    );
    assert!(torn > 0, "no process was killed in a write: {seeds} seeds prove nothing");
}

/// Takes the lock, which nobody holds for long. A test beside this one that is just starting a program
/// holds, until that runs, a copy of every file that is open here: of our own last lock too.
fn lock(store: &dyn TokenStore) -> Option<Box<dyn StoreLock>> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(LockAttempt::Taken(lock)) = store.try_lock(&key()) {
            return Some(lock);
        }
        std::thread::yield_now();
    }
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("the folder");
    files.map(|entry| entry.expect("an entry").path()).collect()
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".new-"))
}

fn unfinished(folder: &Path) -> usize {
    files(folder).iter().filter(|path| is_unfinished(path)).count()
}

/// Removes what was left behind, as the program does an hour later.
fn sweep(folder: &Path) {
    for path in files(folder).iter().filter(|path| is_unfinished(path)) {
        fs::remove_file(path).expect("a removed file");
    }
}

#[test]
fn r02_killed_by_chance_the_old_secret_or_the_new_one_is_there() {
    killed_by_chance(30);
}

#[test]
#[ignore = "takes a minute; .ci/run runs it"]
fn r02_killed_by_chance_a_thousand_times() {
    killed_by_chance(1_000);
}

#[test]
fn r03_tokens_that_a_full_disk_refuses_are_printed_where_that_was_asked_for() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        println!("skipped: strace is not installed");
        return;
    }
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    let alice = Answer::SignIn { username: "alice", password: "alice-demo-password" };
    assert_eq!(login(&place, &servers, &[], alice).run.status, Some(0));
    let (path, _) = store::entries(&store::folder(&place), "tokens").remove(0);
    let old = fs::read(&path).expect("the old tokens");
    let refresh = |flags: &[&str]| {
        let inject = "inject=rename,renameat,renameat2:error=ENOSPC";
        let strace = ["-f", "-qq", "-o", "/dev/null", "-e", inject, env!("CARGO_BIN_EXE_gptauth"), "refresh"];
        let mut command = place.command_of(Path::new("strace"), strace);
        command.args(flags).env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
        let run = command.output().expect("strace");
        assert_eq!(run.status.code(), Some(6), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(fs::read(&path).expect("the tokens"), old);
        String::from_utf8(run.stdout).expect("UTF-8")
    };
    assert_eq!(refresh(&[]), "");
    let told = serde_json::from_str::<Value>(&refresh(&["--show-tokens", "--format", "json"])).expect("JSON");
    assert_eq!(told["kept"], false);
    assert!(told["tokens"]["refresh_token"].is_string());
}

/// Runs `gptauth token` on an expired token, killed at one system call after the other.
fn killed_at_each(system_calls: &str) {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        println!("skipped: strace is not installed");
        return;
    }
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    let alice = Answer::SignIn { username: "alice", password: "alice-demo-password" };
    assert_eq!(login(&place, &servers, &[], alice).run.status, Some(0));
    store::expire(&place);
    let folder = store::folder(&place);
    let (path, _) = store::entries(&folder, "tokens").remove(0);
    let old = fs::read(&path).expect("the old tokens");
    let (mut stayed, mut changed) = (0, 0);
    for number in 1..10_000 {
        let inject = format!("inject={system_calls}:signal=KILL:when={number}");
        let mut command =
            place.command_of(Path::new("strace"), ["-f", "-qq", "-o", "/dev/null", "-e", &inject]);
        command.args([env!("CARGO_BIN_EXE_gptauth"), "token"]);
        command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("strace");
        let found = fs::read(&path).expect("the tokens");
        if found == old {
            stayed += 1;
        } else {
            assert_whole(&found, number);
            changed += 1;
        }
        for path in files(&folder) {
            let mode = fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{} after call {number}", path.display());
        }
        if status.success() {
            println!(
                "r02: killed at each of {number} calls: {stayed} times the old tokens, {changed} times the new"
            );
            assert!(stayed > 0 && changed > 1, "the calls around the write are not among {system_calls}");
            return;
        }
        assert!(status.signal() == Some(9) || status.code() == Some(137), "call {number}: {status}");
        sweep(&folder);
        fs::write(&path, &old).expect("the old tokens again");
    }
    panic!("it never came to its end");
}

fn assert_whole(bytes: &[u8], number: usize) {
    let envelope: Value = serde_json::from_slice(bytes)
        .unwrap_or_else(|error| panic!("half a file after call {number}: {error}"));
    let tokens = store::tokens(&envelope);
    assert!(tokens["access_token"].is_string() && tokens["refresh_token"].is_string(), "after call {number}");
}

#[test]
fn r02_killed_at_each_call_of_the_write_the_old_tokens_or_the_new_ones_are_there() {
    killed_at_each("write,fsync,fdatasync,rename,renameat,renameat2");
}

#[test]
#[ignore = "takes a minute; .ci/run runs it"]
fn r02_killed_at_each_call_on_a_file_the_old_tokens_or_the_new_ones_are_there() {
    killed_at_each("%file,%desc");
}
