//! The README is true: its commands run as printed, and its tables are those of the program.

use crate::{
    completions::generated,
    support::{Answer, Place, sign_in},
};
use gptauth::template::ci;
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A block of commands under a marker that says how to run it.
struct Block {
    how: String,
    commands: Vec<String>,
}

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md")
}

/// Returns the blocks of the quick start: `<!-- quick start[: how] -->`, then a fence.
fn blocks(readme: &str) -> Vec<Block> {
    readme
        .split("<!-- quick start")
        .skip(1)
        .map(|part| {
            let (how, rest) = part.split_once("-->").expect("a closed marker");
            let fence = rest.trim_start().strip_prefix("```console\n").expect("a console block");
            let (commands, _) = fence.split_once("```").expect("a closed block");
            Block {
                how: how.trim_start_matches(':').trim().to_owned(),
                commands: commands.lines().map(str::to_owned).collect(),
            }
        })
        .collect()
}

/// A shell that stays in its folder from line to line, with `gptauth` on its PATH.
struct Shell {
    place: Place,
    folder: String,
    secret: String,
}

impl Shell {
    fn command(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_gptauth")).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .current_dir(self.place.path().join(&self.folder))
            .env_clear()
            .env("HOME", self.place.home())
            .env("PATH", format!("{}:{path}", program.display()))
            .env("GPTAUTH_TOKEN_STORE", "file")
            .env("GPTAUTH_CLIENT_SECRET", &self.secret)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&mut self, line: &str) {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.folder = folder.to_owned();
            return;
        }
        let run = self.place.seen(self.command(line).output().expect("a shell"));
        assert_eq!(run.status, Some(0), "{line}\n{run}");
    }

    /// Runs a login: its browser cannot start here, so the page is visited from the printed URL.
    fn sign_in(&self, line: &str) {
        let mut child = self.command(line).spawn().expect("a shell");
        let mut stderr = BufReader::new(child.stderr.take().expect("its stderr"));
        let mut seen = String::new();
        let url = loop {
            let mut text = String::new();
            assert_ne!(stderr.read_line(&mut text).expect("a line"), 0, "{line}: no URL in\n{seen}");
            seen.push_str(&text);
            if let Some(at) = text.find("http://").filter(|_| text.contains("response_type=code")) {
                break text[at..].trim().to_owned();
            }
        };
        let alice = Answer::SignIn { username: "alice", password: "alice-demo-password" };
        assert!(sign_in(&url, alice).body.contains("close this window"));
        stderr.read_to_string(&mut seen).expect("the rest");
        assert!(child.wait().expect("its end").success(), "{line}\n{seen}");
    }
}

/// A process that ends with the test.
struct Background(Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn the_quick_start_works_as_printed() {
    let readme = readme();
    let blocks = blocks(&readme);
    assert!(blocks.len() >= 6, "the quick start has lost its markers");
    // The printed commands use fixed ports: one run at a time on this machine.
    let turn =
        std::fs::File::create(std::env::temp_dir().join("gptauth-quick-start.lock")).expect("a lock file");
    turn.lock().expect("a turn");
    let mut shell = Shell { place: Place::new(), folder: String::new(), secret: String::new() };
    let mut servers = None;
    for block in blocks {
        match block.how.as_str() {
            "server" => {
                let line = format!("exec {}", block.commands.join("; "));
                let mut child = Background(shell.command(&line).spawn().expect("a shell"));
                let mut stdout = BufReader::new(child.0.stdout.take().expect("its stdout"));
                let mut text = String::new();
                while shell.secret.is_empty() {
                    text.clear();
                    assert_ne!(
                        stdout.read_line(&mut text).expect("a line"),
                        0,
                        "the servers did not start: is port 4400 or 4401 taken?"
                    );
                    if let Some(secret) = text.trim().strip_prefix("client secret") {
                        shell.secret = secret.trim().to_owned();
                    }
                }
                servers = Some((child, stdout));
            }
            "sign in" => block.commands.iter().for_each(|line| shell.sign_in(line)),
            "" => block.commands.iter().for_each(|line| shell.run(line)),
            other => panic!("nobody knows how to run `{other}`"),
        }
    }
    assert!(servers.is_some(), "the quick start starts the servers");
}

/// Returns `text` with what stands between two markers replaced.
fn replaced(text: &str, marker: &str, content: &str) -> String {
    let (open, close) = (format!("<!-- {marker} -->"), format!("<!-- /{marker} -->"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("{open} is missing"));
    let (_, after) = rest.split_once(&close).unwrap_or_else(|| panic!("{close} is missing"));
    format!("{before}{open}\n{}\n{close}{after}", content.trim_end())
}

#[test]
fn the_generated_parts_are_up_to_date() {
    let story = Place::new().run(["demo"]).stdout;
    let picture = format!("```text\n$ gptauth demo\n{}\n```", steady(story.trim_end()));
    let readme = replaced(&readme(), "picture", &picture);
    let workflow = format!("```yaml\n{}```", ci::render(ci::Service::GitHub, "", None));
    let readme = replaced(&readme, "workflow", &workflow);
    let readme = replaced(&readme, "rules", &gptauth::catalog::markdown());
    let readme = replaced(&readme, "failures", &gptauth::catalog::failures());
    let readme = replaced(&readme, "requests", &gptauth::report::doctor::requests());
    generated("README.md", &readme);
}

/// Puts fixed ports, ids and times in place of those of a run, each of the same width.
fn steady(story: &str) -> String {
    let filters = [
        (r"127\.0\.0\.1:\d{5}/oidc", "127.0.0.1:44000/oidc"),
        (r"127\.0\.0\.1:\d{5}/api", "127.0.0.1:44001/api"),
        (r"127\.0\.0\.1:\d{5}/…", "127.0.0.1:44000/…"),
        (r"/items/[0-9a-f]{12}", "/items/5d3a1f0c9b7e"),
        (r"(?:[ \d]{3}\d ms|[ \d]{2}\d\.\d s)\n", "   1 ms\n"),
        (r"in [\d.]+ m?s\.", "in 90 ms."),
    ];
    filters.into_iter().fold(story.to_owned(), |story, (pattern, fixed)| {
        regex::Regex::new(pattern).expect("a pattern").replace_all(&story, fixed).into_owned()
    })
}

#[test]
fn the_exit_statuses_are_those_of_the_program() {
    use gptauth::cli::failure::ExitStatus;
    let readme = readme();
    for status in ExitStatus::ALL {
        let row = format!("| {} | {} |\n", status as u8, status.meaning());
        assert!(readme.contains(&row), "{row} is not in the table");
    }
}
