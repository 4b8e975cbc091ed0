//! The smoke test: next to a chain of requests that somebody wrote by hand, next to a fuzzer that also
//! reads the document, against the least time that a slow API allows, and by how much it grows.

use crate::{
    Place,
    measure::{self, Measured, Peer, Program},
    table::{Goal, Row},
    test_server::{self, ACCESS_TOKEN, Api},
};
use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

const ROUNDS: usize = 50;
/// The fuzzer takes its time.
const FUZZER_ROUNDS: usize = 5;
/// How many operations the slow API has, how slow it is, and how many calls are made at a time.
const MANY: usize = 1_000;
const LATENCY: Duration = Duration::from_millis(20);
const JOBS: usize = 16;
/// What a test may take beyond what planning it takes, however many calls it makes: for the network, and
/// for the rows of its reports that are not in their files yet.
const BEYOND: u64 = 8 * 1024 * 1024;

const INSTALL: &str = "not installed: benches/install-peers.sh";

/// Rows that are measured together.
type Rows = fn(&Place) -> Result<Vec<Row>, Box<dyn Error>>;

/// The groups of rows, by the names that they can be asked for with.
const GROUPS: [(&str, Rows); 3] = [("test-agenda", agenda), ("test-slow", slow), ("test-growth", growth)];

/// The rows of the groups that are wanted, `test` being all of them.
pub(crate) fn rows(place: &Place, wanted: impl Fn(&str) -> bool) -> Vec<Row> {
    let groups = GROUPS.iter().filter(|(name, _)| wanted("test") || wanted(name));
    let rows = groups.map(|(name, group)| {
        let failed = |error: Box<dyn Error>| {
            vec![Row::new(*name, Measured::failed(&error.to_string()), None, Goal::None)]
        };
        group(place).unwrap_or_else(failed)
    });
    rows.flatten().collect()
}

/// The agenda's five operations, with a JUnit report: by us, by Hurl, by Schemathesis.
fn agenda(place: &Place) -> Result<Vec<Row>, Box<dyn Error>> {
    let api = Api::start(Duration::ZERO)?;
    let folder = project(place, "test-agenda", &api, None)?;
    let report = folder.join("ours.xml");
    let ours = tester(place, &folder, &["--write", "--report", &format!("junit={}", report.display())]);
    let ours = ours.replaces(&report);
    api.requests();
    ours.time()?;
    let requests = api.requests();
    let mut rows = Vec::new();

    let chain = folder.join("agenda.hurl");
    fs::write(&chain, chain_of_five(&api))?;
    let report = folder.join("hurl.xml");
    let arguments = ["--test", "--report-junit", &report.display().to_string(), &chain.display().to_string()];
    let hurl = peer(place, "Hurl", "hurl/bin/hurl", &arguments).map(|hurl| hurl.replaces(&report));
    let (measured, peer_runs) = measure::side_by_side(&ours, hurl.as_ref(), ROUNDS);
    let work = format!("test --write of the agenda, JUnit: {requests} requests, Hurl's 5");
    rows.push(Row::new(work, measured, Some(or_missing("Hurl", peer_runs)), Goal::TimesPeer(2.0)));

    let document = folder.join("openapi.json").display().to_string();
    let bearer = format!("Authorization: Bearer {ACCESS_TOKEN}");
    let report = folder.join("schemathesis.xml");
    let (url, path) = (api.url(), report.display().to_string());
    let checks = "not_a_server_error,status_code_conformance,response_schema_conformance";
    let arguments = [
        &["run", "--url", &url, "--header", &bearer, "--phases", "fuzzing", "--mode", "positive"][..],
        &["--max-examples", "1", "--checks", checks, "--report", "junit", "--report-junit-path", &path],
        &["--generation-database", "none", "--no-color", &document],
    ];
    let fuzzer = peer(place, "Schemathesis", "schemathesis/bin/st", &arguments.concat());
    let fuzzer = fuzzer.map(|fuzzer| fuzzer.replaces(&report).directory(&folder).may_find());
    let (measured, peer_runs) = measure::side_by_side(&ours, fuzzer.as_ref(), FUZZER_ROUNDS);
    let peer_runs = or_missing("Schemathesis", peer_runs);
    let work = "the same, next to one example an operation, 3 checks";
    rows.push(Row::new(work, measured, Some(peer_runs), Goal::TimesPeer(1.0 / 20.0)));
    Ok(rows)
}

/// Many operations of an API that thinks about each answer, against the least time for all of them.
fn slow(place: &Place) -> Result<Vec<Row>, Box<dyn Error>> {
    let api = Api::start(LATENCY)?;
    let folder = project(place, "test-slow", &api, Some(MANY))?;
    let ours = tester(place, &folder, &["--jobs", &JOBS.to_string()]);
    ours.time()?;
    let requests = api.requests();
    let (measured, _) = measure::side_by_side(&ours, None, 3);
    let ideal = Measured::of(vec![api.least(requests, JOBS)], None);
    let (latency, work) = (LATENCY.as_millis(), "operations");
    let work = format!("test of {MANY} {work} at {latency} ms, {JOBS} jobs: {requests} requests");
    Ok(vec![Row::new(work, measured, Some(("ideal", ideal)), Goal::TimesPeer(1.2))])
}

/// What a test with two reports takes beyond what planning it takes: the document and the plan are in the
/// memory of both.
fn growth(place: &Place) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for operations in [100, 1_000, 10_000] {
        let api = Api::start(Duration::ZERO)?;
        let folder = project(place, &format!("test-{operations}"), &api, Some(operations))?;
        let plan = measure::once(&tester(place, &folder, &["--plan"]));
        plan.median?;
        let jobs = JOBS.to_string();
        let reports = ["--report", "junit=report.xml", "--report", "json=report.json"];
        let ours = tester(place, &folder, &[&["--jobs", &jobs], &reports[..]].concat());
        let mut measured = measure::once(&ours);
        // It runs once for its time and once for its memory.
        let calls = api.requests() / 2;
        let (own, planned) = measured.memory.zip(plan.memory).ok_or("no GNU time")?;
        measured.memory = Some(own.saturating_sub(planned));
        let planned = planned / 1024 / 1024;
        let work = format!(
            "test of {operations} operations, JUnit and JSON: {calls} calls, beyond --plan's {planned} MiB"
        );
        rows.push(Row::new(work, measured, None, Goal::None).within_memory(BEYOND));
    }
    Ok(rows)
}

/// Writes a project for `api`: of the agenda, or of so many operations.
fn project(place: &Place, name: &str, api: &Api, operations: Option<usize>) -> io::Result<PathBuf> {
    let folder = place.home.join(name);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("gptauth.toml"), api.project_file())?;
    let document = match operations {
        Some(operations) => test_server::document(operations),
        None => agenda_document().map_err(io::Error::other)?,
    };
    fs::write(folder.join("openapi.json"), document)?;
    Ok(folder)
}

/// The document that `init` writes, without the addresses that it would ask for.
fn agenda_document() -> Result<String, Box<dyn Error + Send + Sync>> {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/agenda.yaml");
    let template = fs::read_to_string(template)?.replace("{{title}}", "Agenda");
    let document: serde_json::Value =
        serde_yaml::from_str(&template.replace("{{server}}", "https://api.example.com/api"))?;
    Ok(document.to_string())
}

fn tester(place: &Place, folder: &Path, arguments: &[&str]) -> Program {
    let program = place.gptauth(&[&["test"], arguments].concat()).directory(folder);
    program.environment("GPTAUTH_ACCESS_TOKEN", ACCESS_TOKEN)
}

/// A peer that `benches/install-peers.sh` has installed, or that is on the PATH.
fn peer(place: &Place, name: &'static str, path: &str, arguments: &[&str]) -> Option<Program> {
    let file = Path::new(path).file_name()?.to_str()?;
    let executable = std::env::current_exe().ok()?;
    let installed = executable.ancestors().nth(3)?.join("peers").join(path);
    let path = if installed.is_file() { installed } else { measure::find(file)? };
    Some(Program::new(name, path).arguments(arguments).environment("HOME", &place.home.display().to_string()))
}

fn or_missing(name: &'static str, peer: Option<Peer>) -> Peer {
    peer.unwrap_or_else(|| (name, Measured::failed(INSTALL)))
}

/// The chain as a user of Hurl writes it: list, create, read, update, delete.
fn chain_of_five(api: &Api) -> String {
    let (url, bearer) = (api.url(), format!("Authorization: Bearer {ACCESS_TOKEN}"));
    let json = "Content-Type: application/json";
    format!(
        r#"GET {url}/items
{bearer}
HTTP 200
[Asserts]
jsonpath "$" isCollection

POST {url}/items
{bearer}
{json}
{{"date": "2026-12-01", "text": "sample"}}
HTTP 201
[Captures]
id: jsonpath "$.id"
[Asserts]
jsonpath "$.text" == "sample"

GET {url}/items/{{{{id}}}}
{bearer}
HTTP 200
[Asserts]
jsonpath "$.date" == "2026-12-01"
jsonpath "$.text" == "sample"

PATCH {url}/items/{{{{id}}}}
{bearer}
{json}
{{"text": "changed"}}
HTTP 200
[Asserts]
jsonpath "$.text" == "changed"

DELETE {url}/items/{{{{id}}}}
{bearer}
HTTP 204
"#
    )
}
