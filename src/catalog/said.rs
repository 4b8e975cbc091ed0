//! Kinds of finding by what the editor says: people paste its red line.

use crate::diagnostic::Kind;

/// How much of a known text must be there where it is not there as a whole, in hundredths.
const ENOUGH: usize = 70;

/// How few words say nothing.
const FEW: usize = 2;

/// The letters of a word that is not in every sentence.
const TELLING: usize = 4;

/// Returns the kinds whose text is in `asked`, or that it is a part of; where there are none, those
/// whose text it nearly is. Case, quotes, numbers and other signs make no difference.
pub(super) fn saying(asked: &str, kinds: &[&'static Kind]) -> Vec<&'static Kind> {
    let asked = words(asked);
    let said: Vec<_> = kinds.iter().filter_map(|kind| Some((*kind, words(kind.says?)))).collect();
    let select = |fits: &dyn Fn(&[String]) -> bool| -> Vec<_> {
        said.iter().filter(|(_, said)| fits(said)).map(|(kind, _)| *kind).collect()
    };
    let is_in = |part: &[String], whole: &[String]| whole.windows(part.len().max(1)).any(|own| own == part);
    let whole = select(&|said| is_in(said, &asked) || (asked.len() >= FEW && is_in(&asked, said)));
    if !whole.is_empty() {
        return whole;
    }
    select(&|said| {
        let common = common(said, &asked);
        common > FEW && common * 100 >= said.len() * ENOUGH
    })
}

/// Returns the names of the kinds that share the most telling words with `asked`.
pub(super) fn nearest(asked: &str, kinds: &[&'static Kind]) -> Vec<&'static str> {
    let asked: Vec<_> = words(asked).into_iter().filter(|word| word.len() >= TELLING).collect();
    let likeness =
        |kind: &Kind| common(&words(&format!("{} {}", kind.name, kind.says.unwrap_or_default())), &asked);
    let mut names: Vec<_> = kinds.iter().map(|kind| (likeness(kind), kind.name)).collect();
    names.retain(|(likeness, _)| *likeness > 0);
    names.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    names.into_iter().map(|(_, name)| name).collect()
}

/// Returns how many words of `said` are in `asked`, each once.
fn common(said: &[String], asked: &[String]) -> usize {
    let mut left: Vec<_> = asked.iter().collect();
    for word in said {
        if let Some(at) = left.iter().position(|own| *own == word) {
            left.swap_remove(at);
        }
    }
    asked.len() - left.len()
}

/// Returns the words of a text in lower case: runs of letters, of which a single one stands for a
/// number or a name.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphabetic());
    words.filter(|word| word.chars().count() > 1).map(str::to_lowercase).collect()
}
