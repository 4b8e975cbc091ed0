//! The form as text and as JSON.

use super::{escape, styles::Styles};
use crate::task::form::{FieldValue, FormOutcome, RedirectUser};
use serde_json::json;
use std::io::{self, Write};

/// The width of the notes, in columns.
const WIDTH: usize = 78;

/// Writes the form for a person: labels left, values right, each value alone on its line so that it
/// can be copied.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn text(form: &FormOutcome, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", styles.strong("In the GPT editor: Configure → Actions"))?;
    let width = form.fields.iter().map(|field| field.label.len()).max().unwrap_or_default();
    for field in &form.fields {
        let value = match &field.value {
            FieldValue::Text(text) => styles.typed(escape::line(text)),
            FieldValue::File(path) => format!("the content of {}", styles.typed(escape::line(path))),
            FieldValue::Secret => "the client secret of this client (not shown here)".to_owned(),
            FieldValue::Yours(what) => (*what).to_owned(),
            FieldValue::Impossible(why) => styles.warning(why),
        };
        writeln!(out, "  {:width$}  {value}", field.label)?;
    }
    writeln!(out, "\n{}", styles.strong("At the provider: register these redirect URIs"))?;
    for redirect in &form.redirect_uris {
        writeln!(
            out,
            "  {}{}",
            styles.typed(escape::line(&redirect.uri)),
            match redirect.user {
                RedirectUser::ChatGpt => "",
                RedirectUser::Login => "   (gptauth login)",
            }
        )?;
    }
    writeln!(out, "\n{}", styles.strong("Before you save"))?;
    for note in form.notes {
        let options = textwrap::Options::new(WIDTH).initial_indent("  - ").subsequent_indent("    ");
        writeln!(out, "{}", textwrap::fill(note.value, options))?;
        writeln!(
            out,
            "    {}",
            styles.faint(format!("({}, {})", note.basis.confidence.words(), note.basis.read))
        )?;
    }
    Ok(())
}

/// Writes the form as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn json(form: &FormOutcome, out: &mut dyn Write) -> io::Result<()> {
    let fields = form.fields.iter().map(|field| {
        let (kind, value) = match &field.value {
            FieldValue::Text(text) => ("text", Some(text.as_str())),
            FieldValue::File(path) => ("file", Some(path.as_str())),
            FieldValue::Secret => ("secret", None),
            FieldValue::Yours(what) => ("yours", Some(*what)),
            FieldValue::Impossible(why) => ("impossible", Some(*why)),
        };
        json!({ "label": field.label, "kind": kind, "value": value })
    });
    let redirect_uris = form.redirect_uris.iter().map(|redirect| {
        let user = match redirect.user {
            RedirectUser::ChatGpt => "chatgpt",
            RedirectUser::Login => "login",
        };
        json!({ "uri": redirect.uri, "user": user })
    });
    let notes = form.notes.iter().map(|note| {
        json!({
            "text": note.value,
            "confidence": note.basis.confidence.words(),
            "source": note.basis.source,
            "read": note.basis.read,
        })
    });
    let document = json!({
        "schema": 1,
        "fields": fields.collect::<Vec<_>>(),
        "redirect_uris": redirect_uris.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
        "discovered_at": form.discovered_at.as_ref().map(url::Url::as_str),
    });
    writeln!(out, "{document:#}")
}
