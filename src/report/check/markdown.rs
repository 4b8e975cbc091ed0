//! A check as Markdown, for a job summary or a comment.
//!
//! Nothing from the document may become markup: what stands in backticks is a code span, the rest is
//! escaped (GitHub Flavored Markdown §6.1, §4.10).

use super::{Root, View, verdict_words};
use crate::{
    diagnostic::{Diagnostic, Severity},
    report::{escape, outlook::sentence},
    task::check::Verdict,
};
use std::io::{self, Write};

/// How many findings and operations are listed: a job summary may have one mebibyte.
const ROWS: usize = 500;

/// Writes a heading, what the editor would do, a table of findings and one of operations.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn markdown(view: &View<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### gptauth check: {}\n", code(&root.path(view.document())))?;
    let mark = match view.outcome.verdict() {
        Verdict::Accepted => "✅",
        Verdict::Warned => "⚠️",
        Verdict::FailsWhenCalled | Verdict::Dropped | Verdict::Refused => "❌",
    };
    writeln!(out, "{mark} **{}**: {}\n", sentence(&view.follows()), prose(&view.found()))?;
    if let Some(unreported) = view.unreported() {
        writeln!(out, "{}\n", prose(&unreported))?;
    }
    findings(view, root, out)?;
    operations(view, out)
}

fn findings(view: &View<'_>, root: &Root, out: &mut dyn Write) -> io::Result<()> {
    if view.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "| | finding | where | what ChatGPT does | what to do |\n|---|---|---|---|---|")?;
    for diagnostic in view.findings.iter().take(ROWS) {
        writeln!(out, "{}", row(view, diagnostic, root))?;
    }
    let more = view.findings.len().saturating_sub(ROWS);
    if more > 0 {
        writeln!(out, "\n… and {more} more findings")?;
    }
    writeln!(out)
}

fn row(view: &View<'_>, diagnostic: &Diagnostic, root: &Root) -> String {
    let kind = diagnostic.kind;
    let mark = match diagnostic.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Note => "ℹ️",
    };
    let place = view.place(diagnostic).map_or_else(String::new, |place| {
        code(&format!("{}:{}:{}", root.path(place.file), place.start.line, place.start.column))
    });
    let (word, label) = (diagnostic.severity.word(), kind.code);
    let (message, outcome) = (prose(&diagnostic.message), kind.outcome_words());
    let help = diagnostic.help.as_deref().map_or_else(String::new, prose);
    format!("| {mark} {word} | **{label}** {message} | {place} | {outcome} | {help} |")
}

fn operations(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let operations = &view.outcome.operations;
    if operations.is_empty() {
        return Ok(());
    }
    let accepted = operations.iter().filter(|own| own.verdict <= Verdict::Warned).count();
    writeln!(
        out,
        "<details><summary>Operations as the GPT editor would list them: {accepted} of {} usable</summary>\n",
        operations.len()
    )?;
    writeln!(out, "| operation | method and path | what becomes of it |\n|---|---|---|")?;
    for operation in operations.iter().take(ROWS) {
        let name = operation.operation_id.as_deref().map_or_else(|| "(no name)".to_owned(), code);
        let place = code(&format!("{} {}", operation.method, operation.path));
        let codes = view.codes(operation).join(", ");
        let separator = if codes.is_empty() { "" } else { ": " };
        writeln!(out, "| {name} | {place} | {}{separator}{codes} |", verdict_words(operation.verdict))?;
    }
    let more = operations.len().saturating_sub(ROWS);
    if more > 0 {
        writeln!(out, "\n… and {more} more operations")?;
    }
    writeln!(out, "\n</details>")
}

/// Returns a text whose pairs of backticks are code spans and whose rest is no markup.
pub(in crate::report) fn prose(text: &str) -> String {
    let text = escape::line(text);
    let parts: Vec<_> = text.split('`').collect();
    // With a backtick in a quoted text, nobody can tell which are the outer ones.
    if parts.len().is_multiple_of(2) {
        return plain(&text);
    }
    let part = |(index, part): (usize, &&str)| if index.is_multiple_of(2) { plain(part) } else { code(part) };
    parts.iter().enumerate().map(part).collect()
}

/// Returns a text with all markup in it escaped.
fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Neither a mention nor a reference to an issue.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => out.extend(['\\', character]),
            _ => out.push(character),
        }
        out
    })
}

/// Returns a code span that holds exactly this text, also in a table; a span cannot be empty.
fn code(text: &str) -> String {
    let text = escape::line(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let padding = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{padding}{}{padding}{fence}", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_backticks_is_code_and_the_rest_is_no_markup() {
        assert_eq!(prose("`a|<b>` is *not* <i>"), "`a\\|<b>` is \\*not\\* &lt;i&gt;");
        assert_eq!(prose("[x](http://evil.example) @team #1"), "\\[x\\](http://evil.example) &#64;team \\#1");
    }

    #[test]
    fn a_backtick_in_a_quoted_text_makes_everything_plain() {
        assert_eq!(prose("`a`b` <script>"), "\\`a\\`b\\` &lt;script&gt;");
    }

    #[test]
    fn a_code_span_holds_backticks_and_no_line_break() {
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\n| b |"), "`a\\n\\| b \\|`");
        assert_eq!(code(" "), "");
    }
}
