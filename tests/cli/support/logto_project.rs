//! A project whose provider is a Logto, and whoever may use its Management API.

use super::{
    Place, Run,
    logto::{Credentials, Logto},
};
use gptauth::system::System;
use std::process::Command;

/// A project at a Logto: its application is there, and the credentials of a machine are in the
/// environment of every run.
pub(crate) struct LogtoProject {
    pub(crate) place: Place,
    pub(crate) logto: Logto,
    /// The application that users sign in with.
    pub(crate) application: Credentials,
    machine: Credentials,
}

impl LogtoProject {
    /// Returns a project at a Logto that somebody runs himself.
    pub(crate) fn self_hosted() -> Self {
        Self::at(Logto::self_hosted(), "")
    }

    /// Returns a project at a Logto that is as Logto Cloud is.
    pub(crate) fn cloud() -> Self {
        Self::at(Logto::cloud(), "tenant = \"acme\"\n")
    }

    fn at(logto: Logto, tenant: &str) -> Self {
        let place = Place::new();
        let now = System::real().clock.now();
        let application = logto.look(|logto| {
            let id = logto.put("Traditional", "Agenda", now);
            logto.credentials(&id)
        });
        super::canary::know(&application.secret);
        let machine = logto.machine(true);
        assert_eq!(place.run(["init", "--yes"]).status, Some(0));
        place.write(
            "gptauth.toml",
            &format!(
                "schema = \"openapi.yaml\"\n\n[oauth] # by hand\nissuer = \"{}\"\nclient_id = \"{}\"\n\
                 scope = \"openid offline_access\" # as the tutorial has it\n\n[logto]\n{tenant}",
                logto.issuer(),
                application.id
            ),
        );
        Self { place, logto, application, machine }
    }

    /// Prepares a run.
    pub(crate) fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.place.command(arguments);
        command
            .env("GPTAUTH_LOGTO_APP_ID", &self.machine.id)
            .env("GPTAUTH_LOGTO_APP_SECRET", &self.machine.secret)
            .env("GPTAUTH_CLIENT_SECRET", &self.application.secret);
        command
    }

    /// Runs to the end.
    pub(crate) fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        self.place.finish(self.command(arguments))
    }

    /// Runs to the end, with the credentials that `gptauth logto connect` keeps, and no others.
    pub(crate) fn run_connected<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let mut command = self.command(arguments);
        command.env_remove("GPTAUTH_LOGTO_APP_ID").env_remove("GPTAUTH_LOGTO_APP_SECRET");
        self.place.finish(command)
    }

    /// Keeps the credentials of the machine.
    pub(crate) fn connect(&self) -> Run {
        use std::{io::Write, process::Stdio};
        let mut command = self.place.command(["logto", "connect", "--app-secret-stdin", "--app-id"]);
        command.arg(&self.machine.id).stdin(Stdio::piped());
        let mut child = self.place.start(command);
        let mut stdin = child.stdin.take().expect("its stdin");
        stdin.write_all(self.machine.secret.as_bytes()).expect("a written secret");
        drop(stdin);
        self.place.seen(child.wait_with_output().expect("its end"))
    }

    /// Returns the redirect URIs of the application.
    pub(crate) fn redirect_uris(&self) -> Vec<String> {
        let application = self.logto.look(|logto| logto.application(&self.application.id));
        let uris = application["oidcClientMetadata"]["redirectUris"].as_array().cloned().unwrap_or_default();
        uris.iter().filter_map(|uri| uri.as_str().map(str::to_owned)).collect()
    }

    /// Sets the redirect URIs of the application as somebody does in the console.
    pub(crate) fn set_redirect_uris(&self, uris: &[&str]) {
        self.logto.look(|logto| logto.set_redirect_uris(&self.application.id, uris, &[]));
    }
}
