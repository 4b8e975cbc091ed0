//! Every kind of finding: what `explain` and the README's table read.

mod failures;
mod said;

pub use failures::failures;

use crate::{arazzo, diagnostic::Kind, invoke, lint, probe};

/// How many names are offered in place of one that does not exist.
const NEAREST: usize = 3;

/// Returns every kind of finding, in the order of the codes.
pub fn kinds() -> Vec<&'static Kind> {
    let mut kinds: Vec<_> = lint::kinds()
        .chain(invoke::kinds::KINDS)
        .chain(arazzo::kinds::KINDS)
        .chain(probe::kinds::all())
        .collect();
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
    /// Neither a code nor a name, nor anything that the editor is known to say.
    #[error("no finding is known by these words: \"{asked}\"")]
    NeverSaid {
        /// What was asked for.
        asked: String,
        /// The names of the nearest, the nearest first.
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

/// Returns the kind with this code or name, or, for a text, the kinds that the GPT editor says it for.
///
/// # Errors
///
/// As [`FindError`].
pub fn look_up(asked: &str) -> Result<Vec<&'static Kind>, FindError> {
    let kinds = kinds();
    match find(asked) {
        Ok(kind) => Ok(vec![kind]),
        Err(FindError::Unknown { asked, nearest }) => match said::saying(&asked, &kinds) {
            said if !said.is_empty() => Ok(said),
            _ if asked.trim().contains(char::is_whitespace) => {
                let nearest = said::nearest(&asked, &kinds).into_iter().take(NEAREST).collect();
                Err(FindError::NeverSaid { asked, nearest })
            }
            _ => Err(FindError::Unknown { asked, nearest }),
        },
        Err(error) => Err(error),
    }
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

    fn names(asked: &str) -> Vec<&'static str> {
        look_up(asked).unwrap().into_iter().map(|kind| kind.name).collect()
    }

    #[test]
    fn a_red_line_of_the_editor_finds_its_kinds() {
        for (line, name) in [
            (
                "In context=('paths', '/x', '200', 'response', 'content', 'application/json', 'schema'), object schema missing properties",
                "object-without-properties",
            ),
            ("object schema missing properties", "object-without-properties"),
            ("OBJECT SCHEMA \u{201c}missing\u{201d} properties", "object-without-properties"),
            ("('openapi',): Input should be '3.1.1' or '3.1.0'", "openapi-version-unsupported"),
            ("Input should be '3.1.0'", "openapi-version-unsupported"),
            ("listItems.description has length 412 exceeding limit of 300", "operation-text-too-long"),
            ("In path /items, method get is missing operationId; skipping", "operation-id-missing"),
            ("Auth URL, Token URL and API hostname must share a root domain", "root-domain-mismatch"),
            ("must share a root domain", "root-domain-mismatch"),
            ("None of the provided servers is under the root origin https://x.example", "server-port"),
            ("Could not find a valid URL in servers", "server-missing"),
            (
                "In context=('components',), reference to unknown component Foo; using empty schema",
                "reference-unresolved",
            ),
            ("UnrecognizedKwargsError: ('a','b')", "map-in-request-body"),
        ] {
            assert!(names(line).contains(&name), "{line}: {:?}", names(line));
        }
    }

    #[test]
    fn every_text_that_is_known_finds_its_own_kind() {
        for kind in kinds() {
            let Some(says) = kind.says else { continue };
            assert!(names(says).contains(&kind.name), "{says}: {:?}", names(says));
        }
    }

    #[test]
    fn a_code_or_a_name_finds_its_kind_alone() {
        for kind in kinds() {
            assert_eq!((names(kind.code), names(kind.name)), (vec![kind.name], vec![kind.name]));
        }
    }

    #[test]
    fn words_that_nobody_said_get_the_nearest_and_single_ones_are_names() {
        let nearest = |asked: &str| match look_up(asked).unwrap_err() {
            FindError::NeverSaid { nearest, .. } => nearest,
            other => panic!("{asked}: {other:?}"),
        };
        assert!(nearest("the scope is separated by commas").contains(&"scope-not-space-separated"));
        assert!(nearest("zz yy").is_empty());
        assert!(nearest("1 2 3").is_empty());
        for word in ["schema", "skipping", "GA999", "", "300"] {
            assert!(matches!(look_up(word), Err(FindError::Unknown { .. })), "{word}");
        }
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
