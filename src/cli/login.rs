//! `gptauth login`.

mod asking;

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    prompt, runtime,
    terminal::Terminal,
};
use crate::{
    oauth::values::{ClientAuthMethod, ClientSecret},
    platform::gpt_action,
    project::Project,
    report::{self, escape},
    system::{StorePlace, System, TokenStore},
    task::{
        self,
        kept::{self, SecretOrigin},
        login::{Event, LoginOptions, LoginOutcome, Way},
    },
};
use std::time::Duration;

/// The longest client secret that is read from standard input, in bytes.
const LONGEST_SECRET: usize = 64 * 1024;

/// Sign in and keep the tokens
///
/// Opens the provider's sign-in page in the browser, waits for the answer on a loopback port,
/// exchanges the code, validates the ID token and keeps the tokens. Each step is shown on stderr.
///
/// The client secret is taken from GPTAUTH_CLIENT_SECRET, then from the token store, and asked for in
/// a terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth login
  gptauth login --as-chatgpt
  gptauth login --no-browser
  gptauth login --device
  gptauth login --param prompt=consent --param resource=https://api.example.com
  printf %s \"$SECRET\" | gptauth login --client-secret-stdin")]
pub struct Args {
    /// Send what ChatGPT would send: no PKCE, no nonce, its parameters in its order
    #[arg(long)]
    as_chatgpt: bool,

    /// Print the page to open and start no browser
    #[arg(long)]
    no_browser: bool,

    /// How long to wait for the browser, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,

    /// Read the client secret from standard input, and keep it once it has proved right
    #[arg(long)]
    client_secret_stdin: bool,

    #[command(flatten)]
    asking: asking::Asking,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where nobody was signed in.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut project = global.open_project(system)?;
    let store = task::kept::open(system, &global.token_store, &project)?;
    announce(&project, store.place(), terminal);
    let (client_secret, keep_client_secret) = secret(args, system, &*store, &project, terminal)?;
    let mut options = LoginOptions {
        imitating: args.as_chatgpt.then_some(&gpt_action::TARGET),
        way: if args.no_browser { Way::ByHand } else { Way::Browser },
        timeout: Duration::from_secs(args.timeout),
        client_secret,
        keep_client_secret,
        ..LoginOptions::default()
    };
    args.asking.apply(&mut project, &mut options)?;
    let mut on = |event| show(event, args.timeout, terminal);
    let outcome = runtime::block_on(task::login::login(system, &*store, &project, options, &mut on))?;
    finish(&outcome, args, global, system, store.place(), terminal)
}

fn announce(project: &Project, place: &StorePlace, terminal: &mut Terminal) {
    if let Some(settings) = &project.oauth {
        let provider = settings.issuer.as_ref().map(|issuer| issuer.as_str().to_owned());
        let provider = provider.or_else(|| settings.authorization_endpoint.as_ref().map(ToString::to_string));
        let styles = terminal.talk_styles();
        terminal.status(format_args!(
            "Signing in at {} as client {}",
            styles.strong(escape::line(&provider.unwrap_or_default())),
            styles.strong(escape::line(settings.client_id.as_str())),
        ));
    }
    terminal.remark(report::session::store(place));
}

/// Returns the client secret that was given for this sign-in, and whether it is to be kept.
fn secret(
    args: &Args,
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    terminal: &mut Terminal,
) -> Result<(Option<ClientSecret>, bool), Failure> {
    let Some(settings) = &project.oauth else { return Ok((None, false)) };
    if args.client_secret_stdin {
        let text = system.files.read_stdin(LONGEST_SECRET)?;
        let text = text.text().trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(Failure::usage("no client secret came on standard input"));
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
    let secret = prompt::secret(&format!("Client secret of {client_id}"))?;
    let keep = prompt::yes(&format!("Keep it in {}?", store.place()), true)?;
    Ok((Some(ClientSecret::new(secret)), keep))
}

/// Says what happened on the way. The page to open is said even with `--quiet`: nothing goes on
/// without it.
fn show(event: Event, timeout: u64, terminal: &mut Terminal) {
    let styles = terminal.talk_styles();
    match event {
        Event::Began(_) => {}
        Event::Ended(taken) => terminal.status(report::login::step(taken, styles)),
        Event::Visit { url, browser } => {
            let heading =
                if browser { "Opening this page in the browser:" } else { "Open this page to sign in:" };
            terminal.say(format_args!("\n{heading}\n\n{}\n", styles.typed(url.as_str())));
            terminal.status(format_args!("Waiting up to {timeout} s for the answer; Ctrl-C ends it."));
        }
        Event::Device { user_code, verification_uri, verification_uri_complete, expires_in } => {
            terminal.say(format_args!(
                "\nOn another device, open this page:\n\n{}\n\nand type this code: {}\n",
                styles.typed(verification_uri.as_str()),
                styles.strong(escape::line(&user_code)),
            ));
            if let Some(complete) = verification_uri_complete {
                terminal.say(format_args!(
                    "With the code typed already:\n\n{}\n",
                    styles.typed(complete.as_str())
                ));
            }
            let seconds = expires_in.as_secs();
            terminal.status(format_args!("Waiting up to {seconds} s for the sign-in; Ctrl-C ends it."));
        }
        Event::NoBrowser { reason } => {
            terminal.warning(format_args!(
                "no browser could be opened ({}); open the page above yourself",
                escape::line(&reason)
            ));
        }
        Event::Ignored(reason) => terminal.warning(format_args!("ignored {reason}; still waiting")),
        Event::Outlook(outlook) => terminal.status(report::outlook::text(&outlook)),
        Event::Note(note) => terminal.warning(escape::line(&note.to_string())),
        Event::NoAccount(error) => {
            terminal.warning(format_args!("the account is not known: {}", escape::line(&error.to_string())));
        }
    }
}

fn finish(
    outcome: &LoginOutcome,
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    place: &StorePlace,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    if args.format == Format::Json {
        report::login::login_json(outcome, place, terminal.data())?;
        terminal.flush()?;
    }
    let (now, zone) = (system.clock.now(), system.clock.zone());
    let styles = terminal.talk_styles();
    let text = report::login::signed_in(outcome, now, &zone, styles);
    terminal.status(format_args!("\n{text}"));
    if let Some(before) = &outcome.replaced {
        let before = escape::excerpt(before, 60);
        terminal.warning(format_args!("before, `{before}` was signed in; those tokens were replaced"));
    }
    if !outcome.refreshable {
        terminal.hint("for a refresh token ask for `offline_access`, or let the provider always issue one");
    }
    for line in args.asking.to_keep() {
        terminal.hint(format_args!("so that a refresh asks in the same way, write {line}"));
    }
    if args.as_chatgpt {
        terminal.status("The provider signs in a client that sends what ChatGPT sends.");
    }
    let environment = global.env.as_ref().map(|name| format!(" --env {}", escape::excerpt(name, 40)));
    let next = format!("gptauth{} call", environment.unwrap_or_default());
    terminal.status(format_args!("\nNext: {}", styles.typed(next)));
    Ok(ExitStatus::Success)
}
