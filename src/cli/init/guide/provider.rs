//! Who signs the users in: asked once, written into the project file.

use super::{Guide, demo};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        init::{demo_environment, issuer},
        prompt,
    },
    project::Project,
    providers,
    task::init::progress::{self, Named},
};
use url::Url;

/// Who may sign users in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Logto,
    Demo,
    Other,
}

impl Choice {
    /// Returns the choice of a name.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        match name {
            "logto" => Ok(Self::Logto),
            "demo" => Ok(Self::Demo),
            "other" => Ok(Self::Other),
            _ => Err("expected logto, demo or other, s to skip it, or q to leave".to_owned()),
        }
    }
}

impl Guide<'_> {
    /// Asks what is to be known about a provider, and writes it down.
    pub(super) fn name_provider(&mut self, choice: Choice, project: &Project) -> Result<ExitStatus, Failure> {
        match choice {
            Choice::Logto => self.name_logto(project)?,
            Choice::Demo => self.name_demo(project)?,
            Choice::Other => self.name_other(project)?,
        }
        Ok(ExitStatus::Success)
    }

    fn name_logto(&mut self, project: &Project) -> Result<(), Failure> {
        let check = |text: &str| logto_issuer(text).map(drop);
        let question = "Address of your Logto, such as https://abc123.logto.app";
        let address = prompt::text(question, None, check, &self.system, self.terminal)?;
        let issuer = logto_issuer(&address).map_err(Failure::usage)?;
        let title = self.title();
        let question = "Name of the application there, which is made where there is none";
        let name = prompt::text(question, title.as_deref(), not_empty, &self.system, self.terminal)?;
        let endpoints = ["auth", "token"].map(|path| format!("{issuer}/{path}"));
        let named = Named {
            issuer: &issuer,
            endpoints: endpoints.each_ref().map(String::as_str),
            client_id: None,
            application: Some(name.trim()),
        };
        progress::name_provider(&self.system, project, named)?;
        Ok(())
    }

    fn name_other(&mut self, project: &Project) -> Result<(), Failure> {
        let check = |text: &str| issuer(text).map(drop);
        let question = "Issuer, as its discovery document spells it";
        let issuer = prompt::text(question, None, check, &self.system, self.terminal)?;
        let issuer = issuer.trim();
        let endpoints =
            match Url::parse(issuer).ok().and_then(|url| providers::recognise(Some(&url), &[]).paths) {
                Some(paths) => paths.below(issuer),
                // Every provider has them elsewhere; a guess would only fail at the sign-in.
                None => [self.endpoint("authorization")?, self.endpoint("token")?],
            };
        let client_id = prompt::text("Client id", None, not_empty, &self.system, self.terminal)?;
        let named = Named {
            issuer,
            endpoints: endpoints.each_ref().map(String::as_str),
            client_id: Some(client_id.trim()),
            application: None,
        };
        progress::name_provider(&self.system, project, named)?;
        if let Some(uri) = project.oauth.as_ref().and_then(|own| own.loopback_redirect_uri.as_ref()) {
            self.terminal
                .remark(format_args!("Register {uri} as a redirect URI there, for the sign-in below."));
        }
        Ok(())
    }

    fn endpoint(&mut self, name: &str) -> Result<String, Failure> {
        let check = |text: &str| issuer(text).map(drop);
        let question = format!("Its {name} endpoint, as `{name}_endpoint` in that document");
        let endpoint = prompt::text(&question, None, check, &self.system, self.terminal)?;
        Ok(endpoint.trim().to_owned())
    }

    fn name_demo(&mut self, project: &Project) -> Result<(), Failure> {
        if !project.environments.iter().any(|own| own == demo::ENVIRONMENT) {
            progress::add_environment(&self.system, project, &demo_environment(self.demo_port))?;
        }
        self.work_with_the_demo();
        self.terminal.remark(
            "The project has the environment `demo` now; what you have elsewhere later goes beside it.",
        );
        Ok(())
    }
}

fn not_empty(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it cannot be empty".to_owned()) } else { Ok(()) }
}

/// Returns the issuer of the Logto at an address: the address may be the issuer already.
fn logto_issuer(address: &str) -> Result<String, String> {
    let wrong =
        || "expected an address that begins with https://, or with http:// on this machine".to_owned();
    let url = Url::parse(address.trim()).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() || url.query().is_some() {
        return Err(wrong());
    }
    match url.path().trim_end_matches('/') {
        "" | "/oidc" => Ok(format!("{}/oidc", url.origin().ascii_serialization())),
        _ => Err("expected the address alone, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_of_a_logto_follows_from_its_address() {
        for same in [
            "https://t.logto.app",
            "https://t.logto.app/",
            " https://T.logto.app/oidc",
            "https://t.logto.app:443/oidc/",
        ] {
            assert_eq!(logto_issuer(same).as_deref(), Ok("https://t.logto.app/oidc"), "{same}");
        }
        assert_eq!(logto_issuer("http://127.0.0.1:3001").as_deref(), Ok("http://127.0.0.1:3001/oidc"));
    }

    #[test]
    fn what_is_no_address_of_a_logto_is_told_apart() {
        for wrong in
            ["", "t.logto.app", "ftp://t.logto.app", "https://t.logto.app/console", "https://t.logto.app?x=1"]
        {
            assert!(logto_issuer(wrong).is_err(), "{wrong}");
        }
    }
}
