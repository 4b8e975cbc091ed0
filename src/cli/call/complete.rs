//! Candidates for the shell: operations, argument names and values, from the project's document.
//!
//! The scripts of `gptauth completions` ask for them with the words typed so far. A person who
//! presses Tab wants no error, so whatever goes wrong is no candidate.

use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::GlobalOptions,
        terminal::Terminal,
    },
    invoke::{
        signature::{Argument, ShapeKind, Signature},
        value_text,
    },
    report::escape,
    system::System,
    task::action::{self, Action, Selection},
};
use std::path::Path;

/// Print the candidates for the word that is being typed, each with its description after a tab
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A new word begins after those: for shells that cannot hand an empty one on
    #[arg(long)]
    at_new_word: bool,

    /// The words of the command line after the program, the last one as far as it is typed
    #[arg(value_name = "WORD", allow_hyphen_values = true, trailing_var_arg = true)]
    words: Vec<String>,
}

/// Runs the command.
///
/// # Errors
///
/// Where stdout is closed or full.
pub fn run(
    args: &Args,
    _global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut words = args.words.clone();
    if args.at_new_word {
        words.push(String::new());
    }
    for (value, about) in candidates(&words, system) {
        if is_inert(&value) {
            let about = about.map(|about| escape::excerpt(&about, 60)).unwrap_or_default();
            writeln!(terminal.data(), "{value}\t{about}")?;
        }
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

/// Returns whether a word means itself in every shell: some put it into the line as it is, and the
/// document may be anybody's. Any other name is typed by hand.
fn is_inert(word: &str) -> bool {
    word.chars().all(|character| character.is_alphanumeric() || "-_.,:/=@%+[]".contains(character))
        && !word.starts_with(['-', '@', '%'])
}

type Candidate = (String, Option<String>);

fn candidates(words: &[String], system: &System) -> Vec<Candidate> {
    let Some((current, before)) = words.split_last() else { return Vec::new() };
    let Some(line) = Line::of(before).filter(|_| !current.starts_with('-')) else { return Vec::new() };
    let Ok(action) = action::open(system, line.selection) else { return Vec::new() };
    let all = match line.typed.split_first() {
        None => operations(&action),
        Some((operation, arguments)) => match action.operation(operation) {
            Ok(signature) => of_operation(signature, arguments, current),
            Err(_) => Vec::new(),
        },
    };
    all.into_iter().filter(|(value, _)| value.starts_with(current.as_str())).collect()
}

/// What was typed of a call before the word at the cursor.
struct Line<'a> {
    selection: Selection<'a>,
    /// The operation, then its arguments.
    typed: Vec<&'a str>,
}

impl<'a> Line<'a> {
    /// Reads the words, or returns nothing where they are no call or the next word is an option's.
    fn of(words: &'a [String]) -> Option<Self> {
        const WITH_VALUE: [&str; 13] = [
            "--body",
            "--input",
            "--seed",
            "--schema",
            "--server",
            "--output",
            "-o",
            "--format",
            "--project",
            "--env",
            "--account",
            "--token-store",
            "--color",
        ];
        let mut selection = Selection::default();
        let mut typed = Vec::new();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let (option, value) = match word.split_once('=') {
                Some((option, value)) if word.starts_with('-') => (option, Some(value)),
                _ => (word, None),
            };
            if !option.starts_with('-') {
                typed.push(word);
            } else if WITH_VALUE.contains(&option) {
                let value = value.or_else(|| words.next())?;
                match option {
                    "--schema" => selection.schema = Some(Path::new(value)),
                    "--project" => selection.project = Some(Path::new(value)),
                    "--env" => selection.environment = Some(value),
                    _ => {}
                }
            }
        }
        (typed.first() == Some(&"call")).then(|| Self { selection, typed: typed.split_off(1) })
    }
}

fn operations(action: &Action) -> Vec<Candidate> {
    action.signatures.iter().map(|own| (own.name.clone(), own.summary.clone())).collect()
}

fn of_operation(signature: &Signature, given: &[&str], current: &str) -> Vec<Candidate> {
    let sent = || signature.arguments().filter(|own| own.place.is_sent());
    if let Some((name, _)) = current.split_once('=') {
        let named = sent().filter(|own| signature.typed_name(*own) == name);
        return named.flat_map(|own| values(own, name)).collect();
    }
    let is_given = |own: &Argument<'_>| {
        let typed = signature.typed_name(*own);
        let same =
            |text: &&str| text.split_once('=').is_some_and(|(name, _)| name.trim_end_matches(':') == typed);
        given.iter().any(same) && own.shape.kind != ShapeKind::Array
    };
    let candidate =
        |own: Argument<'_>| (format!("{}=", signature.typed_name(own)), own.shape.description.clone());
    sent().filter(|own| !is_given(own)).map(candidate).collect()
}

fn values(own: Argument<'_>, name: &str) -> Vec<Candidate> {
    let texts: Vec<_> = match (own.shape.kind, &own.shape.items) {
        (ShapeKind::Boolean, _) => ["true", "false"].map(str::to_owned).into(),
        // A list is given item by item.
        (ShapeKind::Array, Some(items)) => items.allowed.iter().map(value_text).collect(),
        _ => own.shape.allowed.iter().chain(&own.shape.default).map(value_text).collect(),
    };
    let mut seen = Vec::new();
    for text in texts {
        let candidate = (format!("{name}={text}"), None);
        if !seen.contains(&candidate) {
            seen.push(candidate);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::fake::World;

    const DOCUMENT: &str = include_str!("../../../fixtures/call/rooms.yaml");

    fn completed(line: &str) -> Vec<String> {
        let world = World::new();
        world.set_file("rooms.yaml", DOCUMENT);
        let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        candidates(&words, &world.system()).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn operations_names_and_values_come_from_the_document() {
        assert_eq!(completed("call --schema rooms.yaml "), ["findSlots", "book", "cancel"]);
        assert_eq!(completed("call --schema=rooms.yaml ca"), ["cancel"]);
        assert_eq!(completed("-q call --schema rooms.yaml findSlots r"), ["room=", "range="]);
        assert_eq!(completed("call --schema rooms.yaml findSlots limit="), ["limit=25"]);
        assert_eq!(completed("call --schema rooms.yaml book day=t"), ["day=tue", "day=thu"]);
        assert_eq!(completed("call --schema rooms.yaml book day=mon da"), Vec::<String>::new());
        assert_eq!(completed("call --schema rooms.yaml findSlots days=t"), ["days=tue", "days=thu"]);
        assert!(!completed("call --schema rooms.yaml findSlots ").contains(&"X-Trace=".to_owned()));
    }

    #[test]
    fn a_name_in_two_places_is_completed_with_its_place() {
        let world = World::new();
        let document = r#"
openapi: 3.1.0
paths:
  /x/{id}:
    get:
      operationId: x
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {enum: [a, b]}}
"#;
        world.set_file("x.yaml", document);
        let completed = |line: &str| {
            let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
            candidates(&words, &world.system()).into_iter().map(|(value, _)| value).collect::<Vec<_>>()
        };
        assert_eq!(completed("call --schema x.yaml x i"), Vec::<String>::new());
        assert_eq!(completed("call --schema x.yaml x "), ["path:id=", "query:id="]);
        assert_eq!(completed("call --schema x.yaml x path:id=1 "), ["query:id="]);
        assert_eq!(completed("call --schema x.yaml x query:id="), ["query:id=a", "query:id=b"]);
    }

    #[test]
    fn s20_what_a_shell_would_read_is_not_offered() {
        for word in ["findSlots", "day=tue", "sort=-name", "tags[]=", "filter.name=", "größe="] {
            assert!(is_inert(word), "{word}");
        }
        let hostile =
            ["a;id", "$(id)", "`id`", "a&id", "a|id", "a>b", "a<b", "a'b", "a\"b", "a\\b", "!a", "a*", "a?"];
        let others =
            ["~a", "a#b", "{a,b}", "(id)", "a b", "a\tb", "a\nb", "-c", "@a", "%a", "\u{2019}", "^a"];
        for word in hostile.into_iter().chain(others) {
            assert!(!is_inert(word), "{word}");
        }
    }

    #[test]
    fn where_there_is_nothing_to_offer_nothing_is_said() {
        for line in [
            "",
            "call",
            "test ",
            "call --schema",
            "call --schema nowhere.yaml ",
            "call ",
            "call --schema rooms.yaml --fo",
            "call --schema rooms.yaml nope x",
        ] {
            assert_eq!(completed(line), Vec::<String>::new(), "{line}");
        }
    }
}
