//! The failures that builders report, with what finds each: a table of the README.

use crate::platform::gpt_action::failures::{FAILURES, FoundBy};

/// Returns the table in Markdown, as it stands in the README.
pub fn failures() -> String {
    let header = "| what is seen | what is behind it | what finds it |\n|---|---|---|\n".to_owned();
    FAILURES.iter().fold(header, |table, own| {
        let (symptom, cause) = (own.symptom.replace('|', "\\|"), own.cause.replace('|', "\\|"));
        format!("{table}| {symptom} | {cause} | {} |\n", found_by(own.found_by))
    })
}

fn found_by(found_by: FoundBy) -> String {
    match found_by {
        FoundBy::Command(name, how) => format!("`{name}` {how}"),
        FoundBy::ChatGptOnly(why) => format!("only ChatGPT can show this: {why}"),
        FoundBy::Kinds(codes) => {
            let of = |command: &str, mine: fn(&str) -> bool| {
                let own: Vec<_> = codes.iter().copied().filter(|code| mine(code)).collect();
                (!own.is_empty()).then(|| format!("`{command}` {}", own.join(", ")))
            };
            let parts = [of("check", is_of_check), of("doctor", is_of_doctor), of("call", is_of_call)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
    }
}

fn is_of_check(code: &str) -> bool {
    code < "GA500"
}

fn is_of_doctor(code: &str) -> bool {
    crate::probe::kinds::all().any(|kind| kind.code == code)
}

fn is_of_call(code: &str) -> bool {
    !is_of_check(code) && !is_of_doctor(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::kinds;

    #[test]
    fn every_failure_is_found_by_something_that_exists_or_by_nobody() {
        let known: Vec<_> = kinds().iter().map(|kind| kind.code).collect();
        for own in &FAILURES {
            match own.found_by {
                FoundBy::Kinds(codes) => {
                    assert!(
                        !codes.is_empty() && codes.iter().all(|code| known.contains(code)),
                        "{}",
                        own.symptom
                    );
                }
                FoundBy::Command(name, _) => assert!(["login", "call"].contains(&name), "{}", own.symptom),
                FoundBy::ChatGptOnly(why) => assert!(!why.is_empty(), "{}", own.symptom),
            }
        }
    }

    #[test]
    fn a_code_is_of_the_command_that_reports_it() {
        assert_eq!(found_by(FoundBy::Kinds(&["GA401", "GA514"])), "`check` GA401; `doctor` GA514");
        assert_eq!(found_by(FoundBy::Kinds(&["GA601"])), "`call` GA601");
    }
}
