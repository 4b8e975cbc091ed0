//! `gptauth logto logs`.

use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        runtime,
        terminal::Terminal,
    },
    logto::log::{self, KINDS},
    report,
    system::System,
    task::{
        login::LoginError,
        logto::{
            access,
            client::ManagementApi,
            logs::{self, Wanted},
        },
    },
};
use jiff::{SignedDuration, Timestamp};

/// The kinds that are shown where none is asked for: what a sign-in of a GPT leaves.
const USUAL: [&str; 4] = ["authorize", "code", "refresh", "revoke"];

/// Show Logto's audit log of the project's application, with what each failure really was
///
/// On the wire ten causes look the same, `invalid_grant`; the log tells them apart. The latest entry
/// comes first. Codes, verifiers and secrets that the log holds are never shown.
///
/// Authorization requests that Logto refuses with 400, as for a redirect URI that is not registered,
/// are in no log: `gptauth doctor` finds those.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto logs
  gptauth logto logs --since 1h --kind refresh
  gptauth logto logs --kind Interaction.SignIn.Submit --limit 100
  gptauth logto logs --user 02u2c3zqtyxk --format json")]
pub(super) struct Args {
    /// Entries since this time: 90s, 30m, 2h, 7d, or a timestamp such as 2026-11-22T08:00:00Z
    #[arg(long, value_name = "TIME")]
    since: Option<String>,

    /// Entries of this kind: authorize, code, refresh, revoke, client-credentials, unknown, or a key of
    /// Logto's own; may be repeated
    ///
    /// Without it the first four are shown. Keys of Logto's own begin with ExchangeTokenBy. or
    /// Interaction.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<String>,

    /// Entries about this user, by id
    #[arg(long, value_name = "ID")]
    user: Option<String>,

    /// Show at most this many entries
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub(super) format: Format,
}

fn kind(text: &str) -> Result<String, String> {
    log::key_of(text).map(str::to_owned).ok_or_else(|| {
        let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        format!("the kinds are {}, and Logto's own keys", names.join(", "))
    })
}

/// Runs the command.
///
/// # Errors
///
/// Where the log cannot be read.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let since = args.since.as_deref().map(|text| since(text, system.clock.now())).transpose()?;
    let project = global.open_project(system)?;
    let settings = project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
    let access = access::access(system, &global.token_store, &project)?;
    let usual = USUAL.iter().filter_map(|name| log::key_of(name));
    let wanted = Wanted {
        keys: if args.kind.is_empty() {
            usual.collect()
        } else {
            args.kind.iter().map(String::as_str).collect()
        },
        since,
        user: args.user.as_deref(),
        limit: usize::from(args.limit),
    };
    let api = ManagementApi::new(system, access);
    let logs = runtime::block_on(logs::logs(&api, &settings.client_id, &wanted))?;
    let styles = terminal.data_styles();
    match args.format {
        Format::Text => report::logto::logs::text(&logs, &system.clock.zone(), styles, terminal.data())?,
        Format::Json => writeln!(terminal.data(), "{:#}", report::logto::logs::json(&logs))?,
    }
    terminal.flush()?;
    if logs.entries.is_empty() {
        terminal.remark("The audit log has no such entry of this application. A sign-in that Logto refused with 400 leaves none: `gptauth doctor` looks for that.");
    } else if logs.cut {
        terminal.remark("There may be more: `--limit` and `--since` say how far to look.");
    }
    Ok(ExitStatus::Success)
}

/// Reads a time: how long ago, or when.
fn since(text: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    let wrong = || {
        Failure::usage(format!("`{}` is no time", report::escape::excerpt(text, 40)))
            .hinted("`--since 2h` looks two hours back; s, m, h and d are known, and timestamps such as 2026-11-22T08:00:00Z")
    };
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let digits = text.trim_end_matches(|last: char| last.is_ascii_lowercase());
    let seconds = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let count: i64 = digits.parse().map_err(|_| wrong())?;
    let ago = count.checked_mul(seconds).filter(|ago| *ago >= 0).ok_or_else(wrong)?;
    now.checked_sub(SignedDuration::from_secs(ago)).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        since(text, now).ok().map(|at| at.to_string())
    }

    #[test]
    fn a_time_is_so_long_ago_or_a_timestamp() {
        for (text, expected) in [
            ("0s", "2026-11-22T12:00:00Z"),
            ("90s", "2026-11-22T11:58:30Z"),
            ("30m", "2026-11-22T11:30:00Z"),
            ("2h", "2026-11-22T10:00:00Z"),
            ("7d", "2026-11-15T12:00:00Z"),
            ("2026-11-01T08:00:00+01:00", "2026-11-01T07:00:00Z"),
        ] {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "h",
            "2",
            "-2h",
            "2 h",
            "2w",
            "2hh",
            "99999999999999999999d",
            "9999999999999d",
            "yesterday",
            "é",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
