//! Redirect URIs that a sign-in registered at Logto and did not live to remove.

use crate::{
    cli::{failure::Failure, options::GlobalOptions, prompt, runtime, terminal::Terminal},
    project::Project,
    report::escape,
    system::System,
    task::logto::{
        access,
        apply::Event,
        client::ManagementApi,
        redirects::RedirectUris,
        temporary_redirect::{self, TemporaryError},
    },
};

/// Whether what is left is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Removal {
    /// Nothing is changed; it is said.
    Told,
    /// Whoever sits there is asked; it is said to nobody else.
    Asked,
    /// It is.
    Agreed,
}

/// Returns what is said of a redirect URI that could not be removed.
pub(in crate::cli) fn left(uri: &str, error: Option<&TemporaryError>) -> String {
    let reason = error.map(|error| format!(" ({})", escape::line(&error.to_string()))).unwrap_or_default();
    format!(
        "{} is still registered at Logto{reason}; the next `gptauth login` or `gptauth logto apply` removes it",
        escape::line(uri)
    )
}

/// Looks for redirect URIs that were left behind, and removes them where that is agreed to. That it
/// cannot be done is no reason to do nothing else.
///
/// # Errors
///
/// A signal, or a terminal that went away.
pub(in crate::cli) fn look(
    removal: Removal,
    project: &Project,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let Some(settings) = &project.oauth else { return Ok(()) };
    // Where the provider is no Logto, nothing was registered.
    let Ok(tenant) = access::tenant_of(system, project) else { return Ok(()) };
    let application = settings.client_id.as_str();
    let leftovers = match temporary_redirect::leftovers(system, &tenant, application) {
        Ok(leftovers) => leftovers,
        Err(error) => {
            terminal.warning(format_args!(
                "what earlier sign-ins left at Logto is not known: {}",
                escape::line(&error.to_string())
            ));
            return Ok(());
        }
    };
    for own in leftovers {
        let uri = own.redirect_uri().to_owned();
        let shown = escape::line(&uri).into_owned();
        terminal.warning(format_args!(
            "an earlier `login --temporary-redirect` left {shown} registered at Logto"
        ));
        let agreed = match removal {
            Removal::Told => false,
            Removal::Agreed => true,
            Removal::Asked => {
                terminal.interactive() && prompt::yes("Remove it there?", true, system, terminal)?
            }
        };
        if !agreed {
            terminal.hint("`gptauth logto apply --yes` removes it");
            continue;
        }
        let access = match access::access(system, &global.token_store, project) {
            Ok(access) => access,
            Err(error) => {
                terminal.warning(left(&uri, None));
                terminal.warning(escape::line(&error.to_string()));
                continue;
            }
        };
        let api = ManagementApi::new(system, access);
        let redirect_uris = RedirectUris { system, api: &api, choice: &global.token_store, application };
        let mut on = |event: Event<'_>| super::apply::tell(&event, terminal);
        let removing = own.remove(&redirect_uris, &mut on);
        match runtime::block_on(async { Ok::<_, Failure>(removing.await) })? {
            Ok(()) => {
                let mark = terminal.talk_styles().good("✓");
                terminal.status(format_args!("{mark} removed at Logto: {shown}"));
            }
            Err(error) => terminal.warning(left(&uri, Some(&error))),
        }
    }
    Ok(())
}
