//! A check for people.

use super::{View, verdict_words};
use crate::{
    report::{diagnostics, escape, styles::Styles},
    task::check::{JudgedOperation, Verdict},
};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// How wide a line may be, in characters.
const WIDTH: usize = 80;

/// How many findings of one kind are shown.
const SHOWN: usize = 10;

/// How many operations the table shows.
const ROWS: usize = 40;

/// How wide a name and a path may be in it, in characters.
const NAME: usize = 28;
const PATH: usize = 28;

/// Writes the findings, the operations as the editor would list them, and what follows from both.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(view: &View<'_>, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &view.findings {
        let count = counts.entry(diagnostic.kind.code).or_default();
        *count += 1;
        if *count <= SHOWN {
            diagnostics::text(diagnostic, |file| view.outcome.text(file), styles, out)?;
        }
    }
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        let more = styles.strong(format!("… and {} more of {code}", count - SHOWN));
        writeln!(out, "{more}; `--format concise` lists them all\n")?;
    }
    table(view, styles, out)?;
    let found = view.found();
    let fits = found.chars().count() + ": ".len() + view.follows().chars().count() <= WIDTH;
    let gap = if fits { " " } else { "\n" };
    writeln!(out, "{found}:{gap}{}", follows(view, styles))?;
    view.unreported().map_or(Ok(()), |unreported| writeln!(out, "{unreported}"))
}

fn follows(view: &View<'_>, styles: Styles) -> String {
    let follows = view.follows();
    match view.outcome.verdict() {
        Verdict::Accepted => styles.good(follows),
        Verdict::Warned => styles.warning(follows),
        Verdict::FailsWhenCalled | Verdict::Dropped | Verdict::Refused => styles.error(follows),
    }
}

fn table(view: &View<'_>, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let operations = &view.outcome.operations;
    let rows = operations.get(..ROWS.min(operations.len())).unwrap_or_default();
    if rows.is_empty() {
        return Ok(());
    }
    let width = |text: &dyn Fn(&JudgedOperation) -> String| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or_default()
    };
    let (names, methods, paths) =
        (width(&name), width(&|row: &JudgedOperation| row.method.to_owned()), width(&path));
    let refused = |row: &JudgedOperation| row.verdict == Verdict::Refused;
    // Where the document is refused for something else, there would be no list yet.
    let heading = if view.outcome.verdict() == Verdict::Refused && !operations.iter().any(refused) {
        "Operations as the GPT editor would list them once it accepts the document"
    } else {
        "Operations as the GPT editor would list them"
    };
    writeln!(out, "{}", styles.strong(heading))?;
    for row in rows {
        let left = WIDTH.saturating_sub("  ".len() * 4 + names + methods + paths);
        let (name, method, path) = (name(row), row.method, path(row));
        let verdict = verdict(view, row, left, styles);
        writeln!(out, "  {name:names$}  {method:methods$}  {path:paths$}  {verdict}")?;
    }
    let more = operations.len() - rows.len();
    if more > 0 {
        writeln!(out, "  … and {more} more; `--format json` lists them all")?;
    }
    writeln!(out)
}

fn name(row: &JudgedOperation) -> String {
    row.operation_id.as_deref().map_or_else(|| "(no name)".to_owned(), |name| escape::excerpt(name, NAME))
}

fn path(row: &JudgedOperation) -> String {
    escape::excerpt(&row.path, PATH)
}

/// Returns what becomes of an operation and why: the codes, and the name of the rule where it is one
/// and `width` characters hold it.
fn verdict(view: &View<'_>, row: &JudgedOperation, width: usize, styles: Styles) -> String {
    let words = verdict_words(row.verdict);
    let why = view.codes(row).join(", ");
    let name = view.reasons(row).next().map(|reason| reason.kind.name).filter(|_| why.len() == "GA000".len());
    let why = match name {
        Some(name) if words.len() + ": ".len() + why.len() + " ".len() + name.len() <= width => {
            format!("{why} {name}")
        }
        _ => why,
    };
    match row.verdict {
        Verdict::Accepted if why.is_empty() && !row.not_counted.is_empty() => {
            styles.hint(format!("not counted: {}", row.not_counted.join(", ")))
        }
        Verdict::Accepted if why.is_empty() => styles.good(words),
        Verdict::Accepted => format!("{}: {why}", styles.good(words)),
        Verdict::Warned => format!("{}: {why}", styles.warning(words)),
        Verdict::FailsWhenCalled | Verdict::Dropped | Verdict::Refused => {
            format!("{}: {why}", styles.error(words))
        }
    }
}
