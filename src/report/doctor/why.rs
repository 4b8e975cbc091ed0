//! What Logto's audit log says of the last exchanges.

use crate::{
    logto::log::Entry,
    report::{escape, mask, styles::Styles},
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the exchanges for people, the latest first.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn why_text(entries: &[Entry], styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    for own in entries {
        let (mark, words) = match &own.failure {
            None => (styles.good("✓"), format!("issued {}", own.tokens.join(", "))),
            Some(cause) => (styles.error("✗"), format!("{}: {}", cause.error, cause.detail)),
        };
        writeln!(out, "{mark} {}  {}  {}", own.at, escape::line(&own.key), mask::text(&words))?;
        for (name, value) in &own.parameters {
            writeln!(out, "    {name} {}", mask::text(value))?;
        }
        if let Some(cause) = &own.failure {
            writeln!(out, "    by {}", escape::excerpt(&own.user_agent, 70))?;
            writeln!(out, "    {} {}", styles.hint("help:"), cause.help)?;
        }
    }
    if entries.is_empty() {
        writeln!(out, "The audit log has no exchange of this client.")?;
    }
    Ok(())
}

/// Returns the exchanges as a JSON document.
pub fn why_json(entries: &[Entry]) -> Value {
    let entry = |own: &Entry| {
        let parameters =
            own.parameters.iter().map(|(name, value)| ((*name).to_owned(), json!(mask::text(value))));
        json!({
            "at": own.at.to_string(),
            "exchange": own.key,
            "succeeded": own.failure.is_none(),
            "error": own.failure.as_ref().map(|cause| &cause.error),
            "reason": own.failure.as_ref().map(|cause| mask::text(&cause.detail)),
            "help": own.failure.as_ref().map(|cause| cause.help),
            "tokens": own.tokens,
            "sent": parameters.collect::<serde_json::Map<_, _>>(),
            "user_agent": own.user_agent,
        })
    };
    json!({ "schema": 1, "exchanges": entries.iter().map(entry).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logto::log::Cause;
    use jiff::Timestamp;

    #[test]
    fn a_failed_exchange_says_what_it_really_was_and_steers_no_terminal() {
        let entry = Entry {
            at: Timestamp::UNIX_EPOCH,
            key: "AuthorizationCode".to_owned(),
            failure: Some(Cause {
                error: "invalid_grant".to_owned(),
                detail: "redirect_uri mismatch\u{1b}[2J".to_owned(),
                help: "use the one that the GPT editor shows",
            }),
            tokens: Vec::new(),
            parameters: vec![("redirect_uri", "https://chatgpt.com/x?access_token=canary".to_owned())],
            user_agent: "\u{7}ChatGPT".to_owned(),
        };
        let mut out = Vec::new();
        why_text(std::slice::from_ref(&entry), Styles::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("invalid_grant: redirect_uri mismatch") && text.contains("help: use the one"));
        let json = why_json(&[entry]);
        assert_eq!((&json["schema"], &json["exchanges"][0]["succeeded"]), (&json!(1), &json!(false)));
        for form in [text, json["exchanges"][0]["sent"].to_string()] {
            assert!(!form.contains("canary") && !form.contains(['\u{1b}', '\u{7}']), "{form:?}");
        }
    }
}
