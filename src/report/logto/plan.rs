//! A plan: what is to be done at Logto and here.

use crate::{
    logto::plan::{Change, Note, Plan},
    report::{escape, mask, styles::Styles},
    task::logto::plan::Planned,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// What happens to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was not there.
    Add,
    /// It was another.
    Change,
    /// It goes.
    Remove,
}

impl Action {
    fn sign(self, styles: Styles) -> String {
        match self {
            Self::Add => styles.good("+").to_string(),
            Self::Change => styles.warning("~").to_string(),
            Self::Remove => styles.error("-").to_string(),
        }
    }

    /// Returns the word for it in JSON.
    fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Remove => "remove",
        }
    }
}

/// Returns what happens to a thing by a change.
pub fn action(change: &Change) -> Action {
    match change {
        Change::CreateApplication { .. }
        | Change::AddRedirectUri(_)
        | Change::AddDomain(_)
        | Change::RotateSecret
        | Change::KeepSecret { replaces: false }
        | Change::WriteClientId { from: None, .. } => Action::Add,
        Change::AlwaysIssueRefreshToken { .. }
        | Change::RefreshTokenDays { .. }
        | Change::KeepSecret { replaces: true }
        | Change::WriteClientId { .. } => Action::Change,
        Change::RemoveRedirectUri(_) | Change::RemoveSecret { .. } => Action::Remove,
    }
}

/// Returns a change in a line.
pub fn line(change: &Change) -> String {
    let switch = |on: bool| if on { "on" } else { "off" };
    match change {
        Change::CreateApplication { name } => {
            format!("application \"{}\", Traditional web", escape::line(name))
        }
        Change::AddRedirectUri(uri) | Change::RemoveRedirectUri(uri) => {
            format!("redirect URI {}", mask::reference(uri))
        }
        Change::AlwaysIssueRefreshToken { from, to } => {
            format!("\"Always issue Refresh Token\" {} -> {}", switch(from.unwrap_or(false)), switch(*to))
        }
        Change::RefreshTokenDays { from, to } => match from {
            Some(from) => format!("refresh token life {from} -> {to} days"),
            None => format!("refresh token life: {to} days"),
        },
        Change::AddDomain(domain) => format!("custom domain {}", escape::line(domain)),
        Change::KeepSecret { replaces: false } => "client secret, read from Logto and kept here".to_owned(),
        Change::KeepSecret { replaces: true } => {
            "client secret kept here: it is none of the application's, and is replaced".to_owned()
        }
        Change::RotateSecret => "a new client secret, proved and then kept here".to_owned(),
        Change::RemoveSecret { name } => {
            format!("client secret \"{}\" at Logto: nobody can use it any more", escape::line(name))
        }
        Change::WriteClientId { from, to } => {
            let to = to.as_deref().map_or("that of the new application".into(), escape::line);
            match from {
                Some(from) => format!("client_id in gptauth.toml {} -> {to}", escape::line(from)),
                None => format!("client_id in gptauth.toml: {to}"),
            }
        }
    }
}

/// Returns a change that stands in no plan any more, where no sign before it says what it does.
pub fn told(change: &Change) -> String {
    match change {
        Change::RemoveRedirectUri(_) => format!("{} removed", line(change)),
        _ => line(change),
    }
}

/// Returns a note in a sentence.
pub fn note(note: &Note) -> String {
    match note {
        Note::OtherName { there, here } => format!(
            "the application is called \"{}\" there and \"{}\" in gptauth.toml; names are not changed from here",
            escape::line(there),
            escape::line(here)
        ),
        Note::Namesakes(ids) => format!(
            "others have the same name ({}); the oldest is taken, `client_id` in gptauth.toml chooses another",
            ids.iter().map(|id| escape::line(id)).collect::<Vec<_>>().join(", ")
        ),
        Note::UnknownClientId(id) => {
            format!("no application of this tenant has the client_id \"{}\" of gptauth.toml", escape::line(id))
        }
        Note::NoCallback => {
            "no callback URL of ChatGPT is known yet: the GPT editor shows it after the first save, then `gptauth logto callback URL`".to_owned()
        }
        Note::NoLoopback => {
            "`gptauth login` has no redirect URI that Logto would take: set `loopback_redirect_uri` with a port in `[oauth]`".to_owned()
        }
        Note::DomainPending { domain, status } => format!(
            "the custom domain {} does not answer yet ({}): `gptauth logto domain status` shows the DNS records to set",
            escape::line(domain),
            escape::line(status)
        ),
        Note::DomainUnused(domain) => format!(
            "the custom domain {0} answers, and gptauth.toml does not use it: `gptauth logto domain wait {0} --yes` lets it",
            escape::line(domain)
        ),
        Note::DomainUnsupported(domain) => format!(
            "a self-hosted Logto has no custom domains: point {} at it by your own proxy, and set its ENDPOINT",
            escape::line(domain)
        ),
        Note::WrongSecretInEnvironment => {
            "the client secret in GPTAUTH_CLIENT_SECRET is none of the application's: unset it, or set it to one of Console > App secrets".to_owned()
        }
        Note::NoOldSecret => "there is no replaced client secret to remove".to_owned(),
        Note::OldSecretStays => {
            "the old client secret stays: the token endpoint did not tell whether the new one is right".to_owned()
        }
        Note::ThirdParty => {
            "it is a third-party application: Logto asks each user for consent, and refuses scopes that are not enabled for it in the console".to_owned()
        }
        Note::Prunable(uris) => format!(
            "{} that gptauth added and gptauth.toml no longer wants stay; `--prune` removes them: {}",
            if uris.len() == 1 { "a redirect URI".to_owned() } else { format!("{} redirect URIs", uris.len()) },
            uris.iter().map(|uri| mask::reference(uri)).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// Returns how many changes there are, in words.
pub fn count(changes: &[Change]) -> String {
    let of = |wanted: Action| changes.iter().filter(|own| action(own) == wanted).count();
    let parts =
        [(of(Action::Add), "to add"), (of(Action::Change), "to change"), (of(Action::Remove), "to remove")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}"));
    let noun = if changes.len() == 1 { "change" } else { "changes" };
    format!("{} {noun}: {}", changes.len(), parts.collect::<Vec<_>>().join(", "))
}

/// Writes a plan for people.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(planned: &Planned, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let Planned { tenant, plan, .. } = planned;
    let endpoint = tenant.endpoint().as_str().trim_end_matches('/').to_owned();
    let id = plan.application.as_deref().map_or("not there yet".into(), escape::line);
    let name = escape::line(&plan.name).into_owned();
    writeln!(out, "{} ({id}) at {}", styles.strong(name), escape::line(&endpoint))?;
    for change in &plan.changes {
        writeln!(out, "  {} {}", action(change).sign(styles), line(change))?;
    }
    match plan.is_empty() {
        true => writeln!(out, "  {} all is as gptauth.toml wants it", styles.good("✓"))?,
        false => writeln!(out, "{}", count(&plan.changes))?,
    }
    Ok(())
}

/// Returns a plan as JSON.
pub fn json(planned: &Planned) -> Value {
    let Planned { tenant, plan, .. } = planned;
    let mut document = json!({
        "schema": 1,
        "endpoint": tenant.endpoint().as_str(),
        "resource": tenant.resource(),
    });
    if let (Some(members), Value::Object(rest)) = (document.as_object_mut(), json_of(plan)) {
        members.extend(rest);
    }
    document
}

fn json_of(plan: &Plan) -> Value {
    json!({
        "application": { "id": plan.application.as_deref().map(escape::line), "name": escape::line(&plan.name) },
        "changes": plan.changes.iter().map(change_json).collect::<Vec<_>>(),
        "notes": plan.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

/// Returns a change as JSON. A secret is never in it.
pub fn change_json(change: &Change) -> Value {
    let (what, from, to) = match change {
        Change::CreateApplication { name } => ("application", json!(null), json!(escape::line(name))),
        Change::AddRedirectUri(uri) => ("redirect_uri", json!(null), json!(mask::reference(uri))),
        Change::RemoveRedirectUri(uri) => ("redirect_uri", json!(mask::reference(uri)), json!(null)),
        Change::AlwaysIssueRefreshToken { from, to } => {
            ("always_issue_refresh_token", json!(from), json!(to))
        }
        Change::RefreshTokenDays { from, to } => ("refresh_token_days", json!(from), json!(to)),
        Change::AddDomain(domain) => ("custom_domain", json!(null), json!(escape::line(domain))),
        Change::KeepSecret { .. } | Change::RotateSecret => ("client_secret", json!(null), json!(null)),
        Change::RemoveSecret { name } => ("client_secret", json!(escape::line(name)), json!(null)),
        Change::WriteClientId { from, to } => {
            let [from, to] = [from, to].map(|id| id.as_deref().map(escape::line));
            ("client_id", json!(from), json!(to))
        }
    };
    json!({ "action": action(change).word(), "what": what, "from": from, "to": to })
}
