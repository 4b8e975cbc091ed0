//! What is said while a sign-in is on its way.

use crate::{
    cli::{failure::Failure, logto, terminal::Terminal},
    report::{self, escape},
    task::{
        login::{Event, Step},
        logto::{apply, temporary_redirect::Temporary},
    },
};

/// The lines that the URL and the words around it take: they are not to scroll away.
const TEXT_LINES: usize = 14;

/// Says what happens, and knows the step that is being taken.
pub(super) struct Talk<'a> {
    terminal: &'a mut Terminal,
    timeout: u64,
    at: Option<Step>,
    /// The step that was broken off, once that is said.
    broken: Option<Step>,
}

impl<'a> Talk<'a> {
    pub(super) fn new(terminal: &'a mut Terminal, timeout: u64) -> Self {
        Self { terminal, timeout, at: None, broken: None }
    }

    /// Says what happened. The page to open, and a question, are said even with `--quiet`: nothing
    /// goes on without them.
    pub(super) fn tell(&mut self, event: Event) {
        let styles = self.terminal.talk_styles();
        match event {
            Event::Began(step) => self.at = Some(step),
            Event::Ended(taken) => {
                self.at = None;
                self.terminal.status(report::login::step(taken, styles));
            }
            Event::Visit { url, browser } => {
                let heading =
                    if browser { "Opening this page in the browser:" } else { "Open this page to sign in:" };
                self.terminal.say(format_args!("\n{heading}\n\n{}\n", styles.typed(url.as_str())));
                if !browser {
                    self.draw(url.as_str());
                }
                self.terminal
                    .status(format_args!("Waiting up to {} s for the answer; Ctrl-C ends it.", self.timeout));
            }
            Event::Device { user_code, verification_uri, verification_uri_complete, expires_in } => {
                self.terminal.say(format_args!(
                    "\nOn another device, open this page:\n\n{}\n\nand type this code: {}\n",
                    styles.typed(verification_uri.as_str()),
                    styles.strong(escape::line(&user_code)),
                ));
                if let Some(complete) = verification_uri_complete {
                    self.terminal.say(format_args!(
                        "With the code typed already:\n\n{}\n",
                        styles.typed(complete.as_str())
                    ));
                    self.draw(complete.as_str());
                }
                let seconds = expires_in.as_secs();
                self.terminal
                    .status(format_args!("Waiting up to {seconds} s for the sign-in; Ctrl-C ends it."));
            }
            Event::NoBrowser { reason } => {
                self.terminal.warning(format_args!(
                    "no browser could be opened ({}); open the page above yourself",
                    escape::line(&reason)
                ));
            }
            Event::MayPaste if self.terminal.interactive() => self.terminal.remark(
                "Is the browser on another machine? It ends at an address that it cannot open: paste that \
                 address here and press Enter. What you paste is not shown.",
            ),
            Event::MayPaste => {
                self.terminal.remark("Reading the address that the browser ended at from standard input.");
            }
            Event::Refused(refusal) => {
                let reason = escape::line(&refusal.to_string()).into_owned();
                self.terminal.warning(format_args!("not taken: {reason}"));
            }
            Event::Unreadable(error) => {
                self.terminal.warning(format_args!("not taken: {}", escape::line(&error.to_string())));
            }
            Event::Ignored(reason) => {
                self.terminal.warning(format_args!("ignored {reason}; still waiting"));
            }
            Event::Outlook(outlook) => self.terminal.status(report::outlook::text(&outlook)),
            Event::Note(note) => self.terminal.warning(escape::line(&note.to_string())),
            Event::AsksToReplace { before, now } => {
                let (before, now) = (escape::excerpt(&before, 60), escape::excerpt(&now, 60));
                self.terminal.warning(format_args!("`{now}` signed in, but `{before}` is stored"));
                self.terminal.ask("Replace the stored tokens? [y/N]");
            }
            Event::NoAccount(error) => {
                let reason = escape::line(&error.to_string()).into_owned();
                self.terminal.warning(format_args!("the account is not known: {reason}"));
            }
        }
    }

    /// Says what happens at Logto before and after the sign-in.
    pub(super) fn at_logto(&mut self, event: &apply::Event<'_>) {
        logto::tell(event, self.terminal);
    }

    /// Says that the redirect URI of this sign-in is registered, or was.
    pub(super) fn registered(&mut self, temporary: &Temporary, is_there: bool) {
        let uri = escape::line(temporary.redirect_uri()).into_owned();
        let mark = self.terminal.talk_styles().good("✓");
        match (is_there, temporary.is_temporary()) {
            (false, _) => {}
            (true, true) => {
                self.terminal.status(format_args!("{mark} registered at Logto for this sign-in: {uri}"));
            }
            (true, false) => {
                self.terminal.status(format_args!("{mark} was registered at Logto before, and stays: {uri}"));
            }
        }
    }

    /// Says that the redirect URI of this sign-in is gone again.
    pub(super) fn removed(&mut self, uri: &str) {
        let mark = self.terminal.talk_styles().good("✓");
        self.terminal.status(format_args!("{mark} removed at Logto again: {}", escape::line(uri)));
    }

    /// Warns.
    pub(super) fn warn(&mut self, text: &str) {
        self.terminal.warning(self.terminal.typeable(text));
    }

    /// Draws a page as a QR code, where there is room for it.
    fn draw(&mut self, page: &str) {
        let Some((columns, lines)) = self.terminal.drawing_space() else { return };
        let styles = self.terminal.talk_styles();
        if let Some(code) = report::qr::code(page, columns, lines.saturating_sub(TEXT_LINES), styles) {
            self.terminal.status(format_args!("{code}\n"));
        }
    }

    /// Says at which step the user, or the system, broke off.
    pub(super) fn break_off(&mut self) {
        let Some(step) = self.at.take() else { return };
        self.broken = Some(step);
        // The cursor stands behind what the terminal made of Ctrl-C.
        let styles = self.terminal.talk_styles();
        self.terminal.status(format_args!("\n{}", report::login::broken_off(step, styles)));
    }

    /// Says so, where it is not said yet, and tells programs of it.
    pub(super) fn broken_off(mut self, failure: Failure) -> Failure {
        self.break_off();
        match self.broken {
            Some(step) => failure.detailed("step", step.name().into()),
            None => failure,
        }
    }
}
