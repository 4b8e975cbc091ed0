//! `gptauth init --from`: the document of the project out of another one.

use crate::{
    adapt::{self, Choice, Note, Offer, Settings},
    cli::{failure::Failure, prompt, runtime, terminal::Terminal},
    openapi::Document,
    report::escape,
    system::System,
    task::{
        document,
        init_from::{self, Adaptation},
    },
};
use std::path::PathBuf;
use url::Url;

/// How many operations are listed to choose from.
const LISTED: usize = 100;

/// How many notes are told.
const NOTES: usize = 30;

/// The flags of the document to start from.
#[derive(Debug, clap::Args)]
pub(super) struct FromArgs {
    /// Start from this OpenAPI or Swagger document: a file, an https address, or `-`
    #[arg(long, value_name = "FILE|URL", conflicts_with = "template")]
    from: Option<PathBuf>,

    /// With --from: take this operation, by operationId or as "GET /path"; may be repeated
    #[arg(long = "operation", value_name = "ID", requires = "from")]
    operations: Vec<String>,

    /// With --from: take the operations of this tag; may be repeated
    #[arg(long = "tag", value_name = "TAG", requires = "from")]
    tags: Vec<String>,

    /// With --from: take the operations of such paths (`/items/*`, `/items/**`); may be repeated
    #[arg(long = "path", value_name = "GLOB", requires = "from")]
    paths: Vec<String>,
}

impl FromArgs {
    /// Returns whether there is a document to start from.
    pub(super) fn is_given(&self) -> bool {
        self.from.is_some()
    }
}

/// A document with the operations that were chosen of it.
pub(super) struct Chosen {
    document: Document,
    chosen: Vec<usize>,
    /// The server that it names, where ChatGPT could call it.
    pub(super) server: Option<Url>,
}

/// Opens the document to start from, if there is one, and has its operations chosen.
pub(super) fn choose(
    args: &FromArgs,
    asking: bool,
    system: &System,
    terminal: &mut Terminal,
) -> Result<Option<Chosen>, Failure> {
    let Some(path) = &args.from else { return Ok(None) };
    let base = document::address(path).and_then(Result::ok);
    let document = match base {
        Some(_) => runtime::block_on(document::open_online(system, path, None, false))?,
        None => document::open(system, path, None)?,
    };
    let offers = adapt::offers(&document);
    let choice =
        Choice { operations: args.operations.clone(), tags: args.tags.clone(), paths: args.paths.clone() };
    let open = choice.operations.is_empty() && choice.tags.is_empty() && choice.paths.is_empty();
    let chosen = if asking && open && (2..=LISTED).contains(&offers.len()) {
        ask(&offers, system, terminal)?
    } else {
        init_from::choose(&offers, &choice)?
    };
    let server = init_from::server(&document, base.as_ref());
    Ok(Some(Chosen { document, chosen, server }))
}

impl Chosen {
    /// Makes the document of the new project.
    pub(super) fn adapt(&self, title: Option<&str>, server: &str) -> Result<Adaptation, Failure> {
        let server = server.strip_suffix('/').unwrap_or(server).to_owned();
        let settings = Settings { title: title.map(str::to_owned), server };
        Ok(init_from::adapt(&self.document, &self.chosen, &settings)?)
    }
}

/// Lists the operations and asks for their numbers.
fn ask(offers: &[Offer], system: &System, terminal: &mut Terminal) -> Result<Vec<usize>, Failure> {
    let styles = terminal.talk_styles();
    for (number, offer) in (1..).zip(offers) {
        let place = escape::excerpt(&format!("{} {}", offer.method, offer.path), 36);
        let says = offer.summary.as_deref().or(offer.name.as_deref()).unwrap_or_default();
        let says = escape::excerpt(says, 34);
        terminal.say(format_args!("{} {place:36} {says}", styles.strong(format!("{number:>4}"))));
    }
    let check = |text: &str| {
        let chosen = numbers(text, offers.len())?;
        init_from::within_limit(offers, &chosen).map_err(|error| error.to_string())
    };
    let answer = prompt::text("Operations (such as 1-3, 7; or all)", Some("all"), check, system, terminal)?;
    numbers(&answer, offers.len()).map_err(Failure::usage)
}

/// Returns the places that numbers and ranges of them stand for, in order.
fn numbers(text: &str, count: usize) -> Result<Vec<usize>, String> {
    if text.trim().eq_ignore_ascii_case("all") {
        return Ok((0..count).collect());
    }
    let number = |text: &str| match text.trim().parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => Ok(number),
        _ => Err(format!("`{text}` is no number from 1 to {count}")),
    };
    let mut chosen = vec![false; count];
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        for one in chosen.iter_mut().take(last).skip(first - 1) {
            *one = true;
        }
    }
    let chosen: Vec<_> = (0..count).filter(|at| chosen.get(*at) == Some(&true)).collect();
    if chosen.is_empty() { Err("choose at least one".to_owned()) } else { Ok(chosen) }
}

/// Says what the new document has not as the old one had it.
pub(super) fn tell(adaptation: &Adaptation, terminal: &mut Terminal) {
    let styles = terminal.talk_styles();
    let count = match adaptation.operations {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    terminal.status(format_args!("{} {count}", styles.good("took")));
    for Note { subject, says, advice } in adaptation.notes.iter().take(NOTES) {
        let (subject, says) = (escape::line(subject), escape::line(says));
        let about = if subject.is_empty() { String::new() } else { format!("{}: ", styles.strong(subject)) };
        let advice = advice.map(|advice| format!("; {advice}")).unwrap_or_default();
        terminal.remark(format_args!("{} {about}{says}{advice}", styles.warning("note:")));
    }
    if adaptation.notes.len() > NOTES {
        terminal.status(format_args!("… and {} more", adaptation.notes.len() - NOTES));
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_and_ranges_are_taken_in_order() {
        assert_eq!(numbers("3, 1-2", 5), Ok(vec![0, 1, 2]));
        assert_eq!(numbers(" ALL ", 2), Ok(vec![0, 1]));
        assert_eq!(numbers("5 5-5", 5), Ok(vec![4]));
    }

    #[test]
    fn what_is_no_number_of_the_list_is_refused() {
        for text in ["0", "6", "1-6", "x", "-", "", "3-1", "1-", "99999999999999999999"] {
            assert!(numbers(text, 5).is_err(), "{text}");
        }
    }
}
