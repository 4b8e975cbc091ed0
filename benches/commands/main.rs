//! How long the commands take, side by side with a peer where one is installed.
//!
//! `cargo bench` builds with the release profile and prints one table: medians, ratios, and the
//! goals they are held against. A time never makes it fail; a command that does not do its work
//! stands in the table as that.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the program from outside")]

mod doctor;
mod large;
mod measure;
mod server;
mod sign_in;
mod table;
mod test;
mod test_server;

use measure::{Measured, Program};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};
use table::{Goal, Row};

const GPTAUTH: &str = env!("CARGO_BIN_EXE_gptauth");

/// Measures everything, in the order of the table, or the parts that are named: `cargo bench -- sign-in`.
///
/// Called with `--floor KIND FILE` it is a floor itself: a process that only reads the file.
fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, kind, path] = arguments.as_slice()
        && flag == "--floor"
    {
        large::floor(kind, path)?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = tempfile::tempdir()?;
    let place = Place::new(folder.path())?;
    // cargo adds flags of its own.
    let named: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| *name == part);
    let mut rows = Vec::new();
    if wanted("commands") {
        rows.extend([start_up(&place), check(&place), call(&place), demo(&place), servers(&place)]);
    }
    if wanted("sign-in") {
        rows.extend([sign_in::token(&place), sign_in::login(&place), sign_in::idle(&place)]);
    }
    if wanted("doctor") {
        rows.push(doctor::doctor(&place));
    }
    rows.extend(test::rows(&place, wanted));
    if wanted("large") {
        rows.extend(large::github(&place)?);
        rows.extend(large::growth(&place)?);
    }
    Ok(table::print(&rows))
}

/// A home, a project folder and a token store of this run.
struct Place {
    home: PathBuf,
    project: PathBuf,
}

impl Place {
    fn new(folder: &Path) -> std::io::Result<Self> {
        let place = Self { home: folder.join("home"), project: folder.join("project") };
        fs::create_dir_all(&place.home)?;
        fs::create_dir_all(&place.project)?;
        Ok(place)
    }

    fn gptauth(&self, arguments: &[&str]) -> Program {
        let store = format!("file:{}", self.home.join("tokens").display());
        Program::new("gptauth", GPTAUTH)
            .arguments(arguments)
            .directory(&self.project)
            .environment("HOME", &self.home.display().to_string())
            .environment("GPTAUTH_TOKEN_STORE", &store)
            .environment("GPTAUTH_CLIENT_SECRET", server::CLIENT_SECRET)
    }
}

fn start_up(place: &Place) -> Row {
    let peer = Program::installed("xh", &["--version"]).or_else(|| Program::installed("true", &[]));
    let (ours, peer) = measure::side_by_side(&place.gptauth(&["--version"]), peer.as_ref(), 200);
    Row::new("gptauth --version", ours, peer, Goal::Within(Duration::from_millis(5)))
}

fn check(place: &Place) -> Row {
    let schema = place.home.join("agenda/openapi.yaml").display().to_string();
    let folder = place.home.join("agenda").display().to_string();
    let template = place.gptauth(&["init", &folder, "--template", "agenda", "--yes"]);
    let (ours, peer) = match template.time() {
        Ok(_) => {
            let peer = Program::installed("redocly", &["lint", &schema]);
            measure::side_by_side(&place.gptauth(&["check", &schema]), peer.as_ref(), 100)
        }
        Err(reason) => (Measured::failed(&reason), None),
    };
    Row::new("check of the agenda template", ours, peer, Goal::Within(Duration::from_millis(10)))
        .within_memory(20 * 1024 * 1024)
}

fn call(place: &Place) -> Row {
    let (ours, peer) = signed_in(place).map_or_else(
        |error| (Measured::failed(&error.to_string()), None),
        |server| {
            let bearer = format!("Authorization: Bearer {}", server::ACCESS_TOKEN);
            let peer = Program::installed("curl", &["-s", "-H", &bearer, &server.items()]);
            measure::side_by_side(&place.gptauth(&["call", "listItems"]), peer.as_ref(), 100)
        },
    );
    Row::new("call listItems, stored token", ours, peer, Goal::TimesPeer(3.0)).within_memory(25 * 1024 * 1024)
}

/// Writes a project for a server of this process, and signs in there.
fn signed_in(place: &Place) -> Result<server::Server, Box<dyn Error>> {
    let server = server::Server::start()?;
    fs::write(place.project.join("gptauth.toml"), server.project_file())?;
    fs::write(place.project.join("openapi.yaml"), server::SCHEMA)?;
    server.sign_in(&place.gptauth(&["login", "--no-browser"]))?;
    Ok(server)
}

fn demo(place: &Place) -> Row {
    let (ours, _) = measure::side_by_side(&place.gptauth(&["demo"]), None, 10);
    Row::new("demo, the whole tour", ours, None, Goal::Within(Duration::from_secs(3)))
}

fn servers(place: &Place) -> Row {
    let measured = first_answers(place).unwrap_or_else(|error| Measured::failed(&error.to_string()));
    Row::new("demo serve, start to first answer", measured, None, Goal::Within(Duration::from_millis(20)))
}

fn first_answers(place: &Place) -> Result<Measured, Box<dyn Error>> {
    let times = (0..20).map(|_| server::first_answer(place)).collect::<Result<_, _>>()?;
    Ok(Measured::of(times, None))
}
