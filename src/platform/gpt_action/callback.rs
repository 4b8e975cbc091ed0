//! The callback URLs of actions, and those of other products that people take for them.

use super::TARGET;

/// What a URL is that somebody took for the callback URL of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callback<'a> {
    /// One of an action, as far as its form tells.
    Action {
        /// The host.
        host: &'a str,
        /// The callback id.
        id: &'a str,
        /// What the id looks like.
        form: IdForm,
    },
    /// One of another product of OpenAI, in words.
    Other(&'static str),
    /// None that ChatGPT uses.
    Unusable,
}

/// What the id in a callback URL looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// `g-` and 40 hexadecimal digits: every captured one.
    Callback,
    /// `g-` and 9 letters or digits (2023 and 2024), or 32 hexadecimal digits (since 2025): the id
    /// of the GPT itself.
    Gpt,
    /// Any other.
    Unseen,
}

/// Returns what `uri` is.
pub fn classify(uri: &str) -> Callback<'_> {
    let shape = TARGET.redirect.value;
    if let Some(words) = other_product(uri) {
        return Callback::Other(words);
    }
    let host = shape.hosts.iter().find(|host| {
        uri.strip_prefix("https://")
            .and_then(|rest| rest.strip_prefix(**host))
            .is_some_and(|rest| rest.starts_with('/'))
    });
    let Some((host, id)) = host.zip(shape.callback_id(uri)) else { return Callback::Unusable };
    let usable = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !id.starts_with("g-") || !id.bytes().all(usable) {
        return Callback::Unusable;
    }
    Callback::Action { host, id, form: id_form(id) }
}

/// The callback URLs of plugins, which are gone, and of MCP apps.
fn other_product(uri: &str) -> Option<&'static str> {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    match host {
        "platform.openai.com" if path.starts_with("apps-manage/oauth") => Some("the review of MCP apps"),
        "chatgpt.com" | "chat.openai.com" => {
            if path.starts_with("connector/oauth/") || path.starts_with("connector_platform_oauth_redirect") {
                Some("MCP apps")
            } else {
                path.starts_with("aip/plugin-").then_some("ChatGPT plugins, which are gone")
            }
        }
        _ => None,
    }
}

fn id_form(id: &str) -> IdForm {
    let digits = id.strip_prefix("g-").unwrap_or_default();
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match digits.len() {
        40 if is_hex => IdForm::Callback,
        32 if is_hex => IdForm::Gpt,
        9 if digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) => IdForm::Gpt,
        _ => IdForm::Unseen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "g-369c00bd47b6f501275b414d19d5244ac411097b";

    #[test]
    fn the_callback_url_of_an_action_is_known_by_host_and_id() {
        for host in ["chat.openai.com", "chatgpt.com"] {
            let uri = format!("https://{host}/aip/{ID}/oauth/callback");
            assert_eq!(classify(&uri), Callback::Action { host, id: ID, form: IdForm::Callback });
        }
    }

    #[test]
    fn the_id_of_a_gpt_is_no_callback_id() {
        for (id, form) in [
            ("g-2fkFE8rbu", IdForm::Gpt),
            ("g-67a1b2c3d4e5f60718293a4b5c6d7e8f", IdForm::Gpt),
            ("g-67a1b2c3d4e5f60718293a4b5c6d7e8", IdForm::Unseen),
            ("g-YOUR_ID", IdForm::Unseen),
            ("g-369c00bd47b6f501275b414d19d5244ac411097", IdForm::Unseen),
            ("g-369c00bd47b6f501275b414d19d5244ac411097z", IdForm::Unseen),
        ] {
            let uri = format!("https://chatgpt.com/aip/{id}/oauth/callback");
            assert_eq!(classify(&uri), Callback::Action { host: "chatgpt.com", id, form }, "{id}");
        }
    }

    #[test]
    fn the_urls_of_other_products_are_named() {
        for uri in [
            "https://chatgpt.com/connector/oauth/abc",
            "https://chatgpt.com/connector_platform_oauth_redirect",
            "https://platform.openai.com/apps-manage/oauth",
            "https://chat.openai.com/aip/plugin-1b2c/oauth/callback",
            "http://chatgpt.com/connector/oauth/abc",
        ] {
            assert!(matches!(classify(uri), Callback::Other(_)), "{uri}");
        }
    }

    #[test]
    fn anything_else_is_unusable() {
        for uri in [
            "",
            "chatgpt.com",
            "https://chatgpt.com",
            "https://chatgpt.com/aip//oauth/callback",
            "https://chatgpt.com/aip/{callback id}/oauth/callback",
            "https://chatgpt.com/aip/*/oauth/callback",
            "https://chatgpt.com/aip/abc/oauth/callback",
            "https://ChatGPT.com/aip/g-123456789/oauth/callback",
            "https://chatgpt.com.evil.example/aip/g-123456789/oauth/callback",
            "https://chatgpt.com/aip/g-123456789/oauth/callback/",
            "https://chatgpt.com/aip/g-123456789/oauth/callback?x",
            "https://example.com/aip/g-123456789/oauth/callback",
            &format!("http://chatgpt.com/aip/{ID}/oauth/callback"),
        ] {
            assert_eq!(classify(uri), Callback::Unusable, "{uri}");
        }
    }
}
