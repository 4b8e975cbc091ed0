//! The redirect, brought by hand: the user's browser is on another machine, where the loopback
//! address of the answer leads nowhere, and its address bar holds what our port should have got.
//!
//! It is judged as one that came in on the port: `state` first, then the issuer, then the code.

use super::{
    answer,
    authorization::{AuthorizationError, PendingAuthorization},
};
use url::{Position, Url};

/// Why a pasted text is not the answer. The next one may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteRefusal {
    /// It is no address: a code alone, or only a part of the address.
    #[error("that is no whole address; copy all of it, from `{scheme}://` to its end")]
    NotAnAddress {
        /// What it begins with.
        scheme: String,
    },
    /// It is the page that the sign-in begins at.
    #[error("that is the sign-in page; sign in there, then paste the address that the browser ends at")]
    SignInPage,
    /// It is the address of something else.
    #[error("that is an address at `{found}`; the answer comes to `{expected}`")]
    OtherAddress {
        /// Where the answer comes to.
        expected: String,
        /// Scheme, host, port and path of the address, shortened. Not escaped.
        found: String,
    },
    /// `state` is missing or foreign.
    #[error("that answer belongs to another sign-in; sign in on the page above")]
    ForeignState,
    /// A parameter is missing, repeated or too long: the end was not copied, perhaps.
    #[error("that answer is not whole: {0}")]
    Malformed(AuthorizationError),
}

/// Judges a pasted text; returns the redirect, for [`PendingAuthorization::finish`]. A refusal by the
/// provider is an answer too.
///
/// # Errors
///
/// As [`PasteRefusal`]; the request can still be answered then.
pub fn pasted(pending: &PendingAuthorization, page: &Url, text: &str) -> Result<Url, PasteRefusal> {
    let expected = pending.redirect_uri();
    let text = text.trim().trim_matches(['"', '\'', '<', '>', '`']);
    let mut found = Url::parse(text)
        .ok()
        .filter(|url| url.has_host())
        .ok_or_else(|| PasteRefusal::NotAnAddress { scheme: expected.scheme().to_owned() })?;
    let address = |url: &Url| url[..Position::AfterPath].to_owned();
    if address(&found) != address(expected) {
        return Err(if address(&found) == address(page) {
            PasteRefusal::SignInPage
        } else {
            let bare = format!("{}{}", found.origin().ascii_serialization(), found.path());
            PasteRefusal::OtherAddress {
                expected: expected.to_string(),
                found: answer::cut(&answer::mask(&bare, &[]), 120),
            }
        });
    }
    // Some providers append one to every redirect, and browsers carry it along.
    found.set_fragment(None);
    match pending.judge(&found) {
        Err(AuthorizationError::StateMismatch) => Err(PasteRefusal::ForeignState),
        Err(
            error @ (AuthorizationError::Repeated { .. }
            | AuthorizationError::CodeTooLong { .. }
            | AuthorizationError::NoCode),
        ) => Err(PasteRefusal::Malformed(error)),
        Ok(_)
        | Err(
            AuthorizationError::Refused { .. }
            | AuthorizationError::IssuerMismatch { .. }
            | AuthorizationError::CodeAndError,
        ) => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::authorization::tests::{STATE, pending, provider},
        *,
    };

    fn judged(text: &str) -> Result<Url, PasteRefusal> {
        let page = Url::parse("https://id.example.com/oidc/auth?client_id=agenda").unwrap();
        pasted(&pending(&provider()), &page, text)
    }

    fn answer(query: &str) -> String {
        format!("http://127.0.0.1:4711/callback?{query}")
    }

    #[test]
    fn l19_the_whole_redirect_is_taken_as_it_came() {
        let whole = answer(&format!("code=c&state={STATE}&iss=https%3A%2F%2Fid.example.com%2Foidc"));
        assert_eq!(judged(&whole).unwrap().as_str(), whole);
        assert_eq!(judged(&format!("  <{whole}#>\r\n")).unwrap().as_str(), whole);
        let declined = answer(&format!("error=access_denied&state={STATE}"));
        assert_eq!(judged(&declined).unwrap().as_str(), declined, "a refusal is an answer");
    }

    #[test]
    fn l19_what_is_no_answer_is_refused_with_its_reason() {
        for text in ["", "c0de", "?code=c&state=s", "127.0.0.1:4711/callback?code=c", "mailto:a@b"] {
            assert!(matches!(judged(text), Err(PasteRefusal::NotAnAddress { .. })), "{text}");
        }
        let page = "https://id.example.com/oidc/auth?client_id=agenda&state=s";
        assert_eq!(judged(page), Err(PasteRefusal::SignInPage));
        for text in [
            "https://127.0.0.1:4711/callback?code=c",
            "http://127.0.0.1:4712/callback?code=c",
            "http://localhost:4711/callback?code=c",
            "http://127.0.0.1:4711/callback/x?code=c",
            "http://127.0.0.1:4711@evil.example/callback",
            "http://user@127.0.0.1:4711/callback",
        ] {
            assert!(matches!(judged(text), Err(PasteRefusal::OtherAddress { .. })), "{text}");
        }
    }

    #[test]
    fn l19_state_is_looked_at_first() {
        for query in ["code=c", "code=c&state=foreign", "error=access_denied&state=foreign", "code=c&code=d"]
        {
            assert_eq!(judged(&answer(query)), Err(PasteRefusal::ForeignState), "{query}");
        }
        for query in ["", "&code=c&code=d"] {
            let refused = judged(&answer(&format!("state={STATE}{query}")));
            assert!(matches!(refused, Err(PasteRefusal::Malformed(_))), "{query}");
        }
    }

    #[test]
    fn l19_nothing_of_a_code_is_in_a_refusal() {
        let shown = judged("http://other.example/cb?code=canary#access_token=canary").unwrap_err();
        assert!(!format!("{shown} {shown:?}").contains("canary"));
    }
}
