//! The questions that `call` asks in a terminal, each a line to type.

use crate::{
    cli::{failure::Failure, prompt, terminal::Terminal},
    invoke::{
        bind::{self, BoundCall, Missing},
        depth::Fault,
        server::Server,
        signature::{Shape, ShapeKind},
        value_text,
    },
    report::escape,
    system::System,
    task::consent::Consent,
};
use serde_json::Value;

/// How many values are offered by number.
const MAX_CHOICES: usize = 30;

/// What the user said to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Allow,
    AlwaysAllow,
    Decline,
}

/// Asks for an argument that the operation needs: its type, what it is for, and where only some
/// values are allowed, which. `fault` says what is wrong with a value of that type.
pub(super) fn argument(
    missing: &Missing,
    fault: impl Fn(&Value) -> Option<Fault>,
    system: &System,
    terminal: &mut Terminal,
) -> Result<String, Failure> {
    let shape = &missing.shape;
    let allowed = match (&shape.items, shape.kind) {
        (Some(items), ShapeKind::Array) if shape.allowed.is_empty() => &items.allowed,
        _ => &shape.allowed,
    };
    let choices: Vec<_> = allowed.iter().map(value_text).take(MAX_CHOICES).collect();
    for (at, choice) in choices.iter().enumerate() {
        terminal.say(format_args!("  {:>2}  {}", at + 1, escape::excerpt(choice, 60)));
    }
    let about = shape.description.as_deref().map(|text| format!(": {}", escape::excerpt(text, 50)));
    let kind: String = [missing.place.word().to_owned()].into_iter().chain(kind(shape)).collect();
    let prompt = format!("{} ({kind}){}", escape::line(&missing.name), about.unwrap_or_default());
    let default = shape.default.as_ref().map(value_text);
    // A text may be empty; anything else would only fail a moment later.
    let may_be_empty = shape.kind == ShapeKind::String && choices.is_empty();
    let check = |text: &str| match chosen(text, &choices) {
        Some(_) => Ok(()),
        None if !choices.is_empty() && shape.kind != ShapeKind::Array => {
            Err(format!("type one of them, or its number from 1 to {}", choices.len()))
        }
        None if text.is_empty() && !may_be_empty => Err("a value is needed".to_owned()),
        None => {
            let value = bind::value(missing, text).map_err(|error| error.to_string())?;
            fault(&value).map_or(Ok(()), |fault| Err(worded(&fault)))
        }
    };
    let answer = prompt::text(&prompt, default.as_deref(), check, system, terminal)?;
    Ok(chosen(&answer, &choices).map_or(answer.clone(), str::to_owned))
}

/// Returns the type of a value as a question has it.
fn kind(shape: &Shape) -> Option<String> {
    let items = || shape.items.as_ref().map(|items| items.kind).filter(|kind| *kind != ShapeKind::Any);
    Some(match (shape.kind, shape.format.as_deref()) {
        (ShapeKind::Any, _) => return None,
        (ShapeKind::String, Some(format)) => format!(", string, {}", escape::excerpt(format, 20)),
        (ShapeKind::Array, _) => {
            let items = items().map(|kind| format!(" of {}", kind.word())).unwrap_or_default();
            format!(", array{items}: JSON, or one alone")
        }
        (ShapeKind::Object, _) => ", JSON object".to_owned(),
        (kind, _) => format!(", {}", kind.word()),
    })
}

/// Asks for a body that has no properties to be asked for one by one.
pub(super) fn body(
    kind: ShapeKind,
    fault: impl Fn(&Value) -> Option<Fault>,
    system: &System,
    terminal: &mut Terminal,
) -> Result<String, Failure> {
    let check = |text: &str| {
        let value = serde_json::from_str(text)
            .map_err(|error| format!("this is not JSON: column {}", error.column()))?;
        fault(&value).map_or(Ok(()), |fault| Err(worded(&fault)))
    };
    prompt::text(&format!("body (JSON {})", kind.word()), None, check, system, terminal)
}

fn worded(fault: &Fault) -> String {
    let place = match fault.pointer.as_str() {
        "" => "this".to_owned(),
        pointer => format!("`{pointer}` of it"),
    };
    escape::line(&format!("{place} {}", fault.message)).into_owned()
}

/// Returns the choice that was typed, as it is or by its number; a value that looks like a number is
/// that value first.
fn chosen<'a>(text: &str, choices: &'a [String]) -> Option<&'a str> {
    let same = choices.iter().find(|choice| *choice == text);
    let number = || text.parse::<usize>().ok()?.checked_sub(1).and_then(|at| choices.get(at));
    same.or_else(number).map(String::as_str)
}

/// Asks whether a call may be made, with all that it would send.
pub(super) fn consent(
    bound: &BoundCall,
    consent: Consent,
    server: &Server,
    system: &System,
    terminal: &mut Terminal,
) -> Result<Answer, Failure> {
    let styles = terminal.talk_styles();
    terminal.say("ChatGPT asks its user before this call:");
    terminal.say(format_args!(
        "  {} {}  at {}",
        styles.strong(bound.method.as_str()),
        escape::line(&bound.path),
        styles.strong(escape::line(&server.origin()))
    ));
    for (name, value) in &bound.shown {
        terminal.say(format_args!(
            "  {} {}",
            styles.faint(format!("{}:", escape::line(name))),
            escape::excerpt(value, 200)
        ));
    }
    if consent == Consent::EveryTime {
        let allowed = prompt::yes("Allow?", false, system, terminal)?;
        return Ok(if allowed { Answer::Allow } else { Answer::Decline });
    }
    let prompt = "Allow (y), always allow (a) or decline (N)";
    let check = |text: &str| answer(text).map(drop).ok_or_else(|| "type y, a or n".to_owned());
    let typed = prompt::text(prompt, None, check, system, terminal)?;
    Ok(answer(&typed).unwrap_or(Answer::Decline))
}

fn answer(text: &str) -> Option<Answer> {
    Some(match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "allow" => Answer::Allow,
        "a" | "always" => Answer::AlwaysAllow,
        "" | "n" | "no" | "decline" => Answer::Decline,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_typed_or_counted() {
        let choices = ["mon", "tue", "1"].map(str::to_owned);
        assert_eq!(chosen("tue", &choices), Some("tue"));
        assert_eq!(chosen("2", &choices), Some("tue"));
        assert_eq!(chosen("1", &choices), Some("1"));
        for nothing in ["", "0", "4", "Mon", "-1"] {
            assert_eq!(chosen(nothing, &choices), None, "{nothing}");
        }
    }

    #[test]
    fn c11_nothing_but_a_clear_yes_allows() {
        assert_eq!(answer(" Y "), Some(Answer::Allow));
        assert_eq!(answer("always"), Some(Answer::AlwaysAllow));
        assert_eq!(answer(""), Some(Answer::Decline));
        for unclear in ["yy", "ok", "aa", "1"] {
            assert_eq!(answer(unclear), None, "{unclear}");
        }
    }
}
