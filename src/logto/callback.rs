//! The redirect URIs that a callback URL of the GPT editor stands for.

use crate::{
    platform::gpt_action::{
        TARGET,
        callback::{self, Callback, IdForm},
    },
    project::Project,
};

/// What is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The redirect URIs, one for each host of ChatGPT.
    pub uris: Vec<String>,
    /// Whether every GPT's callback URL is meant.
    pub wildcard: bool,
    /// Whether the id has a form that was never seen.
    pub unseen: bool,
}

/// Why a URL is no callback URL of an action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFault {
    /// It is one of another product.
    #[error("`{url}` is a callback URL of {product}, not of an action")]
    OtherProduct {
        /// The URL.
        url: String,
        /// The product, in words.
        product: &'static str,
    },
    /// It has the id of the GPT itself.
    #[error("`{id}` is the id of the GPT, not its callback id")]
    GptId {
        /// The id.
        id: String,
    },
    /// It has not the shape of one.
    #[error("`{url}` is no callback URL of an action")]
    Shape {
        /// The URL.
        url: String,
    },
}

/// Returns what to register for the callback URL that the editor shows, which has one of the hosts.
///
/// # Errors
///
/// As [`CallbackFault`].
pub fn registration(url: &str) -> Result<Registration, CallbackFault> {
    match callback::classify(url) {
        Callback::Action { form: IdForm::Gpt, id, .. } => Err(CallbackFault::GptId { id: id.to_owned() }),
        Callback::Action { id, form, .. } => Ok(Registration {
            uris: TARGET.redirect.value.uris(id),
            wildcard: false,
            unseen: form == IdForm::Unseen,
        }),
        Callback::Other(product) => Err(CallbackFault::OtherProduct { url: url.to_owned(), product }),
        Callback::Unusable => Err(CallbackFault::Shape { url: url.to_owned() }),
    }
}

/// Returns what to register for the callback URLs of every GPT: in Logto `*` stands for any part of a
/// path.
pub fn wildcard() -> Registration {
    Registration { uris: TARGET.redirect.value.uris("*"), wildcard: true, unseen: false }
}

/// Returns whether a project still wants the callback URLs of every GPT.
pub fn has_wildcard(project: &Project) -> bool {
    let wildcard = wildcard().uris;
    let wanted = project.logto.iter().flat_map(|own| &own.redirect_uris);
    let wanted = wanted.chain(project.oauth.iter().flat_map(|own| &own.chatgpt_redirect_uris));
    wanted.into_iter().any(|uri| wildcard.contains(uri))
}

/// Returns the callback URLs of a GPT that nobody has, by which a wildcard is tried.
pub fn specimen() -> Vec<String> {
    TARGET.redirect.value.uris(&format!("g-{}", "0".repeat(40)))
}

/// Returns what a callback URL looks like.
pub fn shape() -> String {
    let host = TARGET.redirect.value.hosts.first().copied().unwrap_or_default();
    let shape = TARGET.redirect.value;
    format!("https://{host}{}g-<40-hexadecimal-digits>{}", shape.path_prefix, shape.path_suffix)
}

/// Returns the callback URLs of a project once `new` are registered: its own of other GPTs stay, and
/// so does their order.
pub fn merged(known: &[String], new: &[String]) -> Vec<String> {
    let added = new.iter().filter(|own| !known.contains(own));
    known.iter().chain(added).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    const ID: &str = "g-369c00bd47b6f501275b414d19d5244ac411097b";

    #[test]
    fn one_callback_url_stands_for_both_hosts() {
        for host in ["chat.openai.com", "chatgpt.com"] {
            let registration = registration(&format!("https://{host}/aip/{ID}/oauth/callback")).unwrap();
            let both = ["chat.openai.com", "chatgpt.com"]
                .map(|host| format!("https://{host}/aip/{ID}/oauth/callback"));
            assert_eq!(registration, Registration { uris: both.to_vec(), wildcard: false, unseen: false });
        }
    }

    #[test]
    fn an_id_of_an_unseen_form_is_taken_with_a_word() {
        let registration = registration("https://chatgpt.com/aip/g-new_form/oauth/callback").unwrap();
        assert!(registration.unseen);
    }

    #[test]
    fn what_is_no_callback_url_is_told_apart() {
        let fault = |url: &str| registration(url).unwrap_err();
        for id in ["g-2fkFE8rbu", "g-67a1b2c3d4e5f60718293a4b5c6d7e8f"] {
            let url = format!("https://chatgpt.com/aip/{id}/oauth/callback");
            assert_eq!(fault(&url), CallbackFault::GptId { id: id.to_owned() });
        }
        assert!(matches!(
            fault("https://chatgpt.com/connector/oauth/abc"),
            CallbackFault::OtherProduct { product: "MCP apps", .. }
        ));
        for url in [
            "",
            "g-369c00bd47b6f501275b414d19d5244ac411097b",
            "https://chatgpt.com/g/g-2fkFE8rbu-agenda",
            "https://chatgpt.com/aip/*/oauth/callback",
            "https://chatgpt.com/aip//oauth/callback",
            "https://example.com/aip/g-123456789/oauth/callback",
            &format!("http://chatgpt.com/aip/{ID}/oauth/callback"),
            &format!("https://chatgpt.com/aip/{ID}/oauth/callback/"),
            &format!("https://chatgpt.com/aip/{ID}/oauth/callback?x=1"),
            &format!("https://chatgpt.com:8443/aip/{ID}/oauth/callback"),
            &format!(" https://chatgpt.com/aip/{ID}/oauth/callback"),
        ] {
            assert!(matches!(fault(url), CallbackFault::Shape { .. }), "{url}");
        }
    }

    #[test]
    fn a_wildcard_covers_every_gpt_on_both_hosts() {
        assert_eq!(
            wildcard().uris,
            ["https://chat.openai.com/aip/*/oauth/callback", "https://chatgpt.com/aip/*/oauth/callback"]
        );
        assert!(specimen().iter().all(|own| registration(own).is_ok_and(|own| !own.unseen)));
    }

    #[test]
    fn a_wildcard_is_found_wherever_the_project_has_it() {
        let of = |lines: &str| {
            let text =
                format!("[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"a\"\n{lines}\n");
            has_wildcard(&Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap())
        };
        let any = "https://chatgpt.com/aip/*/oauth/callback";
        assert!(of(&format!("[logto]\nredirect_uris = [\"https://a.example/\", \"{any}\"]")));
        assert!(of(&format!("chatgpt_redirect_uris = [\"{any}\"]")));
        assert!(!of(&format!(
            "chatgpt_redirect_uris = [\"https://chatgpt.com/aip/{ID}/oauth/callback\"]\n[logto]\nredirect_uris = []"
        )));
    }

    #[test]
    fn other_callback_urls_of_the_project_stay() {
        let known = ["b".to_owned(), "a".to_owned()];
        assert_eq!(merged(&known, &["a".to_owned(), "c".to_owned()]), ["b", "a", "c"]);
    }
}
