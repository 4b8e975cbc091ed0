//! The pages of findings, for a terminal.

use super::{diagnostics::wrapped, styles::Styles};
use crate::diagnostic::{Kind, Severity};
use std::io::{self, Write};

const WIDTH: usize = 80;

/// Writes the page of a kind of finding: its title, what stands in the page, and what is known.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn page(kind: &Kind, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let word = severity(kind.severity, styles);
    writeln!(
        out,
        "{}  {word}, {}\n",
        styles.strong(format!("{} {}", kind.code, kind.name)),
        kind.outcome_words()
    )?;
    for block in blocks(kind.page) {
        match block {
            Block::Heading(text) => writeln!(out, "{}", styles.strong(text))?,
            Block::Text(text) => writeln!(out, "  {}\n", indented(&text, 2))?,
            Block::Item(text) => writeln!(out, "  - {}\n", indented(&text, 4))?,
            Block::Code(lines) => {
                lines.iter().try_for_each(|line| writeln!(out, "      {}", styles.typed(line)))?;
                writeln!(out)?;
            }
        }
    }
    if let Some(says) = kind.says {
        writeln!(out, "{}\n  \"{says}\"\n", styles.strong("ChatGPT says"))?;
    }
    let basis = kind.basis;
    let basis = format!("{}, read {}: {}", basis.confidence.words(), basis.read, basis.source);
    writeln!(out, "{}\n  {}", styles.strong("How it is known"), indented(&basis, 2))
}

/// Writes all kinds, one line each.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn list<'k>(
    kinds: impl Iterator<Item = &'k Kind>,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    for kind in kinds {
        let padding = " ".repeat("warning".len() - kind.severity.word().len());
        let severity = severity(kind.severity, styles);
        let (code, name, outcome) = (styles.strong(kind.code), kind.name, kind.outcome_words());
        writeln!(out, "{code}  {severity}{padding}  {name:34}  {outcome}")?;
    }
    Ok(())
}

/// The parts of a page. Pages are ours: they use no more of Markdown than this.
enum Block<'a> {
    Heading(&'a str),
    Text(String),
    Item(String),
    Code(Vec<&'a str>),
}

/// Returns the parts of a page after its title.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().skip(1).peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            blocks.push(Block::Code(lines.by_ref().take_while(|line| !line.starts_with("```")).collect()));
        } else if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(heading));
        } else if !line.is_empty() {
            let mut text = line.strip_prefix("- ").unwrap_or(line).to_owned();
            let goes_on =
                |next: &&str| !(next.is_empty() || next.starts_with("- ") || next.starts_with("```"));
            while let Some(next) = lines.next_if(goes_on) {
                text = text + " " + next.trim();
            }
            blocks.push(if line.starts_with("- ") { Block::Item(text) } else { Block::Text(text) });
        }
    }
    blocks
}

/// Returns a text whose lines fit behind a margin, the first of which is already written.
fn indented(text: &str, margin: usize) -> String {
    wrapped(text, WIDTH - margin).replace('\n', &format!("\n{}", " ".repeat(margin)))
}

fn severity(severity: Severity, styles: Styles) -> String {
    match severity {
        Severity::Error => styles.error(severity.word()),
        Severity::Warning => styles.warning(severity.word()),
        Severity::Note => styles.hint(severity.word()),
    }
}
