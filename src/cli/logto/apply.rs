//! `gptauth logto apply`.

use super::leftover::{self, Removal};
use crate::{
    cli::{
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        prompt, runtime,
        terminal::Terminal,
    },
    logto::plan::{Asked, Change},
    report,
    system::System,
    task::{
        kept::CLIENT_SECRET_VARIABLE,
        logto::{
            apply::{self, Applied, ApplyOptions, Event, Rotated},
            plan,
        },
    },
};

/// Do what `plan` shows, one request after the other, each read back
///
/// Makes the application where there is none, registers redirect URIs, switches "Always issue Refresh
/// Token" on, and then keeps the client secret here and the client id in gptauth.toml. Logto replaces
/// whole objects: what others set in them is read first and sent along, also while others write. Nothing
/// is removed that gptauth did not add, and that only with --prune.
///
/// Shows the plan and asks before it writes; --yes for scripts. Broken off in the middle, it says what
/// is done and what is not, and the next `apply` does the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth logto apply
  gptauth --env staging logto apply --yes
  gptauth logto apply --rotate-secret
  gptauth logto apply --remove-old-secret
  gptauth logto apply --prune --format json --yes")]
pub(super) struct Args {
    /// Do it without asking
    #[arg(long, short)]
    yes: bool,

    /// Remove redirect URIs that gptauth added from this machine and gptauth.toml no longer wants
    #[arg(long)]
    prune: bool,

    /// Make a new client secret, prove it at the token endpoint, and keep it in place of the other
    ///
    /// The old one stays good, so that the GPT goes on working until the new one is typed into the
    /// editor.
    #[arg(long)]
    rotate_secret: bool,

    /// Remove the client secret that a new one replaced, once the GPT editor has the new one
    ///
    /// Together with --rotate-secret at once, which locks the GPT out until then.
    #[arg(long)]
    remove_old_secret: bool,

    /// Form of the answer
    #[arg(long, default_value_t, value_enum)]
    pub(super) format: Format,
}

/// Runs the command.
///
/// # Errors
///
/// Where not all was done; the failure says what is and what is not.
pub(super) fn run(
    args: &Args,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let asked = Asked {
        prune: args.prune,
        rotate_secret: args.rotate_secret,
        remove_old_secret: args.remove_old_secret,
    };
    let mut options = ApplyOptions { asked, approved: None };
    let project = global.open_project(system)?;
    let removal = if args.yes { Removal::Agreed } else { Removal::Asked };
    leftover::look(removal, &project, global, system, terminal)?;
    if !args.yes {
        let work = plan::plan(system, &global.token_store, &project, asked);
        let planned = runtime::block_on(async { Ok::<_, Failure>(work.await?) })?;
        let mut shown = Vec::new();
        report::logto::plan::text(&planned, terminal.talk_styles(), &mut shown)?;
        terminal.status(String::from_utf8_lossy(&shown).trim_end());
        if !planned.plan.is_empty() {
            if !terminal.interactive() {
                return Err(Failure::usage("nothing is changed without being agreed to")
                    .hinted("`--yes` agrees to all that `gptauth logto plan` shows"));
            }
            if !prompt::yes("Do it?", false, system, terminal)? {
                terminal.status("Nothing was changed.");
                if args.format == Format::Json {
                    let plan = report::logto::plan::json(&planned);
                    let document = super::with_typeable_notes(report::logto::apply::declined(plan), terminal);
                    writeln!(terminal.data(), "{document:#}")?;
                    terminal.flush()?;
                }
                return Ok(ExitStatus::Findings);
            }
        }
        options.approved = Some(planned.plan);
    }
    let mut on = |event: Event<'_>| tell(&event, terminal);
    let file = global.project.as_deref();
    let work = apply::apply(system, &global.token_store, file, global.env.as_deref(), &options, &mut on);
    let applied = runtime::block_on(async { work.await.map_err(|error| Failure::from(*error)) })?;
    finish(&applied, args, system, terminal)
}

/// Says what happens on the way.
pub(in crate::cli) fn tell(event: &Event<'_>, terminal: &mut Terminal) {
    match event {
        Event::Waiting { by: Some(by) } => {
            terminal.status(format_args!("Waiting for another gptauth (process {by}) at this tenant."));
        }
        Event::Waiting { by: None } => terminal.status("Waiting for another gptauth at this tenant."),
        Event::Again => terminal.status("Another one wrote in between; writing what is missing again."),
        Event::Done(change) => {
            let mark = terminal.talk_styles().good("✓").to_string();
            terminal.status(format_args!("{mark} {}", report::logto::plan::told(change)));
        }
    }
}

fn finish(
    applied: &Applied,
    args: &Args,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    // Whoever was shown an empty plan knows that there was nothing.
    if args.yes || !applied.done.is_empty() {
        terminal.remark(report::logto::apply::closing(applied));
    }
    if let Some(place) = &applied.secret_kept {
        terminal.remark(format_args!("The client secret is kept in {place}."));
    }
    for note in &applied.notes {
        terminal.remark(format_args!("note: {}", report::logto::plan::note(note)));
    }
    if args.format == Format::Json {
        let document = super::with_typeable_notes(report::logto::apply::json(applied), terminal);
        writeln!(terminal.data(), "{document:#}")?;
        terminal.flush()?;
    }
    if let Some(rotated) = &applied.rotated {
        advise(applied, rotated, system, terminal);
    }
    if applied.done.iter().any(Change::is_of_application) {
        terminal.hint("`gptauth doctor` proves the set-up, and `gptauth login` signs in with it");
    }
    Ok(ExitStatus::Success)
}

/// Says where the new secret has to go.
fn advise(applied: &Applied, rotated: &Rotated, system: &System, terminal: &mut Terminal) {
    if rotated.proved.is_none() {
        terminal.warning(
            "the token endpoint did not tell whether the new secret is right; `gptauth doctor` asks again",
        );
    }
    if system.environment.variable(CLIENT_SECRET_VARIABLE).is_some() {
        terminal.warning(format_args!("{CLIENT_SECRET_VARIABLE} still holds another one, and goes first"));
    }
    terminal.hint(report::logto::apply::where_to_type(applied, rotated));
    let removed = applied.done.iter().any(|own| matches!(own, Change::RemoveSecret { .. }));
    if rotated.old.is_some() && !removed {
        terminal.hint("then `gptauth logto apply --remove-old-secret` takes the old one away");
    }
}
