//! Many processes that want the same refresh at the same time.
//!
//! The provider takes a second use of a refresh token for theft and ends the grant, so the only way
//! through is one refresh a round. That the test would notice is proved by taking the lock out: then
//! the same rounds end the grant.

#![expect(clippy::print_stdout, reason = "a test says what it counted")]

use crate::support::{Answer, Place, Tally, UnforgivingProvider, follow, store};
use gptauth::{
    project::Project,
    system::{LockAttempt, StoreChoice, StoreError, StoreKey, StoreLock, StorePlace, System, TokenStore},
    task,
};
use secrecy::SecretString;
use std::{
    collections::BTreeSet,
    process::{Child, Command, Stdio},
};

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

/// How many processes race in a round.
const RACERS: usize = 20;

/// A signed-in user at the unforgiving provider.
fn signed_in() -> (Place, UnforgivingProvider) {
    let place = Place::new();
    let provider = UnforgivingProvider::start();
    place.write("gptauth.toml", &provider.project());
    let login = follow(&place, place.command(["login", "--no-browser"]), ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    (place, provider)
}

/// What a round brought: the tokens that the racers printed, and what the provider saw.
#[derive(Debug)]
struct Round {
    tokens: BTreeSet<String>,
    succeeded: usize,
    tally: Tally,
    /// What those said that brought none.
    complaints: BTreeSet<String>,
}

/// Lets the token expire and starts all racers at once.
fn round(place: &Place, provider: &UnforgivingProvider, racer: impl Fn() -> Command) -> Round {
    store::expire(place);
    let start = |_| racer().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a racer");
    let racers: Vec<Child> = (0..RACERS).map(start).collect();
    let (mut tokens, mut complaints, mut succeeded) = (BTreeSet::new(), BTreeSet::new(), 0);
    for racer in racers {
        let output = racer.wait_with_output().expect("its end");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        // Of the test binary as a racer, the token is one line among those of its harness.
        let token = stdout.lines().find(|line| line.len() == 43).map(str::to_owned);
        match token.filter(|_| output.status.success()) {
            Some(token) => {
                tokens.insert(token);
                succeeded += 1;
            }
            None => {
                complaints.insert(stdout + &String::from_utf8_lossy(&output.stderr));
            }
        }
    }
    Round { tokens, succeeded, tally: provider.take_tally(), complaints }
}

fn one_refresh_each_round(rounds: usize) {
    let (place, provider) = signed_in();
    let mut before = None;
    for number in 1..=rounds {
        let round = round(&place, &provider, || place.command(["token"]));
        assert_eq!(round.tally, Tally { granted: 1, refused: 0 }, "round {number}: {round:?}");
        assert!(round.complaints.is_empty(), "round {number}: {round:?}");
        assert_eq!((round.succeeded, round.tokens.len()), (RACERS, 1), "round {number}: {round:?}");
        let token = round.tokens.first().cloned();
        assert_ne!(token, before, "round {number} brought no new token");
        before = token;
    }
    let refresh = place.run(["refresh"]);
    assert_eq!(refresh.status, Some(0), "the grant is alive: {refresh}");
    println!("r01: {rounds} rounds of {RACERS} processes, {rounds} refreshes, no revoked grant");
}

#[test]
fn r01_twenty_processes_make_one_refresh() {
    one_refresh_each_round(4);
}

#[test]
#[ignore = "takes 20 s; .ci/run runs it"]
fn r01_twenty_processes_make_one_refresh_in_each_of_fifty_rounds() {
    one_refresh_each_round(50);
}

#[test]
fn r01_without_the_lock_the_same_rounds_end_the_grant() {
    let (place, provider) = signed_in();
    let racer = || {
        let own = std::env::current_exe().expect("this program");
        let mut command = place.command_of(&own, ["--exact", "race::racer_without_lock", "--nocapture"]);
        command.args(["--ignored", "--test-threads=1"]);
        command
    };
    // One round is enough nearly always; that none of twenty is, would be a lock after all.
    let rounds = (1..=20).map(|_| round(&place, &provider, racer));
    let ended = rounds.take(20).find(|round| round.tally != Tally { granted: 1, refused: 0 });
    let ended = ended.expect("a round with more than one refresh");
    assert!(ended.tally.granted + ended.tally.refused > 1, "{ended:?}");
    // Who came second ended the grant for all.
    let refresh = place.run(["refresh"]);
    assert_eq!(refresh.status, Some(3), "{refresh}");
}

/// One racer of the test above: `gptauth token` in all but its lock.
#[test]
#[ignore = "a process of the test above"]
fn racer_without_lock() {
    let system = System::real();
    let Ok(source) = system.files.read("gptauth.toml".as_ref(), 1 << 20) else {
        println!("skipped: there is no project here");
        return;
    };
    let project = Project::parse(source, "", None).expect("a project");
    let store = task::kept::open(&system, &StoreChoice::Files(None), &project).expect("a store");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let access = runtime.block_on(task::session::access(&system, &Unlocked(store), &project));
    println!("{}", access.expect("a token").token.expose());
}

/// A store whose lock keeps nobody out.
struct Unlocked(Box<dyn TokenStore>);

struct NoLock;

impl StoreLock for NoLock {
    fn is_unsettled(&self) -> bool {
        false
    }

    fn begin(&self) {}

    fn settle(&self) {}
}

impl TokenStore for Unlocked {
    fn place(&self) -> &StorePlace {
        self.0.place()
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        self.0.load(key)
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        self.0.save(key, secret)
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        self.0.remove(key)
    }

    fn try_lock(&self, _key: &StoreKey) -> Result<LockAttempt, StoreError> {
        Ok(LockAttempt::Taken(Box::new(NoLock)))
    }
}
