//! How the application is to be, as it follows from the project.

use crate::{
    platform::gpt_action::{
        TARGET,
        callback::{self, Callback},
    },
    project::{OAuth, Project, redirect::LoginRedirect},
};
use url::Url;

/// Where `login` listens in a project that `apply` gives its `[oauth]`.
pub const LOOPBACK_REDIRECT_URI: &str = "http://127.0.0.1:4180/callback";

/// How the application is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// Its name, by which it is found and made where its id leads nowhere.
    pub name: Option<String>,
    /// Its id, as far as the project knows it.
    pub client_id: Option<String>,
    /// The redirect URIs that it must have; others stay.
    pub redirect_uris: Vec<String>,
    /// Whether it issues refresh tokens whatever was asked for.
    pub always_issue_refresh_token: bool,
    /// The life of a refresh token in days; left as it is where it is not given.
    pub refresh_token_days: Option<u64>,
    /// The custom domain.
    pub custom_domain: Option<String>,
    /// Whether the project's issuer is there already.
    pub uses_custom_domain: bool,
}

impl Desired {
    /// Returns what the project wants.
    pub fn of(project: &Project) -> Self {
        let logto = project.logto.clone().unwrap_or_default();
        let mut uris = Vec::new();
        match &project.oauth {
            Some(oauth) => uris.extend(redirect_uris(oauth)),
            None => uris.push(LOOPBACK_REDIRECT_URI.to_owned()),
        }
        uris.extend(logto.redirect_uris);
        let mut seen = Vec::with_capacity(uris.len());
        for uri in uris {
            if !seen.contains(&uri) {
                seen.push(uri);
            }
        }
        let client_id = project.oauth.as_ref().map(|own| own.client_id.as_str().to_owned());
        let issuer = project.oauth.as_ref().and_then(|own| own.issuer.as_ref());
        let host = issuer.and_then(|own| Url::parse(own.as_str()).ok()?.host_str().map(str::to_owned));
        Self {
            uses_custom_domain: logto.custom_domain.is_some() && logto.custom_domain == host,
            name: logto.application,
            client_id: client_id.filter(|id| !id.is_empty()),
            redirect_uris: seen,
            always_issue_refresh_token: logto.always_issue_refresh_token.unwrap_or(true),
            refresh_token_days: logto.refresh_token_days,
            custom_domain: logto.custom_domain,
        }
    }

    /// Returns whether a callback URL of ChatGPT is among the redirect URIs.
    pub fn knows_callback(&self) -> bool {
        self.redirect_uris.iter().any(|uri| TARGET.redirect.value.hosts.iter().any(|host| at(uri, host)))
    }

    /// Returns whether there is one that `login` can listen behind: Logto compares its port, so any
    /// free port will not do.
    pub fn knows_login(&self) -> bool {
        self.login_redirect_uris().next().is_some()
    }

    /// Returns the redirect URIs that `login` can listen behind.
    pub fn login_redirect_uris(&self) -> impl Iterator<Item = &String> {
        let is_loopback = |uri: &&String| {
            let redirect = Url::parse(uri).ok().map(LoginRedirect::of);
            matches!(redirect, Some(Ok(LoginRedirect::Loopback(_))))
        };
        self.redirect_uris.iter().filter(is_loopback)
    }
}

fn at(uri: &str, host: &str) -> bool {
    uri.strip_prefix("https://")
        .and_then(|rest| rest.strip_prefix(host))
        .is_some_and(|rest| rest.starts_with('/'))
}

/// Returns the callback URLs at both hosts of ChatGPT, then where `login` listens.
fn redirect_uris(oauth: &OAuth) -> Vec<String> {
    let mut uris = Vec::new();
    for uri in &oauth.chatgpt_redirect_uris {
        match callback::classify(uri) {
            Callback::Action { id, .. } => uris.extend(TARGET.redirect.value.uris(id)),
            // What is no address at all would make Logto refuse the others as well.
            Callback::Other(_) | Callback::Unusable if Url::parse(uri).is_err() => {}
            Callback::Other(_) | Callback::Unusable => uris.push(uri.clone()),
        }
    }
    uris.extend(oauth.tunnel_redirect_uri.iter().map(ToString::to_string));
    if let Some(loopback) = &oauth.loopback_redirect_uri {
        let ports = &oauth.loopback_ports;
        let at_port = |port: &u16| {
            let mut uri = loopback.clone();
            // Only a URL without a host cannot have a port, and this one has.
            let _ = uri.set_port(Some(*port));
            uri
        };
        match ports.is_empty() {
            true if loopback.port().is_none() => {}
            true => uris.push(loopback.to_string()),
            false => uris.extend(ports.iter().map(|port| at_port(port).to_string())),
        }
    }
    uris
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    const ID: &str = "g-369c00bd47b6f501275b414d19d5244ac411097b";

    fn desired(text: &str) -> Desired {
        Desired::of(&Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap())
    }

    fn with(lines: &str) -> Desired {
        desired(&format!("[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"abc\"\n{lines}\n"))
    }

    #[test]
    fn a_callback_is_wanted_at_both_hosts_once() {
        let uris = with(&format!(
            "chatgpt_redirect_uris = [\"https://chatgpt.com/aip/{ID}/oauth/callback\", \"https://chat.openai.com/aip/{ID}/oauth/callback\"]"
        ));
        assert_eq!(uris.redirect_uris.len(), 2);
        for host in ["chat.openai.com", "chatgpt.com"] {
            assert!(
                uris.redirect_uris.contains(&format!("https://{host}/aip/{ID}/oauth/callback")),
                "{host}"
            );
        }
        assert!(uris.knows_callback() && !uris.knows_login());
    }

    #[test]
    fn every_port_that_login_tries_is_wanted() {
        let uris =
            with("loopback_redirect_uri = \"http://localhost:4180/cb\"\nloopback_ports = [4181, 4182]");
        assert_eq!(uris.redirect_uris, ["http://localhost:4181/cb", "http://localhost:4182/cb"]);
        let one = with("loopback_redirect_uri = \"http://127.0.0.1:4180/callback\"");
        assert_eq!(one.redirect_uris, ["http://127.0.0.1:4180/callback"]);
        assert!(one.knows_login() && !one.knows_callback());
        assert!(with("loopback_redirect_uri = \"http://127.0.0.1/callback\"").redirect_uris.is_empty());
    }

    #[test]
    fn the_table_adds_its_own_and_nothing_twice() {
        let own = with(
            "chatgpt_redirect_uris = [\"nonsense\", \"https://chat.openai.com/aip/*/oauth/callback\"]\n[logto]\n\
             redirect_uris = [\"https://chat.openai.com/aip/*/oauth/callback\", \"https://oauth.pstmn.io/v1/callback\"]",
        );
        assert_eq!(
            own.redirect_uris,
            ["https://chat.openai.com/aip/*/oauth/callback", "https://oauth.pstmn.io/v1/callback"]
        );
        assert!(own.knows_callback());
    }

    #[test]
    fn a_custom_domain_is_used_where_the_issuer_is_at_its_host() {
        let of = |domain: &str| with(&format!("[logto]\ncustom_domain = \"{domain}\"")).uses_custom_domain;
        assert!(of("t.logto.app") && !of("auth.example.com") && !with("").uses_custom_domain);
    }

    #[test]
    fn an_empty_client_id_names_no_application() {
        let text = "[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"\"\n";
        assert_eq!(desired(text).client_id, None);
    }

    #[test]
    fn a_project_without_oauth_wants_what_it_will_be_given() {
        let own = desired("[logto]\nendpoint = \"https://t.logto.app\"\napplication = \"Agenda\"\n");
        assert_eq!((own.name.as_deref(), own.client_id), (Some("Agenda"), None));
        assert_eq!(own.redirect_uris, [LOOPBACK_REDIRECT_URI]);
        assert!(own.always_issue_refresh_token);
    }
}
