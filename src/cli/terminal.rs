//! The two streams, and what may be done with them.
//!
//! stdout is what was asked for, stderr is everything said about it. No command picks a stream by
//! hand.

use super::options::{ColorChoice, GlobalOptions};
use crate::report::{escape, styles::Styles};
use std::{
    fmt,
    io::{self, IsTerminal, Write},
};

/// The user's terminal, or whatever stands in for it.
pub struct Terminal {
    data: Box<dyn Write>,
    talk: Box<dyn Write>,
    data_styles: Styles,
    talk_styles: Styles,
    data_is_terminal: bool,
    interactive: bool,
    quiet: bool,
    /// The flags that say what is worked with, as they are typed again.
    selection: String,
    talk_width: Option<usize>,
    drawing_space: Option<(usize, usize)>,
}

impl Terminal {
    /// Returns the process's own streams, with colour decided once per stream.
    pub fn real(global: &GlobalOptions) -> Self {
        let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
        let colour = |is_terminal| Styles::new(colour_wanted(global.color, is_terminal));
        let size = terminal_size::terminal_size_of(&stderr);
        let size = size.map(|(width, height)| (usize::from(width.0), usize::from(height.0)));
        Self {
            data_styles: colour(stdout.is_terminal()),
            talk_styles: colour(stderr.is_terminal()),
            data_is_terminal: stdout.is_terminal(),
            interactive: stdin.is_terminal() && stderr.is_terminal(),
            quiet: global.quiet,
            selection: selection(global),
            // Lines are folded for eyes only; whatever reads a pipe folds as it likes.
            talk_width: size.map(|(width, _)| width),
            drawing_space: size.filter(|_| is_utf8()),
            data: Box::new(io::BufWriter::new(stdout)),
            talk: Box::new(stderr),
        }
    }

    /// Lets hints name the project, environment and account of other flags from now on.
    pub(super) fn select(&mut self, global: &GlobalOptions) {
        self.selection = selection(global);
    }

    /// Returns stdout: what was asked for.
    pub fn data(&mut self) -> &mut dyn Write {
        &mut *self.data
    }

    /// Returns the colours of stdout.
    pub fn data_styles(&self) -> Styles {
        self.data_styles
    }

    /// Returns the colours of stderr.
    pub fn talk_styles(&self) -> Styles {
        self.talk_styles
    }

    /// Returns whether stdout is a terminal: bytes for programs, layout for people.
    pub fn data_is_terminal(&self) -> bool {
        self.data_is_terminal
    }

    /// Returns whether questions can be asked: stdin and stderr are terminals.
    pub fn interactive(&self) -> bool {
        self.interactive
    }

    /// Returns the columns and lines of stderr, where it is a terminal that can draw.
    pub fn drawing_space(&self) -> Option<(usize, usize)> {
        self.drawing_space
    }

    /// Returns whether only data and errors are wanted.
    pub fn quiet(&self) -> bool {
        self.quiet
    }

    /// Says something about the work, on stderr; silenced by `--quiet`.
    pub fn status(&mut self, text: impl fmt::Display) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Warns, on stderr.
    pub fn warning(&mut self, text: impl fmt::Display) {
        let label = self.talk_styles.warning("warning:");
        self.say_folded(format!("{label} {text}"));
    }

    /// Says what to do next, on stderr; silenced by `--quiet`.
    pub fn hint(&mut self, text: impl fmt::Display) {
        let label = self.talk_styles.hint("hint:");
        let text = self.typeable(&text.to_string());
        if !self.quiet {
            self.say_folded(format!("{label} {text}"));
        }
    }

    /// Returns a hint whose commands, in backticks, are for the project, environment and account that
    /// are worked with.
    pub(super) fn typeable(&self, hint: &str) -> String {
        const COMMAND: &str = "`gptauth ";
        let mut parts = hint.split(COMMAND);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str(COMMAND);
            // What begins anew, or only explains, is of no project yet.
            let takes_none = ["init", "demo", "explain"].iter().any(|own| part.starts_with(own));
            out.push_str(if takes_none { "" } else { &self.selection });
            out.push_str(part);
        }
        out
    }

    /// Returns a command as it is typed for the environment and account that are worked with.
    pub(super) fn command(&self, arguments: &str) -> String {
        format!("gptauth {}{arguments}", self.selection)
    }

    /// Says what went wrong, on stderr.
    pub(super) fn error(&mut self, text: impl fmt::Display) {
        let label = self.talk_styles.error("error:");
        self.say_folded(format!("{label} {text}"));
    }

    /// Says something in sentences, on stderr, with commands as in a hint; silenced by `--quiet`.
    pub fn remark(&mut self, text: impl fmt::Display) {
        if !self.quiet {
            self.say_folded(self.typeable(&text.to_string()));
        }
    }

    /// Shows how far the work is, in one line of stderr that the next one replaces; nothing where
    /// nobody looks on.
    pub fn progress(&mut self, text: impl fmt::Display) {
        if !self.quiet && self.talk_width.is_some() {
            let _ = write!(self.talk, "\r\u{1b}[2K{text}");
            let _ = self.talk.flush();
        }
    }

    /// Takes the last line of [`Terminal::progress`] away.
    pub fn end_progress(&mut self) {
        self.progress("");
    }

    /// Writes sentences to stderr, folded between words where a terminal is narrower.
    pub(super) fn say_folded(&mut self, text: String) {
        let Some(width) = self.talk_width.filter(|_| !text.contains('\n')) else { return self.say(text) };
        let options = textwrap::Options::new(width)
            .subsequent_indent("  ")
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        self.say(textwrap::fill(&text, options));
    }

    /// Writes a line to stderr. Nobody can be told when stderr itself is gone.
    pub(super) fn say(&mut self, text: impl fmt::Display) {
        let _ = writeln!(self.talk, "{text}");
    }

    /// Asks a question, on stderr, and leaves the cursor behind it.
    pub(super) fn ask(&mut self, question: impl fmt::Display) {
        let _ = write!(self.talk, "{question} ").and_then(|()| self.talk.flush());
    }

    /// Writes out what stdout still holds.
    ///
    /// # Errors
    ///
    /// Where stdout is closed or full.
    pub fn flush(&mut self) -> io::Result<()> {
        self.data.flush()
    }
}

/// Returns `--env NAME --account NAME ` as far as they were given.
fn selection(global: &GlobalOptions) -> String {
    let project = global.project.as_ref().map(|path| path.display().to_string());
    let flags = [
        ("--project", project.as_ref()),
        ("--env", global.env.as_ref()),
        ("--account", global.account.as_ref()),
    ];
    let typed = flags.into_iter().filter_map(|(flag, name)| {
        let name = escape::line(name?);
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.@/".contains(&byte));
        Some(if plain {
            format!("{flag} {name} ")
        } else {
            format!("{flag} '{}' ", name.replace('\'', "'\\''"))
        })
    });
    typed.collect()
}

/// Returns whether the characters of a terminal are UTF-8, by the variables that say so.
fn is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(crate::system::variable);
    let utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.ends_with("utf-8") || locale.ends_with("utf8")
    });
    (utf8 || cfg!(not(all(unix, not(target_os = "macos")))))
        && crate::system::variable("TERM").as_deref() != Some("dumb")
}

/// Decides about colour: the flag, then `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, then the stream.
fn colour_wanted(choice: ColorChoice, is_terminal: bool) -> bool {
    let set = |name| crate::system::variable(name).is_some_and(|value| value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => is_terminal && crate::system::variable("TERM").as_deref() != Some("dumb"),
    }
}
