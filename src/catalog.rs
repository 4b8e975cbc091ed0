//! Every kind of finding: what `explain` and the README's table read.

use crate::{diagnostic::Kind, invoke, lint};

/// How many names are offered in place of one that does not exist.
const NEAREST: usize = 3;

/// Returns every kind of finding, in the order of the codes.
pub fn kinds() -> Vec<&'static Kind> {
    let mut kinds: Vec<_> = lint::kinds().chain(invoke::kinds::KINDS).collect();
    kinds.sort_by_key(|kind| kind.code);
    kinds
}

/// Why a code or name has no page.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// It never had one.
    #[error("there is no finding `{asked}`")]
    Unknown {
        /// What was asked for.
        asked: String,
        /// The nearest codes or names, the nearest first.
        nearest: Vec<&'static str>,
    },
    /// It had one once.
    #[error("`{code}` ({name}) is no longer reported: {why}")]
    Retired {
        /// The code.
        code: &'static str,
        /// The name that it had.
        name: &'static str,
        /// Why it went.
        why: &'static str,
    },
}

/// Returns the kind with this code or name; upper and lower case are alike.
///
/// # Errors
///
/// As [`FindError`].
pub fn find(asked: &str) -> Result<&'static Kind, FindError> {
    let kinds = kinds();
    let is = |name: &str| name.eq_ignore_ascii_case(asked);
    if let Some(kind) = kinds.iter().find(|kind| is(kind.code) || is(kind.name)) {
        return Ok(kind);
    }
    if let Some(retired) = lint::RETIRED.iter().find(|retired| is(retired.code) || is(retired.name)) {
        return Err(FindError::Retired { code: retired.code, name: retired.name, why: retired.why });
    }
    Err(FindError::Unknown { asked: asked.to_owned(), nearest: nearest(asked, &kinds) })
}

fn nearest(asked: &str, kinds: &[&'static Kind]) -> Vec<&'static str> {
    // A code differs in digits only, of which two wrong ones make it another code.
    let lower = asked.to_ascii_lowercase();
    let distance = |name: &str| strsim::jaro_winkler(&lower, &name.to_ascii_lowercase());
    let looks_like_a_code =
        lower.starts_with("ga") && lower.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    let name = |kind: &&'static Kind| if looks_like_a_code { kind.code } else { kind.name };
    let mut names: Vec<_> = kinds.iter().map(name).map(|name| (distance(name), name)).collect();
    names.retain(|(likeness, _)| *likeness > 0.7);
    names.sort_by(|left, right| right.0.total_cmp(&left.0));
    names.into_iter().take(NEAREST).map(|(_, name)| name).collect()
}

/// Returns the table of all kinds in Markdown, as it stands in the README.
pub fn markdown() -> String {
    let header = "| code | name | severity | what ChatGPT does | how it is known |\n|---|---|---|---|---|\n";
    let row = |kind: &&Kind| {
        let (severity, outcome) = (kind.severity.word(), kind.outcome_words());
        let known = kind.basis.confidence.words();
        format!("| {} | `{}` | {severity} | {outcome} | {known} |\n", kind.code, kind.name)
    };
    header.to_owned() + &kinds().iter().map(row).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_code_and_by_its_name() {
        assert_eq!(find("GA201").map(|kind| kind.name), Ok("operation-text-too-long"));
        assert_eq!(find("ga201").map(|kind| kind.name), Ok("operation-text-too-long"));
        assert_eq!(find("operation-text-too-long").map(|kind| kind.code), Ok("GA201"));
    }

    #[test]
    fn what_does_not_exist_gets_the_nearest() {
        let nearest = |asked| match find(asked) {
            Err(FindError::Unknown { nearest, .. }) => nearest,
            other => panic!("{other:?}"),
        };
        assert_eq!(nearest("operation-text-to-long").first(), Some(&"operation-text-too-long"));
        assert!(nearest("GA299").iter().all(|code| code.starts_with("GA2")));
        assert!(nearest("zzz").is_empty());
    }

    #[test]
    fn codes_are_unique_over_all_commands() {
        assert!(kinds().is_sorted_by(|left, right| left.code < right.code));
    }

    #[test]
    fn the_table_has_a_row_for_every_kind() {
        assert_eq!(markdown().lines().count(), 2 + kinds().len());
        assert!(
            markdown().contains("| GA401 | `root-domain-mismatch` | error | rejected | several reports |")
        );
    }
}
