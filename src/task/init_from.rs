//! Makes the document of a new project out of one that is there.

use super::fix;
use crate::{
    adapt::{self, Choice, ChoiceError, Note, Offer, Settings},
    domain::RegistrableDomain,
    edit,
    openapi::{Document, ParseError},
    platform::gpt_action::TARGET,
    source::Source,
};
use url::Url;

/// The document of a new project.
#[derive(Debug)]
pub struct Adaptation {
    /// Its text.
    pub text: String,
    /// How many operations are in it.
    pub operations: usize,
    /// What was left out or changed.
    pub notes: Vec<Note>,
}

/// Why no document could be made.
#[derive(Debug, thiserror::Error)]
pub enum AdaptError {
    /// There is nothing to call.
    #[error("`{name}` has no operations")]
    NoOperations {
        /// The name of the document.
        name: String,
    },
    /// The choice fits nothing.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// More are chosen than the editor takes.
    #[error("{count} operations are chosen, and ChatGPT takes at most {limit}")]
    TooMany {
        /// How many.
        count: usize,
        /// How many there may be.
        limit: usize,
        /// The tags of those with the number of their operations, the largest first.
        tags: Vec<(String, usize)>,
    },
    /// ChatGPT could call none of what was chosen.
    #[error("none of the chosen operations can be called by ChatGPT")]
    NothingLeft {
        /// Why.
        notes: Vec<Note>,
    },
    /// What we wrote cannot be read: our own fault.
    #[error("the new document cannot be read back")]
    Unreadable(#[from] ParseError),
}

/// Returns the places of the chosen offers.
///
/// # Errors
///
/// Where the choice fits nothing, or too much.
pub fn choose(offers: &[Offer], choice: &Choice) -> Result<Vec<usize>, AdaptError> {
    let chosen = adapt::choose(offers, choice)?;
    within_limit(offers, &chosen)?;
    Ok(chosen)
}

/// Checks that the editor takes as many operations.
///
/// # Errors
///
/// [`AdaptError::TooMany`].
pub fn within_limit(offers: &[Offer], chosen: &[usize]) -> Result<(), AdaptError> {
    let limit = TARGET.document.operations.value;
    if chosen.len() <= limit {
        return Ok(());
    }
    let chosen: Vec<_> = chosen.iter().filter_map(|at| offers.get(*at)).cloned().collect();
    let tags = adapt::tags(&chosen).into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect();
    Err(AdaptError::TooMany { count: chosen.len(), limit, tags })
}

/// Makes a document of the chosen operations, with everything mended that can be.
///
/// # Errors
///
/// As [`AdaptError`].
pub fn adapt(document: &Document, chosen: &[usize], settings: &Settings) -> Result<Adaptation, AdaptError> {
    if chosen.is_empty() {
        return Err(AdaptError::NoOperations { name: document.source().name().to_owned() });
    }
    let adapted = adapt::adapt(document, chosen, settings);
    if adapted.operations == 0 {
        return Err(AdaptError::NothingLeft { notes: adapted.notes });
    }
    let new = Document::parse(Source::new("openapi.yaml", edit::yaml(&adapted.document)))?;
    let (new, _) = fix::mend(new, None, true, &|_| true);
    let text = new.source().text().to_owned();
    Ok(Adaptation { text, operations: adapted.operations, notes: adapted.notes })
}

/// Returns the first server of a document that ChatGPT could call; one without a host is at `base`,
/// the address of the document.
pub fn server(document: &Document, base: Option<&Url>) -> Option<Url> {
    let servers = document.servers();
    let urls = servers.iter().filter_map(|server| server.expanded());
    let absolute = |text: String| Url::parse(&text).ok().or_else(|| base?.join(&text).ok());
    urls.filter_map(absolute).find(|url| {
        let host = url.host_str().unwrap_or_default();
        url.scheme() == "https" && url.port().is_none() && RegistrableDomain::of(host).is_some()
    })
}

/// Returns a placeholder for the issuer that is on the domain of the server, as the editor wants it.
pub fn example_issuer(server: &str) -> Option<String> {
    let url = Url::parse(server).ok()?;
    let domain = RegistrableDomain::of(url.host_str()?)?;
    Some(format!("https://auth.{}/oidc", domain.icann()))
}

#[cfg(test)]
mod tests;
