//! `gptauth logto connect`.

use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        prompt, runtime,
        terminal::Terminal,
    },
    logto::tenant::TenantError,
    oauth::values::{ClientId, ClientSecret},
    project::Project,
    report,
    system::System,
    task::logto::{
        access::{self, APP_ID_VARIABLE, APP_SECRET_VARIABLE, AccessError, Credentials},
        connect::{self, Connection, Kept},
    },
};
use url::Url;

/// The longest secret that is read from standard input, in bytes.
const LONGEST_SECRET: usize = 64 * 1024;

/// Prove and keep what opens Logto's Management API
///
/// Asks in a terminal for what is not given: the address of the tenant, and id and secret of a
/// machine-to-machine application with the role "Logto Management API access". They are proved with a
/// token and one harmless read, and then kept where the other secrets are. The address goes into
/// `[logto]` of gptauth.toml, the secret never.
///
/// Elsewhere the secret comes from GPTAUTH_LOGTO_APP_SECRET, which is proved and not kept, or with
/// --app-secret-stdin.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto connect
  gptauth logto connect --endpoint https://abc123.logto.app --app-id m2m0id
  gptauth logto connect --endpoint https://auth.example.com --tenant abc123
  gptauth logto connect --admin-endpoint http://localhost:3002
  printf %s \"$SECRET\" | gptauth logto connect --app-id m2m0id --app-secret-stdin")]
pub(super) struct Args {
    /// Address of the tenant; by default `endpoint` of `[logto]`, or where the issuer is
    #[arg(long, value_name = "URL")]
    endpoint: Option<Url>,

    /// Name of the tenant, where the address does not tell it: abc123 of abc123.logto.app
    ///
    /// For a custom domain. A Logto of your own has the tenant `default`.
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,

    /// Where the admin tenant of a self-hosted Logto issues tokens, for its application `m-default`
    #[arg(long, value_name = "URL")]
    admin_endpoint: Option<Url>,

    /// App id of the machine-to-machine application
    #[arg(long, value_name = "ID", env = APP_ID_VARIABLE)]
    app_id: Option<String>,

    /// Read its secret from standard input, and keep it once it has proved right
    #[arg(long)]
    app_secret_stdin: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub(super) format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where the credentials do not work; nothing was then kept.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let project = global.open_project(system)?;
    let connection = ask(args, &project, system, terminal)?;
    let work = connect::connect(system, &global.token_store, &project, connection);
    let connected = runtime::block_on(async { Ok::<_, Failure>(work.await?) })?;
    terminal.remark(report::logto::connect::text(&connected));
    match &connected.kept {
        Kept::Stored(place) => terminal.remark(format_args!("The credentials are kept in {place}.")),
        Kept::NotKept => terminal.remark(format_args!(
            "The credentials come from {APP_ID_VARIABLE} and {APP_SECRET_VARIABLE}, and are not kept."
        )),
    }
    if connected.project_changed {
        terminal.status("The address is in `[logto]` of gptauth.toml.");
    }
    if args.format == Format::Json {
        report::logto::connect::json(&connected, terminal.data())?;
        terminal.flush()?;
    }
    terminal.hint("`gptauth logto plan` shows what is to be done there");
    Ok(ExitStatus::Success)
}

fn ask(
    args: &Args,
    project: &Project,
    system: &System,
    terminal: &mut Terminal,
) -> Result<Connection, Failure> {
    let mut connection = Connection {
        endpoint: args.endpoint.clone(),
        tenant: args.tenant.clone(),
        admin_endpoint: args.admin_endpoint.clone(),
        credentials: Credentials { id: ClientId::new(""), secret: ClientSecret::new("") },
        keep: true,
    };
    ask_for_tenant(&mut connection, project, system, terminal)?;
    let id = match &args.app_id {
        Some(id) => id.clone(),
        None if terminal.interactive() => {
            prompt::text("App id of the M2M application", None, not_empty, system, terminal)?
        }
        None => return Err(Failure::usage("`--app-id` is missing: the id of an M2M application")),
    };
    let (secret, keep) = secret(args, system, terminal)?;
    connection.credentials = Credentials { id: ClientId::new(id), secret };
    connection.keep = keep;
    Ok(connection)
}

/// Asks for the address, and for the name of the tenant where the address does not tell it.
fn ask_for_tenant(
    connection: &mut Connection,
    project: &Project,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let known = |connection: &Connection| access::tenant_with(system, project, &connection.settings(project));
    if let Err(AccessError::NoEndpoint | AccessError::Tenant(TenantError::NotLogto { .. })) =
        known(connection)
        && terminal.interactive()
    {
        let check = |text: &str| match Url::parse(text) {
            Ok(_) => Ok(()),
            Err(_) => Err("an address begins with `https://`, or `http://` on this machine".to_owned()),
        };
        let question = "Address of the tenant (https://….logto.app, or your own)";
        let answer = prompt::text(question, None, check, system, terminal)?;
        connection.endpoint = Url::parse(&answer).ok();
    }
    if let Err(AccessError::Tenant(TenantError::UnknownTenant { .. })) = known(connection)
        && terminal.interactive()
    {
        let question = "Name of the tenant (NAME.logto.app; `default` for a Logto of your own)";
        connection.tenant = Some(prompt::text(question, Some("default"), not_empty, system, terminal)?);
    }
    known(connection)?;
    Ok(())
}

fn secret(args: &Args, system: &System, terminal: &mut Terminal) -> Result<(ClientSecret, bool), Failure> {
    if args.app_secret_stdin {
        let text = system.files.read_stdin(LONGEST_SECRET)?;
        let text = text.text().trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(Failure::usage("no secret came on standard input"));
        }
        return Ok((ClientSecret::new(text), true));
    }
    if let Some(secret) = system.environment.variable(APP_SECRET_VARIABLE) {
        return Ok((ClientSecret::new(secret), false));
    }
    if !terminal.interactive() {
        return Err(Failure::usage(format!(
            "no secret: give it with `--app-secret-stdin`, or in {APP_SECRET_VARIABLE}"
        )));
    }
    let secret = prompt::secret("Its secret (App secrets; not shown)", system, terminal)?;
    Ok((ClientSecret::new(secret), true))
}

fn not_empty(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it cannot be empty".to_owned()) } else { Ok(()) }
}
