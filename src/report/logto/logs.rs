//! Entries of Logto's audit log.

use crate::{
    logto::log::Entry,
    report::{escape, mask, styles::Styles},
    task::logto::logs::Logs,
};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the entries for people, the latest first, with times in `zone`.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(logs: &Logs, zone: &TimeZone, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    logs.entries.iter().try_for_each(|own| entry_text(own, zone, styles, out))
}

/// Returns the entries as a JSON document.
pub fn json(logs: &Logs) -> Value {
    json!({
        "schema": 1,
        "entries": logs.entries.iter().map(entry_json).collect::<Vec<_>>(),
        "cut": logs.cut,
    })
}

/// Writes an entry for people.
pub(in crate::report) fn entry_text(
    own: &Entry,
    zone: &TimeZone,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mark = if own.failure.is_none() { styles.good("✓") } else { styles.error("✗") };
    let at = own.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z");
    let what = match (&own.failure, &own.asked) {
        (None, _) if !own.tokens.is_empty() => format!(": {}", own.tokens.join(", ")),
        (None, Some(asked)) => format!(": asked for {asked}"),
        _ => String::new(),
    };
    writeln!(out, "{mark} {at}  {}{}", escape::line(own.words()), mask::text(&what))?;
    if let Some(cause) = &own.failure {
        writeln!(out, "    {}", mask::text(&format!("{}: {}", cause.error, cause.detail)))?;
    }
    for (name, value) in &own.parameters {
        writeln!(out, "    {name} {}", mask::text(value))?;
    }
    if let Some(user) = &own.user {
        writeln!(out, "    user {}", mask::text(user))?;
    }
    if let Some(cause) = &own.failure {
        writeln!(out, "    by {}", escape::excerpt(&own.user_agent, 70))?;
        writeln!(out, "    {} {}", styles.hint("help:"), cause.help)?;
    }
    Ok(())
}

/// Returns an entry as JSON.
pub(in crate::report) fn entry_json(own: &Entry) -> Value {
    let sent = own.parameters.iter().map(|(name, value)| ((*name).to_owned(), json!(mask::text(value))));
    json!({
        "at": own.at.to_string(),
        "key": own.key,
        "exchange": own.kind(),
        "succeeded": own.failure.is_none(),
        "error": own.failure.as_ref().map(|cause| &cause.error),
        "reason": own.failure.as_ref().map(|cause| mask::text(&cause.detail)),
        "help": own.failure.as_ref().map(|cause| cause.help),
        "tokens": own.tokens,
        "asked": own.asked.as_ref().map(|asked| mask::text(asked)),
        "sent": sent.collect::<Map<_, _>>(),
        "user": own.user.as_ref().map(|user| mask::text(user)),
        "user_agent": escape::line(&own.user_agent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logto::log::Cause;
    use jiff::Timestamp;

    fn entry() -> Entry {
        Entry {
            id: "e1".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            key: "ExchangeTokenBy.AuthorizationCode".to_owned(),
            failure: Some(Cause {
                error: "invalid_grant".to_owned(),
                detail: "redirect_uri mismatch\u{1b}[2J".to_owned(),
                help: "use the one that the GPT editor shows",
            }),
            tokens: Vec::new(),
            parameters: vec![("redirect_uri", "https://chatgpt.com/x?access_token=canary".to_owned())],
            user_agent: "\u{7}ChatGPT".to_owned(),
            user: Some("u1\u{202e}".to_owned()),
            asked: None,
        }
    }

    fn shown(entry: Entry) -> String {
        let mut out = Vec::new();
        let logs = Logs { entries: vec![entry], cut: false };
        text(&logs, &TimeZone::UTC, Styles::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_failed_exchange_says_what_it_really_was_and_steers_no_terminal() {
        let text = shown(entry());
        let first = "✗ 1970-01-01 00:00:00 UTC  code for tokens\n    invalid_grant: redirect_uri mismatch";
        assert!(text.starts_with(first) && text.contains("help: use the one"), "{text}");
        let json = json(&Logs { entries: vec![entry()], cut: true });
        let own = &json["entries"][0];
        assert_eq!(
            (&json["schema"], &own["succeeded"], &json["cut"]),
            (&json!(1), &json!(false), &json!(true))
        );
        assert_eq!(own["exchange"], "AuthorizationCode");
        for form in [text, own["sent"].to_string(), own["user"].to_string(), own["user_agent"].to_string()] {
            assert!(!form.contains("canary") && !form.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{form:?}");
        }
    }

    #[test]
    fn what_went_well_is_one_line_and_what_was_sent() {
        let entry = Entry { failure: None, parameters: Vec::new(), user: None, ..entry() };
        let issued = Entry { tokens: vec!["AccessToken".to_owned(), "IdToken".to_owned()], ..entry.clone() };
        assert_eq!(shown(issued), "✓ 1970-01-01 00:00:00 UTC  code for tokens: AccessToken, IdToken\n");
        let key = "Interaction.Create".to_owned();
        let begun = Entry { key, asked: Some("login (no_session)".to_owned()), ..entry.clone() };
        assert_eq!(shown(begun), "✓ 1970-01-01 00:00:00 UTC  sign-in begun: asked for login (no_session)\n");
        let unknown = Entry { key: "Interaction.SignIn.\u{1b}[2J".to_owned(), ..entry };
        assert!(!shown(unknown).contains('\u{1b}'));
    }
}
