//! Texts that are too long for the editor: cut at the end of a sentence, only when asked for.

use super::super::{
    change::{Content, Pair},
    fix::{Fix, Mends},
    path::Path,
};
use super::pairs;
use crate::{openapi::Node, platform::gpt_action::TARGET};

pub(super) fn of_operation<'a>(operation: Node<'a>, path: &Path<'a>) -> Vec<Fix<'a>> {
    // Whether a text of exactly the limit passes is disputed.
    let limit = TARGET.document.operation_text.value;
    let fields = ["summary", "description"].into_iter();
    fields
        .filter_map(|field| cut(Mends::OperationText, operation, field, limit, limit.saturating_sub(1), path))
        .collect()
}

pub(super) fn of_parameter<'a>(parameter: Node<'a>, path: &Path<'a>) -> Option<Fix<'a>> {
    let limit = TARGET.document.parameter_text.value;
    cut(Mends::ParameterText, parameter, "description", limit, limit, path)
}

fn cut<'a>(
    mends: Mends,
    at: Node<'a>,
    field: &'static str,
    limit: usize,
    wanted: usize,
    path: &Path<'a>,
) -> Option<Fix<'a>> {
    let node = at.get(field)?;
    let text = node.as_str()?;
    let length = text.chars().count();
    if length <= limit {
        return None;
    }
    let short = sentences(text, wanted)?;
    let does = format!(
        "cuts the {field} from {length} to {} characters, at the end of a sentence",
        short.chars().count()
    );
    let pair = Pair::Set(Content::Value(short.into()));
    Some(pairs(mends, at, node, path, does, vec![(field, pair)]))
}

/// Returns the whole sentences at the beginning of a text that have at most `limit` characters.
pub fn sentences(text: &str, limit: usize) -> Option<&str> {
    let end = text.char_indices().nth(limit).map_or(text.len(), |(end, _)| end);
    let mut best = None;
    for (at, character) in text.char_indices().take_while(|(at, _)| *at < end) {
        let next = at + character.len_utf8();
        let ends = match character {
            '.' | '!' | '?' => text.get(next..).is_some_and(|rest| rest.starts_with(char::is_whitespace)),
            '。' | '！' | '？' => true,
            // A paragraph is at least a sentence.
            '\n' => text.get(next..).is_some_and(|rest| rest.starts_with('\n')),
            _ => false,
        };
        if ends && next <= end && !is_abbreviation(text.get(..at).unwrap_or_default()) {
            best = text.get(..next);
        }
    }
    best.map(str::trim_end).filter(|best| !best.is_empty())
}

/// Returns whether a full stop behind this text ends no sentence: `e.g.`, `i.e.`, `etc.`, an initial.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '[', '"', '\'']);
    word.contains('.') && word.len() <= 4
        || ["etc", "vs", "approx", "No"].contains(&word)
        || word.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_behind_its_last_whole_sentence() {
        assert_eq!(sentences("One. Two! Three is long.", 12), Some("One. Two!"));
        assert_eq!(sentences("One is 3.5 m, e.g. long. Two.", 26), Some("One is 3.5 m, e.g. long."));
        assert_eq!(sentences("一。二。三。", 4), Some("一。二。"));
        assert_eq!(sentences("First\n\nsecond and more", 10), Some("First"));
    }

    #[test]
    fn a_text_of_one_sentence_is_not_cut() {
        assert_eq!(sentences("one sentence without any end that is near enough", 20), None);
        assert_eq!(sentences("see e.g. this one that goes on and on", 12), None);
        assert_eq!(sentences("", 12), None);
    }
}
