use super::*;
use std::collections::BTreeMap;

/// Every finding on the published documents was read by a person; the snapshot says which there are.
/// A new line in it is a false alarm until somebody has looked at the document.
#[test]
fn published_documents_have_the_findings_that_were_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/gpt-actions");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no documents in {}", folder.display());
        return;
    };
    let mut reviewed = BTreeMap::new();
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".tsv") {
            continue;
        }
        let findings = match Document::parse(Source::new(&*name, std::fs::read_to_string(&path).unwrap())) {
            Ok(document) => lines(&document),
            Err(error) => format!(" unreadable:{}", error.position().line),
        };
        reviewed.insert(name, findings);
    }
    let shown: String = reviewed.iter().map(|(name, findings)| format!("{name}{findings}\n")).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("corpus", shown));
}

/// Returns the codes of a document, each with the lines that it is found in.
fn lines(document: &Document) -> String {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for diagnostic in run(document, None) {
        let start = diagnostic.location.as_ref().unwrap().span.start;
        let line = document.source().position(start).line.to_string();
        lines.entry(diagnostic.kind.code).or_default().push(line);
    }
    lines.iter().map(|(code, lines)| format!(" {code}:{}", lines.join(","))).collect()
}
