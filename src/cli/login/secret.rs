//! The client secret of a sign-in: from a pipe, from where it is kept, or from the keyboard.

use crate::{
    cli::{failure::Failure, prompt, terminal::Terminal},
    oauth::values::{ClientAuthMethod, ClientSecret},
    project::Project,
    report::escape,
    system::{System, TokenStore},
    task::kept::{self, SecretOrigin},
};

/// The longest client secret that is read from standard input, in bytes.
const LONGEST_SECRET: usize = 64 * 1024;

/// Returns the client secret that was given for this sign-in, and whether it is to be kept.
pub(super) fn given(
    from_stdin: bool,
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    terminal: &mut Terminal,
) -> Result<(Option<ClientSecret>, bool), Failure> {
    let Some(settings) = &project.oauth else { return Ok((None, false)) };
    if from_stdin {
        let text = system.files.read_stdin(LONGEST_SECRET)?;
        let text = text.text().trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(Failure::usage("no client secret came on standard input"));
        }
        if system.environment.variable(kept::CLIENT_SECRET_VARIABLE).is_some() {
            terminal.remark(format_args!(
                "client secret: from standard input, in place of {}",
                kept::CLIENT_SECRET_VARIABLE
            ));
        }
        return Ok((Some(ClientSecret::new(text)), true));
    }
    if matches!(settings.token_endpoint_auth_method, ClientAuthMethod::None | ClientAuthMethod::PrivateKeyJwt)
    {
        return Ok((None, false));
    }
    match kept::client_secret(system, store, project, settings)? {
        Some((_, SecretOrigin::Environment)) => {
            terminal.remark(format_args!(
                "client secret: from {}, and not kept (it is needed again to refresh and to sign out)",
                kept::CLIENT_SECRET_VARIABLE
            ));
            return Ok((None, false));
        }
        Some((_, SecretOrigin::Store)) => return Ok((None, false)),
        None if !terminal.interactive() => return Ok((None, false)),
        None => {}
    }
    let client_id = escape::excerpt(settings.client_id.as_str(), 60);
    let secret = prompt::secret(&format!("Client secret of {client_id}"), system, terminal)?;
    let keep = prompt::yes(&format!("Keep it in {}?", store.place()), true, system, terminal)?;
    Ok((Some(ClientSecret::new(secret)), keep))
}
