//! `gptauth completions`.

use super::{
    Cli,
    failure::{ExitStatus, Failure},
    options::GlobalOptions,
    terminal::Terminal,
};
use crate::system::System;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

/// Print the completion script of a shell
///
/// For bash, the file belongs below ~/.local/share/bash-completion/completions; for zsh, into a folder
/// of `$fpath`, as `_gptauth`; for fish, into ~/.config/fish/completions.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gptauth completions bash > ~/.local/share/bash-completion/completions/gptauth
  gptauth completions zsh > ~/.zfunc/_gptauth
  gptauth completions fish > ~/.config/fish/completions/gptauth.fish")]
pub struct Args {
    /// Shell to complete in
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
///
/// # Errors
///
/// Where stdout is closed or full.
pub fn run(
    args: &Args,
    _global: &GlobalOptions,
    _system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    terminal.data().write_all(&script(args.shell))?;
    terminal.flush()?;
    Ok(ExitStatus::Success)
}

/// Returns the completion script of `shell`, in which the operations and arguments of `call` come from
/// the project.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut visible(), "gptauth", &mut script);
    let Ok(script) = String::from_utf8(script) else { return Vec::new() };
    let script = match shell {
        Shell::Bash => script + include_str!("completions/call.bash"),
        Shell::Fish => script + include_str!("completions/call.fish"),
        Shell::Elvish => script + include_str!("completions/call.elv"),
        Shell::PowerShell => powershell(&script),
        Shell::Zsh => zsh(&script),
        // No shell that clap writes for today.
        _ => script,
    };
    script.into_bytes()
}

/// Returns the command line without what only scripts type.
fn visible() -> Command {
    let whole = Cli::command();
    let hidden: Vec<_> = whole
        .get_subcommands()
        .filter(|own| own.is_hide_set())
        .map(|own| own.get_name().to_owned())
        .collect();
    let plain = Command::new("gptauth").args(whole.get_arguments().cloned());
    let shown = whole.get_subcommands().filter(|own| !hidden.iter().any(|name| name == own.get_name()));
    plain.version(env!("CARGO_PKG_VERSION")).subcommands(shown.cloned())
}

/// Returns the script of zsh with our function in place of file names for what `call` takes.
fn zsh(script: &str) -> String {
    const END: &str = "\nif [ \"$funcstack[1]\" = \"_gptauth\" ]; then";
    let ours = script
        .lines()
        .map(|line| match line.strip_suffix(":_default' \\") {
            Some(start) if start.starts_with("'::operation --") || start.starts_with("'*::arguments --") => {
                format!("{start}:_gptauth_call_words' \\\n")
            }
            _ => format!("{line}\n"),
        })
        .collect::<String>();
    ours.replace(END, &(include_str!("completions/call.zsh").to_owned() + END))
}

/// Returns the script of PowerShell, which keeps one block a command, with ours at the top of it.
fn powershell(script: &str) -> String {
    const HEAD: &str = "    param($wordToComplete, $commandAst, $cursorPosition)\n";
    script.replacen(HEAD, &(HEAD.to_owned() + include_str!("completions/call.ps1")), 1)
}
