//! `gptauth login`.

mod asking;
mod secret;
mod talk;
mod temporary;

use super::{
    failure::{ExitStatus, Failure},
    logto::leftover::{self, Removal},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    platform::gpt_action,
    project::{Project, redirect::LoginRedirect},
    report::{self, escape},
    system::{StorePlace, System},
    task::{
        self,
        login::{LoginOptions, LoginOutcome, Paste, Replace, Way},
    },
};
use std::{cell::RefCell, time::Duration};
use talk::Talk;
use temporary::SignIn;
use url::Url;

/// Sign in and keep the tokens
///
/// Opens the provider's sign-in page in the browser, waits for the answer on a loopback port,
/// exchanges the code, validates the ID token and keeps the tokens. Each step is shown on stderr; a
/// step that fails is shown with what the provider answered, and with what to do.
///
/// Where the browser is on another machine (SSH, a container), `--no-browser` prints the page to
/// open. The browser then ends at an address that it cannot open: paste that address here, and the
/// sign-in goes on. It passes the same checks as an answer on the port.
///
/// The client secret is taken from GPTAUTH_CLIENT_SECRET, then from the token store, and asked for in
/// a terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth login
  gptauth login --as-chatgpt
  gptauth login --no-browser
  gptauth login --temporary-redirect
  gptauth login --device
  gptauth login --param prompt=consent --param resource=https://api.example.com
  gptauth login --listen 4180,4181 --redirect-uri http://localhost/callback
  gptauth login --paste < address.txt
  printf %s \"$SECRET\" | gptauth login --client-secret-stdin")]
pub struct Args {
    /// Send what ChatGPT would send: no PKCE, no nonce, its parameters in its order
    #[arg(long)]
    as_chatgpt: bool,

    /// Print the page to open and start no browser; in a terminal the answer may be pasted
    #[arg(long)]
    no_browser: bool,

    /// Read the address that the browser ended at from standard input, also from a pipe
    ///
    /// For a browser on another machine. Nothing has to be listened at here; a port is taken all the
    /// same where one is free. What is pasted in a terminal is not shown.
    #[arg(long, conflicts_with = "client_secret_stdin")]
    paste: bool,

    /// Listen at this port, or at the first free one of several
    ///
    /// In place of `loopback_ports` or the port of `loopback_redirect_uri` in the project file. The
    /// provider must know the redirect URI with each of them, unless it takes any loopback port.
    #[arg(long, value_name = "PORT", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..))]
    listen: Vec<u16>,

    /// Redirect URI to send: http on 127.0.0.1, [::1] or localhost, or https of a tunnel
    ///
    /// With `localhost` both address families are listened at, on one port. An https one belongs to a
    /// tunnel in front of the `--listen` port, which must pass on method, path and query unchanged, the
    /// `Host` of the public address, and HTTP/1.1; requests with another `Host` are turned away.
    #[arg(long, value_name = "URL", value_parser = redirect_uri)]
    redirect_uri: Option<LoginRedirect>,

    /// Register the redirect URI at Logto for this sign-in, and remove it afterwards
    ///
    /// The port is chosen first, and exactly that redirect URI is registered: a "Traditional web"
    /// application of Logto compares the port. It is removed again however the sign-in ends; one that
    /// was there before stays. What a killed process left is found and offered for removal by the next
    /// login. Needs the credentials of `gptauth logto connect`.
    #[arg(long, conflicts_with = "device")]
    temporary_redirect: bool,

    /// Replace the stored tokens of another account without asking
    ///
    /// Otherwise the question comes in a terminal, and elsewhere the sign-in ends with status 3 and
    /// the stored tokens stay.
    #[arg(long)]
    force: bool,

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

fn redirect_uri(text: &str) -> Result<LoginRedirect, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    LoginRedirect::of(url).map_err(|fault| fault.to_string())
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
    let (client_secret, keep_client_secret) =
        secret::given(args.client_secret_stdin, system, &*store, &project, terminal)?;
    let interactive = terminal.interactive();
    let mut options = LoginOptions {
        imitating: args.as_chatgpt.then_some(&gpt_action::TARGET),
        way: if args.no_browser || args.paste { Way::ByHand } else { Way::Browser },
        redirect: args.redirect_uri.clone(),
        ports: args.listen.clone(),
        paste: match (args.paste, interactive) {
            (true, _) => Paste::Expected,
            (false, true) => Paste::Offered,
            (false, false) => Paste::No,
        },
        replace: match (args.force, interactive) {
            (true, _) => Replace::Always,
            (false, true) => Replace::Ask,
            (false, false) => Replace::Never,
        },
        timeout: Duration::from_secs(args.timeout),
        client_secret,
        keep_client_secret,
        ..LoginOptions::default()
    };
    args.asking.apply(&mut project, &mut options)?;
    let removal = if args.temporary_redirect { Removal::Agreed } else { Removal::Asked };
    leftover::look(removal, &project, global, system, terminal)?;
    let talk = RefCell::new(Talk::new(terminal, args.timeout));
    let ended = match args.temporary_redirect {
        true => SignIn { system, store: &*store, project: &project, global }.run(options, &talk),
        false => {
            let mut on = |event| talk.borrow_mut().tell(event);
            runtime::block_on(async {
                Ok::<_, Failure>(task::login::login(system, &*store, &project, options, &mut on).await)
            })
        }
    };
    let talk = talk.into_inner();
    match ended {
        Ok(Ok(outcome)) => finish(&outcome, args, system, store.place(), terminal),
        Ok(Err(failed)) => Err(failed.into()),
        Err(failure) => Err(talk.broken_off(failure)),
    }
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

fn finish(
    outcome: &LoginOutcome,
    args: &Args,
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
    match &outcome.replaced {
        Some(before) => {
            let before = escape::excerpt(before, 60);
            terminal.warning(format_args!("before, `{before}` was signed in; those tokens were replaced"));
        }
        None if outcome.overtook => terminal.warning(
            "the stored tokens changed while you signed in (another login, or a refresh); those of this sign-in are kept",
        ),
        None => {}
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
    let next = terminal.command("call");
    terminal.status(format_args!("\nNext: {}", styles.typed(next)));
    Ok(ExitStatus::Success)
}
