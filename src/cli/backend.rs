//! `gptauth backend`.

use super::{
    failure::{ExitStatus, Failure},
    options::{Format, GlobalOptions},
    runtime,
    terminal::Terminal,
};
use crate::{
    project::Project,
    report,
    system::System,
    task::{self, backend::Named},
    template::backend::{Backend, Provider},
};
use clap::{ValueEnum, builder::PossibleValue};
use std::path::{Path, PathBuf};
use url::Url;

/// Write the middleware of the API that checks the access token
///
/// For each framework a small program that runs: it reads the bearer token, asks the provider's
/// Userinfo endpoint whose it is, and hands the id of the user to the route. Answers are kept for a
/// minute. A missing or bad token is answered with 401 and `WWW-Authenticate`, a provider that cannot
/// be asked with 503. Introspection and the local check of JWTs are beside it, as variants.
///
/// Without a name, lists the frameworks. The provider is the one of gptauth.toml; its metadata is
/// asked for only where nobody names the Userinfo endpoint. Nothing that is there is overwritten
/// without --force, and no secret is written into any file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gptauth backend express
  gptauth backend fastapi --output api
  gptauth backend go --issuer https://auth.example.com/oidc")]
pub struct Args {
    /// Framework of the API
    #[arg(value_name = "NAME")]
    pub name: Option<Backend>,

    /// Folder to write into; by default `backend` beside gptauth.toml
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// Issuer of the provider, in place of the project's
    #[arg(long, value_name = "URL", value_parser = super::init::issuer)]
    pub issuer: Option<String>,

    /// Userinfo endpoint, in place of the one that the project or the provider names
    #[arg(long, value_name = "URL", value_parser = super::init::web_url)]
    pub userinfo_endpoint: Option<Url>,

    /// Overwrite what is there
    #[arg(long)]
    pub force: bool,

    /// List the frameworks
    #[arg(long, conflicts_with_all = ["name", "output", "issuer", "userinfo_endpoint", "force"])]
    pub list: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where the provider is not known, or the files could not be written.
pub fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let Some(backend) = args.name else { return list(args.format, terminal) };
    let project = task::project::open_if_any(system, global.project.as_deref(), global.env.as_deref())?;
    let directory = match (&args.output, &project) {
        (Some(directory), _) => directory.clone(),
        (None, Some(project)) => project.directory.join(task::backend::FOLDER),
        (None, None) => PathBuf::from(task::backend::FOLDER),
    };
    let named = Named { issuer: args.issuer.as_deref(), userinfo_endpoint: args.userinfo_endpoint.as_ref() };
    let (provider, written) =
        write(backend, &directory, project.as_ref(), named, args.force, system, terminal)?;
    match args.format {
        Format::Text => tell(backend, &directory, &written, terminal),
        Format::Json => {
            report::backend::json(backend, &provider, &directory, &written, terminal.data())?;
        }
    }
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

/// Finds out what is to be known of the provider, and writes the files.
pub(super) fn write(
    backend: Backend,
    directory: &Path,
    project: Option<&Project>,
    named: Named<'_>,
    force: bool,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(Provider, Vec<PathBuf>), Failure> {
    // What cannot be written is no reason to ask anybody.
    if !force {
        task::backend::refuse_existing(system, directory, &backend.render(&Provider::default()))?;
    }
    let known = runtime::block_on(task::backend::provider(system, project, named))?;
    if let Some(url) = &known.discovered_at {
        terminal.status(format_args!("endpoints as announced at {url}"));
    }
    let written = task::backend::write(system, directory, &backend.render(&known.provider), force)?;
    Ok((known.provider, written))
}

fn list(format: Format, terminal: &mut Terminal) -> Result<ExitStatus, Failure> {
    let styles = terminal.data_styles();
    match format {
        Format::Text => report::backend::list(styles, terminal.data())?,
        Format::Json => report::backend::list_json(terminal.data())?,
    }
    terminal.flush()?;
    if format == Format::Text {
        terminal.hint("`gptauth backend express` writes one into the folder `backend`");
    }
    Ok(ExitStatus::Success)
}

/// Says what was written, and how it is started.
pub(super) fn tell(backend: Backend, directory: &Path, written: &[PathBuf], terminal: &mut Terminal) {
    let styles = terminal.talk_styles();
    for path in written {
        let path = path.display().to_string();
        terminal.status(format_args!("{} {}", styles.good("wrote"), report::escape::line(&path)));
    }
    let readme = directory.join("README.md").display().to_string();
    terminal.status(format_args!("\nnext:  read {}, then", styles.strong(report::escape::line(&readme))));
    for command in report::backend::start(backend, directory) {
        terminal.status(format_args!("       {}", styles.typed(command)));
    }
}

impl ValueEnum for Backend {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.summary()))
    }
}
