//! `gptauth logto domain`.

use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        prompt, runtime,
        terminal::Terminal,
    },
    diagnostic::Severity,
    logto::domain::{self as custom, CustomDomain, Status},
    project::Project,
    report::{self, escape},
    system::System,
    task::{
        self,
        logto::{
            access,
            client::ManagementApi,
            domain::{self, Switched},
        },
    },
};
use clap::Subcommand;
use std::time::Duration;

/// The rules of `check` that a custom domain is for.
const ABOUT_DOMAINS: [&str; 3] = ["root-domain-mismatch", "root-domain-unknown", "issuer-on-another-domain"];

/// Put Logto on a custom domain, so that it shares a root domain with the API
///
/// ChatGPT wants the API and the authorization server below one root domain. Only Logto Cloud has
/// custom domains: a Logto of your own answers at the address that its ENDPOINT names.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto domain add auth.example.com
  gptauth logto domain status
  gptauth logto domain wait --yes")]
pub(super) struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Add a custom domain, and show the DNS record to set for it
    Add {
        /// The host: a name below the API's domain, such as auth.example.com
        #[arg(value_name = "DOMAIN")]
        domain: String,
        #[command(flatten)]
        form: Form,
    },
    /// Show how far the custom domains are, and which DNS records are still to be set
    Status {
        #[command(flatten)]
        form: Form,
    },
    /// Wait until a custom domain answers, and let the project use it
    ///
    /// Logto looks at the DNS again every 10 seconds. Once the domain answers as its own issuer, the
    /// project file names it as `issuer`, and `check` looks at the domains again. That is asked before,
    /// and done without a question with --yes; every other byte of the file stays. Users sign in
    /// again; the GPT editor needs the new URLs (`gptauth form`).
    Wait {
        /// The host, where the tenant has several
        #[arg(value_name = "DOMAIN")]
        domain: Option<String>,
        /// How long to wait, in seconds
        #[arg(long, value_name = "SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(0..=86_400))]
        timeout: u64,
        /// Let the project use the domain without asking
        #[arg(long, short)]
        yes: bool,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Form {
    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    format: Format,
}

impl Args {
    /// Returns the format that the command was asked to answer in.
    pub(super) fn format(&self) -> Format {
        match &self.step {
            Step::Add { form, .. } | Step::Status { form } | Step::Wait { form, .. } => form.format,
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// Where there is no such domain, or it cannot be had.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let host = match &args.step {
        Step::Add { domain, .. } | Step::Wait { domain: Some(domain), .. } => Some(custom::host(domain)?),
        Step::Wait { domain: None, .. } | Step::Status { .. } => None,
    };
    let project = global.open_project(system)?;
    let api = ManagementApi::new(system, access::access(system, &global.token_store, &project)?);
    match (&args.step, host) {
        (Step::Add { form, .. }, Some(host)) => {
            let (domain, is_new) = runtime::block_on(domain::add(&api, &host))?;
            let words = if is_new { "Added" } else { "The tenant has it already:" };
            terminal.status(format_args!("{words} {}", escape::line(&domain.host)));
            show(&[domain], form.format, &project, terminal)?;
            terminal.hint(format_args!(
                "once the record is set, `gptauth logto domain wait {host}` waits and lets the project use it"
            ));
            Ok(ExitStatus::Success)
        }
        (Step::Wait { timeout, yes, form, .. }, host) => {
            let timeout = Duration::from_secs(*timeout);
            let domain = wait(&api, host.as_deref(), timeout, system, terminal)?;
            let moved = use_it(&domain, *yes, &project, &api, global, system, terminal)?;
            let project = if moved { global.open_project(system)? } else { project };
            show(&[domain], form.format, &project, terminal)?;
            if moved { check_again(global, system, terminal) } else { Ok(ExitStatus::Success) }
        }
        (Step::Add { form, .. } | Step::Status { form }, _) => {
            let domains = runtime::block_on(status(&api))?;
            show(&domains, form.format, &project, terminal)?;
            if domains.is_empty() {
                terminal.remark(if api.tenant().is_self_hosted() {
                    "This Logto is your own, and has no custom domains: it answers at the address that its ENDPOINT names. Let that be below the API's domain."
                } else {
                    "The tenant has no custom domain. `gptauth logto domain add auth.example.com` adds one, with a name below the API's domain."
                });
            }
            Ok(ExitStatus::Success)
        }
    }
}

/// Asks Logto to look at each of the domains again.
async fn status(api: &ManagementApi<'_>) -> Result<Vec<CustomDomain>, domain::DomainError> {
    let mut domains = Vec::new();
    for known in domain::list(api).await? {
        domains.push(domain::look(api, &known).await?);
    }
    Ok(domains)
}

fn wait(
    api: &ManagementApi<'_>,
    host: Option<&str>,
    timeout: Duration,
    system: &System,
    terminal: &mut Terminal,
) -> Result<CustomDomain, Failure> {
    let mut last: Option<(Status, Option<String>)> = None;
    let mut seen = |own: &CustomDomain, waited: Duration| {
        let now = (own.status.clone(), own.error.clone());
        if last.as_ref() != Some(&now) {
            terminal.end_progress();
            let error = own.error.as_ref().map(|error| format!(" ({})", escape::excerpt(error, 100)));
            let status = own.status.to_string();
            terminal.remark(format_args!(
                "{}: {}{}",
                escape::line(&own.host),
                escape::line(&status),
                error.unwrap_or_default()
            ));
            last = Some(now);
        }
        if own.status != Status::Active {
            terminal.progress(format_args!(
                "waiting for {} s, up to {} s; Ctrl-C ends it",
                waited.as_secs(),
                timeout.as_secs()
            ));
        }
    };
    let ended = runtime::block_on(async {
        let known = domain::find(api, host).await?;
        domain::wait(system, api, &known, timeout, &mut seen).await
    });
    terminal.end_progress();
    ended
}

/// Lets the project use a domain that answers, where that is agreed to; returns whether it moved.
fn use_it(
    domain: &CustomDomain,
    yes: bool,
    project: &Project,
    api: &ManagementApi<'_>,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<bool, Failure> {
    let issuer = domain.issuer();
    let uses = project.oauth.as_ref().and_then(|own| own.issuer.as_ref()).map(|own| own.as_str().to_owned());
    if uses.as_deref() == Some(&issuer) {
        return Ok(false);
    }
    let question = format!("Let gptauth.toml use {} as its issuer?", escape::line(&issuer));
    let agreed = yes || (terminal.interactive() && prompt::yes(&question, true, system, terminal)?);
    if !agreed {
        let host = escape::line(&domain.host);
        terminal.hint(format_args!("`gptauth logto domain wait {host} --yes` lets the project use it"));
        return Ok(false);
    }
    let switch = domain::switch(system, &global.token_store, project, api.tenant(), domain);
    match runtime::block_on(switch)? {
        Switched::Before => Ok(false),
        Switched::Now { secret } => {
            terminal.status(format_args!("gptauth.toml uses {} from now on.", escape::line(&issuer)));
            if secret {
                terminal.status("The client secret that was kept goes with it.");
            }
            terminal.hint(
                "users sign in again: `gptauth login`; type the new URLs into the GPT editor: `gptauth form`",
            );
            Ok(true)
        }
    }
}

/// Looks at the domains again, as `check` does.
fn check_again(
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let checked = match task::check::check(system, None, global.project.as_deref(), global.env.as_deref()) {
        Ok(checked) => checked,
        Err(error) => {
            // The switch is done; what is wrong with the document is another matter.
            terminal
                .warning(format_args!("the domains were not checked: {}", escape::line(&error.to_string())));
            return Ok(ExitStatus::Success);
        }
    };
    let about = checked.diagnostics.iter().filter(|own| ABOUT_DOMAINS.contains(&own.kind.name));
    let found: Vec<_> = about.collect();
    for own in &found {
        terminal.warning(format_args!("[{}] {}", own.kind.code, escape::line(&own.message)));
    }
    if found.is_empty() {
        terminal.status("`gptauth check` finds nothing wrong with the domains any more.");
    }
    let failed = found.iter().any(|own| own.severity == Severity::Error);
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Success })
}

fn show(
    domains: &[CustomDomain],
    format: Format,
    project: &Project,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let used = project.oauth.as_ref().and_then(|own| own.issuer.as_ref()).map_or("", |own| own.as_str());
    let styles = terminal.data_styles();
    match format {
        Format::Text => report::logto::domain::text(domains, used, styles, terminal.data())?,
        Format::Json => writeln!(terminal.data(), "{:#}", report::logto::domain::json(domains, used))?,
    }
    Ok(terminal.flush()?)
}
