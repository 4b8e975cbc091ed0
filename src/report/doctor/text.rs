//! For people: a row a probe, what is wrong with its exchange, and what was not tested.

use super::{closing, count, exchange, subject, untested, word, worst};
use crate::{
    diagnostic::{Basis, Confidence, Severity},
    probe::{Finding, Group, PROBES},
    report::{escape, styles::Styles},
    task::doctor::{DoctorOutcome, ProbeOutcome, Verdict},
};
use jiff::{SignedDuration, Timestamp};
use std::io::{self, Write};

/// How wide a line may be, in characters.
const WIDTH: usize = 80;
/// How wide the names are.
const NAME: usize = 21;
/// How many lines of what was sent or came back are shown, each.
const SHOWN: usize = 4;

/// Writes the outcome.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(outcome: &DoctorOutcome, now: Timestamp, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", styles.strong(indented(&subject(outcome), 0, 2)))?;
    for own in &outcome.probes {
        row(own, styles, out)?;
    }
    writeln!(out)?;
    for (own, finding) in outcome.findings().filter(|(_, own)| own.diagnostic.severity != Severity::Note) {
        detail(outcome, own, finding, styles, out)?;
    }
    let notes: Vec<_> =
        outcome.findings().filter(|(_, own)| own.diagnostic.severity == Severity::Note).collect();
    for (_, finding) in &notes {
        note(finding, is_whole(outcome), styles, out)?;
    }
    let is_followed = !is_whole(outcome) || !outcome.endings.is_empty();
    if !notes.is_empty() && is_followed {
        writeln!(out)?;
    }
    endings(outcome, now, out)?;
    not_tested(outcome, styles, out)?;
    let closing = closing(outcome);
    let shown = match (count(outcome, Severity::Error), count(outcome, Severity::Warning)) {
        (0, 0) => styles.good(closing),
        (0, _) => styles.warning(closing),
        _ => styles.error(closing),
    };
    writeln!(out, "{shown}")
}

/// Returns whether nobody asked for certain probes: then notes are short, and the page one screen.
fn is_whole(outcome: &DoctorOutcome) -> bool {
    outcome.probes.len() >= PROBES.iter().filter(|probe| probe.group != Group::SignedIn).count()
}

fn note(finding: &Finding, is_short: bool, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let label = styles.hint(format!("note[{}]", diagnostic.kind.code));
    let basis = finding.basis();
    let unsure = match basis.confidence {
        _ if !is_short => "",
        Confidence::OneReport => " (one report)",
        Confidence::Unknown => " (not measured)",
        _ => "",
    };
    let message = format!("{}{unsure}", escape::line(&diagnostic.message));
    writeln!(out, "{label}: {}", indented(&message, "note[GA000]: ".len(), 2))?;
    if is_short {
        return Ok(());
    }
    if let Some(help) = &diagnostic.help {
        block("help", vec![escape::line(help).into_owned()], styles, out)?;
    }
    block("basis", vec![known(basis)], styles, out)
}

/// What was not tested: as a sentence where it is short, else as a list.
fn not_tested(outcome: &DoctorOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    const LABEL: &str = "Not tested:";
    let untested = untested(outcome);
    if untested.is_empty() {
        return Ok(());
    }
    let all: Vec<_> = untested.iter().map(|words| escape::line(words)).collect();
    let sentence = indented(&all.join("; "), LABEL.len() + 1, 2);
    if sentence.lines().count() <= 2 {
        writeln!(out, "{LABEL} {}", styles.faint(sentence))?;
    } else {
        writeln!(out, "{LABEL}")?;
        for words in all {
            writeln!(out, "{}", styles.faint(format!("- {}", indented(&words, 2, 2))))?;
        }
    }
    writeln!(out)
}

/// Returns how something is known, in words.
fn known(basis: Basis) -> String {
    format!("{}, read {}: {}", basis.confidence.words(), basis.read, basis.source)
}

/// What ends when, as a small timeline.
fn endings(outcome: &DoctorOutcome, now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
    if outcome.endings.is_empty() {
        return Ok(());
    }
    writeln!(out, "What ends when:")?;
    for own in &outcome.endings {
        let left = until(own.at.duration_since(now));
        writeln!(out, "  {left:>11}  {}", indented(&escape::line(&own.what), 15, 15))?;
    }
    writeln!(out)
}

fn until(left: SignedDuration) -> String {
    match left.as_secs() {
        ..=0 => "has ended".to_owned(),
        1..=5_400 => format!("in {} min", (left.as_secs() + 59) / 60),
        5_401..=172_800 => format!("in {} h", left.as_hours()),
        _ => format!("in {} days", (left.as_hours() + 12) / 24),
    }
}

fn row(own: &ProbeOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let (mark, words) = match (&own.verdict, worst(own), word(own)) {
        (Verdict::NotRun(_), ..) => (styles.faint("-"), "not run; see below".to_owned()),
        (_, Some(Severity::Error), _) => (styles.error("✗"), codes(own)),
        (_, Some(Severity::Warning), _) => (styles.warning("!"), codes(own)),
        (_, _, "not_told") => (styles.faint("-"), "cannot be told; see below".to_owned()),
        (Verdict::Judged(judgement), ..) => (styles.good("✓"), judgement.seen.clone()),
    };
    let room = WIDTH - NAME - 3;
    writeln!(out, "{mark} {:NAME$} {}", own.probe.name, escape::excerpt(&words, room))
}

/// Returns the codes and names of what is wrong.
fn codes(own: &ProbeOutcome) -> String {
    let kinds = own.findings().iter().map(|finding| finding.diagnostic.kind);
    kinds.map(|kind| format!("{} {}", kind.code, kind.name)).collect::<Vec<_>>().join(", ")
}

fn detail(
    outcome: &DoctorOutcome,
    own: &ProbeOutcome,
    finding: &Finding,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let kind = diagnostic.kind;
    let label = format!("{}[{}]", diagnostic.severity.word(), kind.code);
    let label =
        if diagnostic.severity == Severity::Error { styles.error(label) } else { styles.warning(label) };
    let message = indented(&escape::line(&diagnostic.message), "warning[GA000]: ".len(), 2);
    writeln!(out, "{label}: {}", styles.strong(message))?;
    let shown = finding.shown_by.and_then(|at| own.exchanges.get(at));
    if let Some((ask, answered)) = shown {
        block("sent", exchange::sent(ask), styles, out)?;
        block("back", exchange::back(ask, answered), styles, out)?;
    }
    let means = match kind.says {
        Some(says) => format!("{}; ChatGPT says \"{says}\"", kind.outcome_words()),
        None => kind.outcome_words(),
    };
    block("means", vec![means], styles, out)?;
    if let Some(help) = &diagnostic.help {
        block("help", vec![escape::line(help).into_owned()], styles, out)?;
    }
    block("basis", vec![known(finding.basis())], styles, out)?;
    // The words may be the provider's own; say whose.
    if !outcome.provider.is_unknown() && diagnostic.help.is_some() {
        block("for", vec![outcome.provider.name.to_owned()], styles, out)?;
    }
    writeln!(out)
}

fn block(label: &str, lines: Vec<String>, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let label = format!("{label}:");
    for (at, line) in lines.iter().take(SHOWN).enumerate() {
        let head = if at == 0 { styles.hint(format!("{label:6}")) } else { " ".repeat(6) };
        writeln!(out, "  {head} {}", indented(line, 9, 9))?;
    }
    Ok(())
}

/// Wraps a text whose first line begins at column `first`, and the others at `rest`.
fn indented(text: &str, first: usize, rest: usize) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(&SPACES[..first])
        .subsequent_indent(&SPACES[..rest])
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    // A label stands where the first line is indented.
    textwrap::fill(text, options).chars().skip(first).collect()
}

const SPACES: &str = "                    ";
