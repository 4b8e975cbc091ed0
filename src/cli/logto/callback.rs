//! `gptauth logto callback`.

use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        runtime,
        terminal::Terminal,
    },
    logto::callback::{self as shape, Registration},
    report::{self, escape, logto::callback::Seen},
    system::System,
    task::{
        login::LoginError,
        logto::{
            access,
            apply::Event,
            callback::{self, Proof},
            client::ManagementApi,
            redirects::RedirectUris,
        },
    },
};

/// Register the callback URL that the GPT editor shows after the first save
///
/// Checks its shape, registers it with both of ChatGPT's hosts at the project's application, reads it
/// back, writes both into `chatgpt_redirect_uris` of gptauth.toml, and proves them with authorization
/// requests that sign nobody in (prompt=none). What is registered already stays.
///
/// The URL can change whenever the action's schema or its OAuth settings change: look again after
/// every save.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto callback https://chatgpt.com/aip/g-369c00bd47b6/oauth/callback
  gptauth logto callback --wildcard")]
pub(super) struct Args {
    /// Callback URL, from the bottom of the GPT's Configure page; either host will do
    #[arg(value_name = "URL", required_unless_present = "wildcard", conflicts_with = "wildcard")]
    url: Option<String>,

    /// Register the callback URLs of every GPT: https://chat.openai.com/aip/*/oauth/callback, and the
    /// same at chatgpt.com
    ///
    /// For the time before the first save, and while the URL keeps changing. It costs a guard: any
    /// GPT's callback URL is then accepted by this application, also that of a stranger's GPT, so that
    /// the client secret alone stands between a stranger and your users' tokens. Register the exact URL
    /// before others use the GPT.
    #[arg(long)]
    wildcard: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub(super) format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where the URL is none of an action, or Logto does not take it.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let registration = match &args.url {
        // What is copied from a page brings blanks along.
        Some(url) => shape::registration(url.trim())?,
        None => shape::wildcard(),
    };
    let project = global.open_project(system)?;
    let settings = project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
    warn(&registration, terminal);
    let access = access::access(system, &global.token_store, &project)?;
    let api = ManagementApi::new(system, access);
    let application = settings.client_id.as_str();
    let redirect_uris = RedirectUris { system, api: &api, choice: &global.token_store, application };
    let mut on = |event: Event<'_>| super::apply::tell(&event, terminal);
    let work = callback::register(&redirect_uris, &registration, &mut on);
    let added = runtime::block_on(async { Ok::<_, Failure>(work.await?) })?;
    let written = callback::write_down(system, &project, settings, &registration)?;
    let (file, environment) = (global.project.as_deref(), global.env.as_deref());
    let proof = callback::prove(system, &global.token_store, file, environment, &registration);
    let proof = runtime::block_on(async { Ok::<_, Failure>(proof.await?) })?;
    let seen = Seen { application, registration: &registration, added: &added, written, proof: &proof };
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::logto::callback::text(&seen, styles, terminal.data())?,
        Format::Json => writeln!(terminal.data(), "{:#}", report::logto::callback::json(&seen))?,
    }
    terminal.flush()?;
    advise(&registration, &proof, terminal);
    if !registration.wildcard && shape::has_wildcard(&project) {
        terminal.hint(TAKE_WILDCARD_OUT);
    }
    Ok(if proof == Proof::NotRegistered { ExitStatus::Findings } else { ExitStatus::Success })
}

/// What ends the time of the wildcard.
const TAKE_WILDCARD_OUT: &str = "every other GPT's callback URL is still accepted: take the ones with `*` out of `redirect_uris` in `[logto]`, then `gptauth logto apply --prune` removes them";

fn warn(registration: &Registration, terminal: &mut Terminal) {
    if registration.unseen {
        terminal.warning(
            "the id in it looks like none that was ever seen (`g-` and 40 hexadecimal digits): compare it with the editor",
        );
    }
    if registration.wildcard {
        terminal.warning(
            "any GPT's callback URL will be accepted by this application, also that of a stranger's GPT: the client secret alone then keeps strangers from your users' tokens",
        );
    }
}

fn advise(registration: &Registration, proof: &Proof, terminal: &mut Terminal) {
    match proof {
        Proof::NotRegistered => terminal.hint(
            "Logto has it and refuses it: does `client_id` in gptauth.toml name that application, and `issuer` that tenant?",
        ),
        Proof::Untold(clauses) => {
            for clause in clauses {
                terminal.warning(format_args!("not proved: {}", escape::line(clause)));
            }
        }
        Proof::Registered if registration.wildcard => terminal
            .hint("after the first save, `gptauth logto callback URL` registers the exact one, and says how the wildcard goes"),
        Proof::Registered => terminal
            .hint("the URL can change when the action's schema or OAuth settings are saved: look again then"),
    }
}
