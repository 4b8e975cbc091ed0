//! Which server is called, and whether a token may go there.
//!
//! A token goes only to origins of its own action. A document that was merely named on the command
//! line does not make its servers such origins; a server that the user typed is one because it was
//! typed.

use crate::domain::is_this_machine;
use url::Url;

/// The server to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// What the paths of the document are appended to.
    pub url: Url,
    /// Who chose it.
    pub chosen_by: ChosenBy,
}

/// Who chose the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// The user, on the command line.
    CommandLine,
    /// The project file.
    Project,
    /// The document, as its first server.
    Document,
}

/// Why no server can be called.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// The document names none.
    #[error("the document has no server")]
    None,
    /// The URL cannot be read.
    #[error("`{text}` is no URL to call: {reason}")]
    Unusable {
        /// The URL as written, without credentials.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The server comes from a document that is not the project's, and a token would go there.
    #[error(
        "the token is not sent to `{origin}`: that is the server of a document which is not the project's"
    )]
    ForeignDocument {
        /// Scheme, host and port.
        origin: String,
        /// The whole server.
        server: String,
    },
    /// The token would cross a network in clear text (RFC 6750 §5.2).
    #[error("the token is not sent to `{origin}` without TLS")]
    ClearText {
        /// Scheme, host and port.
        origin: String,
    },
}

/// Chooses the server: the one typed, else the project's, else the document's first.
///
/// # Errors
///
/// Where there is none, or the chosen one cannot be called.
pub fn choose(
    typed: Option<&str>,
    project: Option<&Url>,
    document: Option<&str>,
) -> Result<Server, ServerError> {
    let (url, chosen_by) = match (typed, project, document) {
        (Some(text), _, _) => (parse(text)?, ChosenBy::CommandLine),
        (None, Some(url), _) => (parse(url.as_str())?, ChosenBy::Project),
        (None, None, Some(text)) => (parse(text)?, ChosenBy::Document),
        (None, None, None) => return Err(ServerError::None),
    };
    Ok(Server { url, chosen_by })
}

fn parse(text: &str) -> Result<Url, ServerError> {
    let unusable = |reason| ServerError::Unusable { text: without_credentials(text), reason };
    if text.contains(['{', '}']) {
        return Err(unusable("it has a placeholder"));
    }
    let url = Url::parse(text).map_err(|_| unusable("it is not absolute"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(unusable("it is neither https nor http"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(unusable("it carries credentials"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(unusable("it has a query or a fragment"));
    }
    Ok(url)
}

fn without_credentials(text: &str) -> String {
    match text.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => format!("{scheme}://…@{host}"),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

impl Server {
    /// Returns scheme, host and port.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Returns whether the server is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_this_machine(&self.url)
    }

    /// Makes sure that a token may go there. `own_document` says whether the document is the one of
    /// the project that the token belongs to.
    ///
    /// # Errors
    ///
    /// Where it may not.
    pub fn admits_token(&self, own_document: bool) -> Result<(), ServerError> {
        if self.url.scheme() != "https" && !self.is_loopback() {
            return Err(ServerError::ClearText { origin: self.origin() });
        }
        if self.chosen_by == ChosenBy::Document && !own_document {
            return Err(ServerError::ForeignDocument { origin: self.origin(), server: self.url.to_string() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_nearest_to_the_user_wins() {
        let (typed, project, document) =
            ("http://localhost:1/a", url("https://p.example"), "https://d.example");
        let choose = |typed, project, document| choose(typed, project, document).unwrap().chosen_by;
        assert_eq!(choose(Some(typed), Some(&project), Some(document)), ChosenBy::CommandLine);
        assert_eq!(choose(None, Some(&project), Some(document)), ChosenBy::Project);
        assert_eq!(choose(None, None, Some(document)), ChosenBy::Document);
    }

    #[test]
    fn s17_a_server_that_is_no_plain_url_is_refused() {
        assert_eq!(choose(None, None, None), Err(ServerError::None));
        for text in [
            "/api",
            "api.example.com",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://{region}.example.com",
            "https://user:canary@example.com",
            "https://example.com/?key=1",
            "https://example.com:99999",
            "",
        ] {
            let error = choose(Some(text), None, None).unwrap_err();
            assert!(matches!(error, ServerError::Unusable { .. }), "{text}");
            assert!(!error.to_string().contains("canary"));
        }
    }

    #[test]
    fn c2_a_token_goes_only_to_the_action_or_where_the_user_typed() {
        let server = |text, chosen_by| Server { url: url(text), chosen_by };
        let elsewhere = "https://elsewhere.example";
        assert_eq!(server(elsewhere, ChosenBy::Document).admits_token(true), Ok(()));
        assert_eq!(server(elsewhere, ChosenBy::CommandLine).admits_token(false), Ok(()));
        assert_eq!(server(elsewhere, ChosenBy::Project).admits_token(false), Ok(()));
        assert!(matches!(
            server(elsewhere, ChosenBy::Document).admits_token(false),
            Err(ServerError::ForeignDocument { .. })
        ));
    }

    #[test]
    fn a_token_crosses_no_network_in_clear_text() {
        let typed = |text| Server { url: url(text), chosen_by: ChosenBy::CommandLine }.admits_token(true);
        for text in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "http://api.localhost:1"]
        {
            assert_eq!(typed(text), Ok(()), "{text}");
        }
        for text in ["http://api.example.com", "http://localhost.example.com", "http://10.0.0.1"] {
            assert!(matches!(typed(text), Err(ServerError::ClearText { .. })), "{text}");
        }
    }
}
