//! `gptauth init`.

mod backend;
mod ci;
mod from;
mod guide;

use super::{
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    prompt,
    terminal::Terminal,
};
use crate::{
    demo::{self, address},
    oauth::values::{ClientAuthMethod, ClientId, Scope},
    system::System,
    task::{
        self,
        init::{InitOutcome, Pipeline},
    },
    template::{
        Answers, Client, DEFAULT_SCOPE, EXAMPLE_CLIENT_ID, EXAMPLE_ISSUER, Environment, Template,
        backend::Backend, ci::Service,
    },
};
use clap::{ValueEnum, builder::PossibleValue};
use std::path::{Path, PathBuf};
use url::Url;

use from::Chosen;

/// Write a project: gptauth.toml and openapi.yaml
///
/// In a terminal it asks for what the flags leave open; elsewhere, and with --yes, it takes the
/// defaults. Nothing that is there is overwritten without --force.
///
/// In a terminal it then goes on, step by step, to the first signed-in call: the provider, the
/// application at Logto, the sign-in, the call. Each step says what it will do, and can be skipped;
/// in the folder of a project it takes up the first step that is not done. Whoever has no provider
/// takes the demo's.
///
/// With --from the document is made out of one that is there: the operations that you choose, the
/// schemas that they need, and nothing that ChatGPT would refuse. What had to be left out is told.
///
/// With --ci a pipeline is written as well, at the top of the repository; in the folder of a project
/// that is there already, the pipeline alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth init
  gptauth init my-action --server https://api.example.com --client-id abc123
  gptauth init my-action --from https://api.example.com/openapi.json --tag items
  gptauth init my-action --backend express
  gptauth init --ci github")]
pub struct Args {
    /// Folder of the project
    #[arg(default_value = ".", value_name = "DIR")]
    directory: PathBuf,

    /// OpenAPI document to start from
    #[arg(long, value_name = "NAME")]
    template: Option<Template>,

    #[command(flatten)]
    from: from::FromArgs,

    /// Title of the API
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Server that ChatGPT will call
    #[arg(long, value_name = "URL", value_parser = web_url)]
    server: Option<Url>,

    /// Issuer of the authorization server, as its discovery document spells it
    #[arg(long, value_name = "URL", value_parser = issuer)]
    issuer: Option<String>,

    /// Authorization endpoint; by default ISSUER/auth, as Logto has it
    #[arg(long, value_name = "URL")]
    authorization_endpoint: Option<Url>,

    /// Token endpoint; by default ISSUER/token, as Logto has it
    #[arg(long, value_name = "URL")]
    token_endpoint: Option<Url>,

    /// Client id at the authorization server
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,

    /// How the client authenticates at the token endpoint
    #[arg(long, value_name = "METHOD", default_value = "client_secret_post")]
    token_endpoint_auth_method: ClientAuthMethod,

    /// Scope to ask for
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,

    /// Where `gptauth login` waits for the sign-in
    #[arg(long, value_name = "URL", default_value = demo::LOOPBACK_REDIRECT_URI)]
    loopback_redirect_uri: Url,

    /// Add the environment `demo`, for the servers of `gptauth demo serve`
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = DEMO_PORT)]
    demo: Option<u16>,

    /// Write the pipeline of a service that runs `check` and `test` at every push
    ///
    /// It tests the environment that --env names, or the project's own server.
    #[arg(long, value_name = "SERVICE")]
    ci: Option<Service>,

    /// Write the back end that checks the access token, into the folder `backend`
    ///
    /// `gptauth backend` lists them, and writes one later.
    #[arg(long, value_name = "NAME", hide_possible_values = true)]
    backend: Option<Backend>,

    /// Overwrite what is there
    #[arg(long)]
    force: bool,

    /// Ask nothing; take the defaults
    #[arg(long, short)]
    yes: bool,
}

/// [`address::DEFAULT_PORT`], as clap wants it.
const DEMO_PORT: &str = "4400";

impl Args {
    /// Returns whether something was said that only a new project can take.
    fn asks_for_a_project(&self) -> bool {
        self.template.is_some()
            || self.from.is_given()
            || [&self.title, &self.issuer, &self.client_id, &self.scope].into_iter().any(Option::is_some)
            || [&self.server, &self.authorization_endpoint, &self.token_endpoint]
                .into_iter()
                .any(Option::is_some)
            || self.demo.is_some()
    }
}

/// Runs the command.
///
/// # Errors
///
/// Where the project could not be written.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    // `openapi.yaml` reads better than `./openapi.yaml`.
    let here = args.directory.as_os_str() == ".";
    let directory = if here { Path::new("") } else { &args.directory };
    let pipeline = args.ci.map(|service| Pipeline { service, environment: global.env.as_deref() });
    let adds = pipeline.is_some() || args.backend.is_some();
    if adds && !args.asks_for_a_project() && task::init::is_project(system, directory) {
        if let Some(pipeline) = pipeline {
            let outcome = task::init::add_pipeline(system, directory, pipeline, args.force)?;
            tell_written(&outcome, terminal);
            ci::tell(&outcome, global, terminal);
        }
        if let Some(backend) = args.backend {
            backend::add(backend, directory, args.force, global, system, terminal)?;
        }
        return Ok(ExitStatus::Success);
    }
    let asking = terminal.interactive() && !args.yes;
    let guided = asking && !terminal.quiet();
    let demo_port = args.demo.unwrap_or(address::DEFAULT_PORT);
    let resumes = guided && !args.force && pipeline.is_none() && !args.asks_for_a_project();
    if resumes && task::init::is_project(system, directory) {
        return guide::go(directory, demo_port, global, system, terminal);
    }
    let chosen = from::choose(&args.from, asking, system, terminal)?;
    // Who signs the users in is a question of the guided path, unless something was said about it.
    let provider_comes_later = guided
        && chosen.is_none()
        && [&args.issuer, &args.client_id, &args.scope].iter().all(|own| own.is_none());
    let mut asker = Asker { asking, provider_comes_later, system, terminal };
    let mut answers = answers(args, &mut asker, chosen.as_ref())?;
    let adaptation = chosen.map(|chosen| chosen.adapt(args.title.as_deref(), &answers.server)).transpose()?;
    answers.document = adaptation.as_ref().map(|adaptation| adaptation.text.clone());
    let backend = args.backend.map(|backend| {
        backend::Prepared::new(backend, directory, &answers.client.issuer, args.force, system)
    });
    let backend = backend.transpose()?;
    let outcome = task::init::init(system, directory, &answers, pipeline, args.force)?;
    if let Some(adaptation) = &adaptation {
        from::tell(adaptation, terminal);
    }
    tell_written(&outcome, terminal);
    if guided {
        ci::tell(&outcome, global, terminal);
        if let Some(backend) = &backend {
            backend.write(system, terminal)?;
        }
        return guide::go(directory, demo_port, global, system, terminal);
    }
    let styles = terminal.talk_styles();
    let change = if here { String::new() } else { format!("cd {} && ", outcome.directory.display()) };
    terminal.status(format_args!("\nnext:  {}", styles.typed(format!("{change}gptauth check"))));
    let login = match &answers.environment {
        Some(environment) => format!("gptauth --env {} login", environment.name),
        None => "gptauth login".to_owned(),
    };
    if answers.environment.is_none() && answers.client.id.as_str() == EXAMPLE_CLIENT_ID {
        terminal.status("then   put the client id of your application into gptauth.toml");
    }
    terminal.status(format_args!("then   {}", styles.typed(login)));
    ci::tell(&outcome, global, terminal);
    if let Some(backend) = &backend {
        backend.write(system, terminal)?;
    }
    Ok(ExitStatus::Success)
}

fn tell_written(outcome: &InitOutcome, terminal: &mut Terminal) {
    let styles = terminal.talk_styles();
    for path in &outcome.written {
        terminal.status(format_args!("{} {}", styles.good("wrote"), path.display()));
    }
}

/// Takes the answers from the flags, from the user where somebody can be asked, and from the defaults.
fn answers(args: &Args, asker: &mut Asker<'_>, from: Option<&Chosen>) -> Result<Answers, Failure> {
    let template = match args.template {
        Some(template) => template,
        None if from.is_some() => Template::Minimal,
        None if asker.asking => choose_template(asker)?,
        None => Template::Agenda,
    };
    let named = from.and_then(|from| from.server.as_ref());
    let default_server = named.map_or(template.example_server(), Url::as_str);
    let server = asker.text(
        args.server.as_ref().map(Url::as_str),
        "Server that ChatGPT will call",
        default_server,
        |text| web_url(text).map(drop),
    )?;
    // A placeholder on another domain than the server would be a fault of its own.
    let example = from.and_then(|_| task::init_from::example_issuer(&server));
    let example = example.as_deref().unwrap_or(EXAMPLE_ISSUER);
    asker.asking &= !asker.provider_comes_later;
    let issuer_text =
        asker.text(args.issuer.as_deref(), "Issuer of the authorization server", example, |text| {
            issuer(text).map(drop)
        })?;
    let anything = |_: &str| Ok(());
    let id = asker.text(args.client_id.as_deref(), "Client id", EXAMPLE_CLIENT_ID, anything)?;
    let scope = asker.text(args.scope.as_deref(), "Scope", DEFAULT_SCOPE, anything)?;
    Ok(Answers {
        template,
        document: None,
        title: args.title.clone().unwrap_or_else(|| template.title().to_owned()),
        server,
        client: Client {
            issuer: issuer_text,
            id: ClientId::new(id),
            method: args.token_endpoint_auth_method,
            scope: Scope::new(scope),
            loopback_redirect_uri: args.loopback_redirect_uri.clone(),
        },
        authorization_endpoint: args.authorization_endpoint.clone(),
        token_endpoint: args.token_endpoint.clone(),
        environment: args.demo.map(demo_environment),
    })
}

/// Returns the environment that points at `gptauth demo serve --port PORT`.
fn demo_environment(port: u16) -> Environment {
    Environment {
        name: "demo".to_owned(),
        server: address::server(port.saturating_add(1)),
        client: Client {
            issuer: address::issuer(port),
            id: ClientId::new(demo::CLIENT_ID),
            method: ClientAuthMethod::ClientSecretPost,
            scope: Scope::new(DEFAULT_SCOPE),
            loopback_redirect_uri: address::loopback_redirect_uri(),
        },
    }
}

fn choose_template(asker: &mut Asker<'_>) -> Result<Template, Failure> {
    let known = |text: &str| Template::ALL.into_iter().find(|template| template.name() == text);
    let names = Template::ALL.map(Template::name).join(", ");
    let name = asker.text(None, &format!("OpenAPI document ({names})"), Template::Agenda.name(), |text| {
        known(text).map(drop).ok_or_else(|| format!("expected one of: {names}"))
    })?;
    Ok(known(&name).unwrap_or(Template::Agenda))
}

/// Asks for what the flags leave open.
struct Asker<'a> {
    /// Whether somebody can be asked; otherwise the defaults stand.
    asking: bool,
    /// Whether the provider is asked for when all is written.
    provider_comes_later: bool,
    system: &'a System,
    terminal: &'a mut Terminal,
}

impl Asker<'_> {
    fn text(
        &mut self,
        given: Option<&str>,
        question: &str,
        default: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Result<String, Failure> {
        if let Some(given) = given {
            return Ok(given.to_owned());
        }
        if !self.asking {
            return Ok(default.to_owned());
        }
        prompt::text(question, Some(default), check, self.system, self.terminal)
    }
}

pub(super) fn web_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not an absolute URL: {error}"))?;
    match url.scheme() {
        "https" | "http" => Ok(url),
        _ => Err("expected an https URL".to_owned()),
    }
}

/// Checks an issuer, and keeps its text: it is compared byte for byte.
pub(super) fn issuer(text: &str) -> Result<String, String> {
    web_url(text).map(|_| text.to_owned())
}

impl ValueEnum for Template {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.summary()))
    }
}

impl ValueEnum for ClientAuthMethod {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
