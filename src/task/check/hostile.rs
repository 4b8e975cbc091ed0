//! Every hostile document, with the answer it must get: a row for each file of `fixtures/hostile`.

#![expect(clippy::disallowed_methods, reason = "the fixtures are files")]

use super::*;
use crate::system::{ReadError, fake::World};
use Answer::{Accepted, Finds, NotText, Refused};
use std::{collections::BTreeSet, fs, thread};

/// What must come of a document.
enum Answer {
    /// It is read, and no error is found.
    Accepted,
    /// It is read, and these are among its findings.
    Finds(&'static [(&'static str, &'static str)]),
    /// It is no document, for this reason, which shows at this line and column.
    Refused(&'static str, &'static str),
    /// It is no UTF-8 from this byte on, and looks like something else.
    NotText(&'static str, usize),
}

/// The row of the fault matrix, the file, and its answer.
///
/// `schema-recursive.yaml` is legal OpenAPI; what is found in it is that the GPT editor refuses it.
/// The minimal documents of some rows have no operation, and the finding is that alone.
const ANSWERS: &[(&str, &str, Answer)] = &[
    ("S01", "yaml-bomb-9x8.yaml", Refused("the aliases stand for more than 1 million nodes", "7:10")),
    ("S01", "yaml-bomb-2x30.yaml", Refused("the aliases stand for more than 1 million nodes", "18:17")),
    ("S01", "yaml-self-alias.yaml", Refused("an alias stands inside of its own anchor", "1:8")),
    ("S02", "yaml-deep-flow.yaml", Refused("nested deeper than 256 levels", "1:260")),
    ("S02", "yaml-deep-block.yaml", Refused("nested deeper than 256 levels", "257:257")),
    ("S02", "json-deep.json", Refused("nested deeper than 256 levels", "1:1281")),
    ("S03", "yaml-dup-key.yaml", Finds(&[("GA101", "10:1")])),
    ("S03", "json-dup-key.json", Finds(&[("GA101", "1:73")])),
    ("S04", "yaml-tab.yaml", Refused("a tab is used for indentation", "2:1")),
    ("S05", "bom.yaml", Accepted),
    ("S05", "utf16.yaml", NotText("UTF-16", 0)),
    ("S05", "latin1.yaml", NotText("Latin-1 or Windows-1252", 204)),
    ("S06", "nul.yaml", Refused("the control character \\u{0} is not allowed here", "10:8")),
    ("S06", "c1-control.yaml", Finds(&[("GA102", "10:8")])),
    ("S06", "c1-control.json", Finds(&[("GA207", "1:113")])),
    ("S05", "crlf.yaml", Accepted),
    ("S07", "multi-doc.yaml", Refused("a second document starts here", "10:1")),
    ("S08", "empty.yaml", Refused("the file is empty", "1:1")),
    ("S08", "only-comment.yaml", Refused("the file holds only comments", "1:1")),
    ("S08", "scalar.yaml", Refused("the document is a single value, not a mapping", "1:1")),
    ("S08", "list.json", Refused("the document is a list, not a mapping", "1:1")),
    ("S08", "html.yaml", Refused("this is an HTML page, not an OpenAPI document", "1:1")),
    ("S08", "postman.json", Refused("this is a Postman collection, not an OpenAPI document", "1:9")),
    ("S09", "swagger2.json", Finds(&[("GA104", "1:12")])),
    ("S09", "openapi-float.yaml", Finds(&[("GA103", "1:10")])),
    ("S09", "openapi-32.yaml", Finds(&[("GA103", "1:10")])),
    ("S10", "trailing-comma.json", Finds(&[("GA113", "1:53")])),
    ("S11", "placeholder-flow.yaml", Finds(&[("GA406", "3:17")])),
    ("S11", "colon-in-plain.yaml", Refused("`: ` inside of a value without quotes", "8:17")),
    ("S11", "asterisk-plain.yaml", Refused("`*` starts an alias, and no such anchor exists", "8:16")),
    ("S12", "norway.yaml", Accepted),
    ("S12", "date-version.yaml", Accepted),
    ("S12", "int-response-keys.yaml", Accepted),
    ("S13", "ref-cycle-direct.yaml", Finds(&[("GA112", "10:24")])),
    ("S13", "ref-self.yaml", Finds(&[("GA112", "10:24")])),
    ("S13", "schema-recursive.yaml", Finds(&[("GA112", "10:24")])),
    ("S13", "ref-chain-10000.json", Finds(&[("GA207", "1:111")])),
    ("S14", "ref-unresolved.yaml", Finds(&[("GA109", "9:33")])),
    ("S14", "ref-no-slash.yaml", Finds(&[("GA110", "9:33")])),
    ("S14", "ref-weird-escape.yaml", Accepted),
    ("S15", "ref-passwd.yaml", Finds(&[("GA111", "9:33")])),
    ("S15", "ref-traversal.yaml", Finds(&[("GA111", "9:33")])),
    ("S15", "ref-file-url.yaml", Finds(&[("GA111", "9:33")])),
    ("S16", "ref-metadata-ip.yaml", Finds(&[("GA111", "9:33")])),
    ("S16", "ref-http-localhost.yaml", Finds(&[("GA111", "9:33")])),
    ("S17", "server-creds.yaml", Finds(&[("GA410", "3:17")])),
    ("S17", "server-javascript.yaml", Finds(&[("GA405", "3:17")])),
    ("S17", "server-crlf.yaml", Finds(&[("GA405", "3:17")])),
    ("S17", "server-idn.yaml", Finds(&[("GA413", "3:17")])),
    ("S17", "server-confusable-userinfo.yaml", Finds(&[("GA410", "3:17")])),
    ("S17", "server-backslash.yaml", Finds(&[("GA405", "3:17")])),
    ("S17", "server-ipv6-zone.yaml", Finds(&[("GA405", "3:17")])),
    ("S17", "server-port-99999.yaml", Finds(&[("GA405", "3:17")])),
    ("S18", "title-ansi.yaml", Accepted),
    ("S18", "opid-ansi.yaml", Finds(&[("GA230", "7:20")])),
    ("S18", "bidi.yaml", Accepted),
    ("S19", "opid-long.yaml", Finds(&[("GA230", "7:20")])),
    ("S20", "opid-shell.yaml", Finds(&[("GA230", "7:20")])),
    ("S20", "path-shell.yaml", Accepted),
    ("S21", "path-dotdot.yaml", Finds(&[("GA213", "5:3")])),
    ("S21", "path-param-slash.yaml", Accepted),
    ("S22", "header-param-crlf.yaml", Finds(&[("GA222", "9:27")])),
    ("S23", "huge-enum.json", Finds(&[("GA207", "1:111")])),
    ("S24", "desc-300-emoji.yaml", Finds(&[("GA202", "9:20")])),
    ("S24", "desc-301.yaml", Finds(&[("GA201", "9:20")])),
    ("S25", "ops-31.yaml", Finds(&[("GA206", "66:5")])),
    (
        "S26",
        "null-everywhere.yaml",
        Finds(&[("GA404", "3:1"), ("GA106", "4:13"), ("GA204", "4:24"), ("GA106", "4:29")]),
    ),
    (
        "S26",
        "wrong-types.yaml",
        Finds(&[("GA404", "3:1"), ("GA107", "5:13"), ("GA107", "6:11"), ("GA107", "7:7")]),
    ),
    ("S26", "oauth-flow-strings.yaml", Finds(&[("GA107", "10:96"), ("GA107", "10:99"), ("GA107", "10:114")])),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile")
}

/// Checks a file in a world that holds nothing but it, and refuses every request.
fn checked(file: &str) -> Result<CheckOutcome, CheckError> {
    let world = World::new();
    world.set_file(file, fs::read(folder().join(file)).unwrap());
    world.set_file("/etc/passwd", "x: 1");
    world.set_file("/etc/hostname", "a: 1");
    let outcome = check(&world.system(), Some(Path::new(file)), None, None);
    assert!(world.requests().is_empty(), "{file} reached for the network");
    if let Ok(outcome) = &outcome {
        assert_eq!(outcome.document.files().count(), 1, "{file} drew in another file");
    }
    outcome
}

/// Returns the codes of what was found, with line and column.
fn found(outcome: &CheckOutcome) -> Vec<(&'static str, String)> {
    let place = |diagnostic: &Diagnostic| {
        let location = diagnostic.location.as_ref().unwrap();
        let position = outcome.text(location.file).unwrap().position(location.span.start);
        (diagnostic.kind.code, format!("{}:{}", position.line, position.column))
    };
    outcome.diagnostics.iter().map(place).collect()
}

/// Holds every file of a row to its answer.
fn answers(row: &str) {
    let rows: Vec<_> = ANSWERS.iter().filter(|(own, ..)| *own == row).collect();
    assert!(!rows.is_empty(), "{row} has no file");
    for (_, file, expected) in rows {
        match (expected, checked(file)) {
            (Accepted, Ok(outcome)) => {
                assert_eq!(outcome.count(Severity::Error), 0, "{file}: {:?}", found(&outcome));
            }
            (Finds(expected), Ok(outcome)) => {
                let found = found(&outcome);
                for (code, place) in *expected {
                    assert!(found.contains(&(code, (*place).to_owned())), "{file}: {found:?}");
                }
                // Work and words stay in proportion to the document.
                assert!(found.len() <= 50, "{file} has {} findings", found.len());
            }
            (Refused(words, place), Err(CheckError::Document(DocumentError::Parse(error)))) => {
                let position = error.position();
                assert_eq!(error.fault().to_string(), *words, "{file}");
                assert_eq!(format!("{}:{}", position.line, position.column), *place, "{file}");
                assert!(!error.fault().hint().is_empty());
            }
            (
                NotText(expected, at),
                Err(CheckError::Document(DocumentError::Read(ReadError::Encoding {
                    offset, encoding, ..
                }))),
            ) => assert_eq!((encoding, offset), (*expected, *at), "{file}"),
            (_, Ok(outcome)) => panic!("{file} was read: {:?}", found(&outcome)),
            (_, Err(error)) => panic!("{file} was refused: {error}"),
        }
    }
}

#[test]
fn every_file_of_the_corpus_is_in_the_table_with_its_row() {
    let index = fs::read_to_string(folder().join("index.tsv")).unwrap();
    let listed: BTreeSet<_> = index
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            let (file, row) = (cells.next().unwrap(), cells.next().unwrap());
            (row.to_owned(), file.to_owned())
        })
        .collect();
    let answered: BTreeSet<_> =
        ANSWERS.iter().map(|(row, file, _)| ((*row).to_owned(), (*file).to_owned())).collect();
    assert_eq!(listed, answered);
    for file in fs::read_dir(folder()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name == "index.tsv" || ANSWERS.iter().any(|(_, file, _)| *file == name), "{name}");
    }
}

#[test]
fn s01_alias_bombs_of_the_corpus_have_their_answers() {
    answers("S01");
}

#[test]
fn s02_nesting_without_end_of_the_corpus_have_their_answers() {
    answers("S02");
}

#[test]
fn s03_keys_that_come_twice_of_the_corpus_have_their_answers() {
    answers("S03");
}

#[test]
fn s04_tabs_of_the_corpus_have_their_answers() {
    answers("S04");
}

#[test]
fn s05_encodings_and_line_ends_of_the_corpus_have_their_answers() {
    answers("S05");
}

#[test]
fn s06_control_characters_of_the_corpus_have_their_answers() {
    answers("S06");
}

#[test]
fn s07_a_second_document_of_the_corpus_have_their_answers() {
    answers("S07");
}

#[test]
fn s08_what_is_no_document_of_the_corpus_have_their_answers() {
    answers("S08");
}

#[test]
fn s09_other_versions_of_the_corpus_have_their_answers() {
    answers("S09");
}

#[test]
fn s10_json_that_is_not_strict_of_the_corpus_have_their_answers() {
    answers("S10");
}

#[test]
fn s11_values_that_want_quotes_of_the_corpus_have_their_answers() {
    answers("S11");
}

#[test]
fn s12_yaml_1_1_traps_of_the_corpus_have_their_answers() {
    answers("S12");
}

#[test]
fn s13_references_in_circles_and_chains_of_the_corpus_have_their_answers() {
    answers("S13");
}

#[test]
fn s14_references_to_nothing_of_the_corpus_have_their_answers() {
    answers("S14");
}

#[test]
fn s15_references_out_of_the_folder_of_the_corpus_have_their_answers() {
    answers("S15");
}

#[test]
fn s16_references_to_the_network_of_the_corpus_have_their_answers() {
    answers("S16");
}

#[test]
fn s17_server_urls_of_the_corpus_have_their_answers() {
    answers("S17");
}

#[test]
fn s18_what_steers_a_terminal_of_the_corpus_have_their_answers() {
    answers("S18");
}

#[test]
fn s19_names_without_end_of_the_corpus_have_their_answers() {
    answers("S19");
}

#[test]
fn s20_shell_characters_of_the_corpus_have_their_answers() {
    answers("S20");
}

#[test]
fn s21_paths_that_climb_of_the_corpus_have_their_answers() {
    answers("S21");
}

#[test]
fn s22_headers_that_smuggle_of_the_corpus_have_their_answers() {
    answers("S22");
}

#[test]
fn s23_large_enumerations_of_the_corpus_have_their_answers() {
    answers("S23");
}

#[test]
fn s24_texts_at_the_limit_of_the_corpus_have_their_answers() {
    answers("S24");
}

#[test]
fn s25_one_operation_too_many_of_the_corpus_have_their_answers() {
    answers("S25");
}

#[test]
fn s26_wrong_types_of_the_corpus_have_their_answers() {
    answers("S26");
}

#[test]
fn s03_the_operations_of_both_are_judged_where_paths_come_twice() {
    let text = "\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /a:
    get: {summary: s, responses: {200: {description: ok}}}
paths:
  /b:
    get: {summary: s, responses: {200: {description: ok}}}
";
    let outcome = CheckOutcome::of(Document::parse(Source::new("openapi.yaml", text)).unwrap(), None);
    let missing = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.kind.code == "GA204").count();
    assert_eq!((missing, outcome.operations.len()), (2, 2));
}

#[test]
fn s29_checks_at_the_same_time_see_the_same() {
    let text = fs::read_to_string(folder().join("wrong-types.yaml")).unwrap();
    let one = || {
        let text = text.clone();
        thread::spawn(move || {
            let document = Document::parse(Source::new("openapi.yaml", text)).unwrap();
            found(&CheckOutcome::of(document, None))
        })
    };
    let threads: Vec<_> = (0..4).map(|_| one()).collect();
    let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}
