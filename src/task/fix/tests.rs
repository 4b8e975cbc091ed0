#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use super::*;
use crate::{source::Source, system::fake::World};

const BROKEN: &str = "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      summary: List\n";
const FIXED: &str = "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: getA\n      summary: List\n";

fn outcome(text: &str) -> CheckOutcome {
    CheckOutcome::of(Document::parse(Source::new("openapi.yaml", text)).unwrap(), None)
}

#[test]
fn what_is_found_is_mended_and_not_found_again() {
    let found = outcome(BROKEN);
    let repairs: Vec<_> =
        found.diagnostics.iter().filter(|one| one.repair.is_some()).map(|one| one.kind.name).collect();
    assert_eq!(repairs, ["operation-id-missing"]);
    let fixed = fix(found, false, &|_| true);
    assert_eq!(fixed.after(), FIXED);
    assert!(fixed.is_changed());
    assert!(fixed.check.diagnostics.iter().all(|one| one.repair.is_none()));
    assert!(!fix(outcome(FIXED), true, &|_| true).is_changed());
}

#[test]
fn what_is_not_wanted_is_left() {
    let fixed = fix(outcome(BROKEN), true, &|one| one.kind.name != "operation-id-missing");
    assert!(!fixed.is_changed());
    assert_eq!(fixed.after(), BROKEN);
}

#[test]
fn what_the_project_accepts_is_left() {
    let project = "schema = 'openapi.yaml'\n[[check.accept]]\nrule = 'operation-id-missing'\nreason = 'r'\n";
    let project = Project::parse(Source::new("gptauth.toml", project), "", None).unwrap();
    let found =
        CheckOutcome::of(Document::parse(Source::new("openapi.yaml", BROKEN)).unwrap(), Some(project));
    assert!(!fix(found, true, &|_| true).is_changed());
}

#[test]
fn s28_a_file_that_cannot_be_written_keeps_its_bytes() {
    let world = World::new();
    world.set_file("openapi.yaml", BROKEN);
    world.make_read_only();
    let fixed = fix(outcome(BROKEN), false, &|_| true);
    let error = write(&world.system(), Path::new("openapi.yaml"), &fixed);
    assert!(matches!(error, Err(FixError::Write { .. })), "{error:?}");
    assert_eq!(world.file("openapi.yaml").as_deref(), Some(BROKEN));
}

#[test]
fn s29_a_file_that_changed_meanwhile_is_not_written_over() {
    let world = World::new();
    world.set_file("openapi.yaml", "openapi: 3.1.0 # mine\n");
    let fixed = fix(outcome(BROKEN), false, &|_| true);
    let error = write(&world.system(), Path::new("openapi.yaml"), &fixed);
    assert!(matches!(error, Err(FixError::Changed { .. })), "{error:?}");
    assert_eq!(world.file("openapi.yaml").as_deref(), Some("openapi: 3.1.0 # mine\n"));
}

#[test]
fn an_address_is_never_written_to() {
    let fixed = fix(outcome(BROKEN), false, &|_| true);
    let error = write(&World::new().system(), Path::new("https://api.example.com/openapi.yaml"), &fixed);
    assert!(matches!(error, Err(FixError::Address)), "{error:?}");
}

/// Returns the documents below a folder.
fn documents(folder: &Path) -> Vec<(PathBuf, Document)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path)
            && let Ok(document) = Document::parse(Source::new("x", text))
        {
            found.push((path, document));
        }
    }
    found
}

/// Checks that what was mended is not found again, and that there is nothing left to mend.
fn comes_clean(documents: Vec<(PathBuf, Document)>) -> BTreeSet<&'static str> {
    let mut mended = BTreeSet::new();
    for (path, document) in documents {
        let found = CheckOutcome::of(document, None);
        let fixable = found.diagnostics.iter().filter(|one| one.repair.is_some());
        let fixable: BTreeSet<_> = fixable.map(|one| one.kind.name).collect();
        let fixed = fix(found, true, &|_| true);
        let left = fixed.check.diagnostics.iter().filter(|one| one.repair.is_some());
        let left: Vec<_> = left.map(|one| (one.kind.name, &one.message)).collect();
        assert!(left.is_empty(), "{}: {left:?}\n{}", path.display(), fixed.after());
        assert_eq!(!fixable.is_empty(), fixed.is_changed(), "{}", path.display());
        mended.extend(fixed.check.fixed.iter().map(|one| one.mends.finding()));
    }
    mended
}

#[test]
fn a_fixed_document_is_clean_of_what_was_fixed() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mended = comes_clean(documents(&fixtures));
    // The long texts of the fixtures have no sentence to end with.
    let texts = [Mends::OperationText, Mends::ParameterText];
    let shown = |mends: &&Mends| texts.contains(mends) || mended.contains(mends.finding());
    let never: Vec<_> = Mends::ALL.iter().filter(|mends| !shown(mends)).collect();
    assert!(never.is_empty(), "no fixture shows {never:?}");
}

#[test]
fn documents_in_use_come_clean_of_what_was_fixed() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let documents = documents(&corpus);
    if documents.is_empty() {
        eprintln!("skipped: no documents in {}", corpus.display());
        return;
    }
    assert!(!comes_clean(documents).is_empty());
}
