//! What the rules ask about the OAuth settings of the project.

use super::subject::Subject;
use crate::domain::is_this_machine;
use crate::{
    diagnostic::{File, Location},
    platform::gpt_action::{
        TARGET,
        callback::{self, Callback},
    },
    project::{OAuth, Project},
};
use url::Url;

/// The OAuth settings that the GPT editor will be given.
#[derive(Clone, Copy)]
pub(super) struct Settings<'a> {
    pub(super) oauth: &'a OAuth,
    project: &'a Project,
}

/// A callback URL of the project with its place.
pub(super) struct Registered<'a> {
    pub(super) uri: &'a str,
    pub(super) callback: Callback<'a>,
    pub(super) location: Location,
}

/// A callback URL of an action that is there with one of the two hosts alone.
pub(super) struct Lone<'a> {
    pub(super) registered: Registered<'a>,
    /// The host that it is not there with.
    pub(super) missing: &'static str,
    /// A callback id that is there with that host alone.
    pub(super) rival: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// Returns the OAuth settings; nothing where they are those of a provider on this machine, which
    /// only stands in for that of the GPT.
    pub(super) fn oauth(&self) -> Option<Settings<'a>> {
        let project = self.project?;
        let settings = Settings { oauth: project.oauth.as_ref()?, project };
        (!settings.is_stand_in()).then_some(settings)
    }
}

impl<'a> Settings<'a> {
    /// Returns the place of a setting; that of the whole table where it is not there.
    pub(super) fn place(&self, key: &str) -> Location {
        let span = self.project.place(&format!("oauth.{key}")).or_else(|| self.project.place("oauth"));
        let pointer = format!("/oauth/{}", key.replace('.', "/"));
        Location { file: File::Project, pointer, span: span.unwrap_or_default() }
    }

    /// Returns whether the provider is meant to speak OpenID Connect, not OAuth alone.
    pub(super) fn is_openid_connect(&self) -> bool {
        self.oauth.issuer.is_some() || self.oauth.userinfo_endpoint.is_some()
    }

    /// Returns whether the scope has this value, whatever stands between its values: the separator
    /// has a rule of its own.
    pub(super) fn asks_for(&self, value: &str) -> bool {
        self.oauth.scope.as_str().split([' ', ',', '+']).any(|own| own == value)
    }

    /// Returns the callback URLs in the order of the file.
    pub(super) fn callbacks(&self) -> Vec<Registered<'a>> {
        let uris = self.oauth.chatgpt_redirect_uris.iter().enumerate();
        uris.map(|(number, uri)| Registered {
            uri,
            callback: callback::classify(uri),
            location: self.place(&format!("chatgpt_redirect_uris.{number}")),
        })
        .collect()
    }

    /// Returns the callback URLs that are not there with each of the hosts.
    pub(super) fn lone_callbacks(&self) -> Vec<Lone<'a>> {
        let pairs: Vec<_> =
            self.callbacks().iter().filter_map(|registered| action(registered.callback)).collect();
        let is_there = |host: &str, id: &str| pairs.contains(&(host, id));
        let lone = |registered: Registered<'a>| {
            let (_, id) = action(registered.callback)?;
            let missing = HOSTS.iter().find(|host| !is_there(host, id))?;
            let mut others = pairs.iter().filter(|(host, _)| host == missing).map(|(_, other)| *other);
            let rival = others.find(|other| HOSTS.iter().any(|host| !is_there(host, other)));
            Some(Lone { registered, missing, rival })
        };
        self.callbacks().into_iter().filter_map(lone).collect()
    }

    fn is_stand_in(&self) -> bool {
        let issuer = self.oauth.issuer.as_ref().and_then(|issuer| Url::parse(issuer.as_str()).ok());
        let endpoints = [&self.oauth.authorization_endpoint, &self.oauth.token_endpoint];
        let mut urls = endpoints.into_iter().flatten().chain(&issuer);
        urls.all(is_this_machine)
    }
}

const HOSTS: &[&str] = TARGET.redirect.value.hosts;

fn action(callback: Callback<'_>) -> Option<(&str, &str)> {
    match callback {
        Callback::Action { host, id, .. } => Some((host, id)),
        Callback::Other(_) | Callback::Unusable => None,
    }
}

#[cfg(test)]
mod tests;
