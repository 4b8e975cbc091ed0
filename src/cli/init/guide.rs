//! The guided path: from a new project to its first signed-in call.
//!
//! Each step is a command that can be typed as well, or a question whose answer goes into the project
//! file. What is done is told by what is there, so that the path goes on wherever it was left.

mod demo;
mod provider;

use crate::{
    cli::{
        self,
        failure::{ExitStatus, Failure},
        options::{Format, GlobalOptions},
        prompt,
        terminal::Terminal,
    },
    invoke::signature::Signature,
    project::{FILE_NAME, Project},
    system::System,
    task::{
        action::{self, Action, Selection},
        init::progress::{Progress, Provider, Step},
    },
    template::Template,
};
use std::path::Path;

/// Goes the way with somebody who sits at the terminal.
pub(super) struct Guide<'a> {
    global: GlobalOptions,
    /// The user's world; for the demo, one that knows its secret.
    system: System,
    terminal: &'a mut Terminal,
    passed: Vec<Step>,
    shown: Option<Step>,
    has_called: bool,
    /// Whether the sign-in has to register its redirect URI first.
    lacks_redirect: bool,
    status: ExitStatus,
    demo: demo::Demo,
    demo_port: u16,
}

/// What somebody wants of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Do,
    Name(provider::Choice),
    Skip,
    Quit,
}

/// Goes on in the folder of a project until the first call, or until somebody has enough.
///
/// # Errors
///
/// Where the project file cannot be used, or a signal ended it.
pub(super) fn go(
    directory: &Path,
    demo_port: u16,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut global = global.clone();
    if !directory.as_os_str().is_empty() {
        global.project = Some(directory.join(FILE_NAME));
    }
    terminal.select(&global);
    let mut guide = Guide {
        global,
        system: system.clone(),
        terminal,
        passed: Vec::new(),
        shown: None,
        has_called: false,
        lacks_redirect: false,
        status: ExitStatus::Success,
        demo: demo::Demo::default(),
        demo_port,
    };
    let ended = guide.walk();
    if ended.is_err() {
        guide.say_how_to_resume();
    }
    ended
}

impl Guide<'_> {
    fn walk(&mut self) -> Result<ExitStatus, Failure> {
        self.prefer_the_demo()?;
        loop {
            let project = self.global.open_project(&self.system)?;
            let mut progress = Progress::of(&self.system, &self.global.token_store, &project);
            // Tokens of a demo that has ended are good for nothing.
            progress.signed_in &= progress.provider != Provider::Demo || self.demo.has_signed_in;
            self.lacks_redirect = progress.lacks_redirect;
            let Some(step) = progress.next(&self.passed) else {
                self.close(&project, &progress);
                return Ok(self.status);
            };
            if step == Step::Call && self.calls_an_example() {
                self.show(&progress, step);
                self.terminal.remark(
                    "The document still names an example as the server. Put yours under `servers`, or for \
                     an API on this machine `server = \"http://127.0.0.1:PORT\"` into the project file.",
                );
                self.say_how_to_resume();
                return Ok(self.status);
            }
            self.show(&progress, step);
            match self.ask(step)? {
                Wish::Quit => {
                    self.say_how_to_resume();
                    return Ok(self.status);
                }
                Wish::Skip => self.pass(step, &project),
                wish => self.attempt(step, wish, &project)?,
            }
        }
    }

    /// Works with the demo where the project has nothing else yet.
    fn prefer_the_demo(&mut self) -> Result<(), Failure> {
        let project = self.global.open_project(&self.system)?;
        let progress = Progress::of(&self.system, &self.global.token_store, &project);
        let has_demo = project.environments.iter().any(|own| own == demo::ENVIRONMENT);
        if self.global.env.is_none() && has_demo && progress.provider == Provider::Unknown {
            self.work_with_the_demo();
        }
        Ok(())
    }

    fn work_with_the_demo(&mut self) {
        self.global.env = Some(demo::ENVIRONMENT.to_owned());
        self.terminal.select(&self.global);
    }

    /// Shows how far it is and what the next step does; of one that is tried again, its command alone.
    fn show(&mut self, progress: &Progress, now: Step) {
        let styles = self.terminal.talk_styles();
        if self.shown.replace(now) == Some(now) {
            return self.show_line(now);
        }
        let steps = progress.way().iter().map(|step| {
            let name = name(*step);
            match (progress.is_done(*step), *step == now) {
                (true, _) => format!("{} {name}", styles.good("[x]")),
                (false, true) => format!("[ ] {}", styles.strong(name)),
                (false, false) => format!("[ ] {name}"),
            }
        });
        let line = std::iter::once(format!("{} project", styles.good("[x]"))).chain(steps);
        self.terminal.status(format_args!("\n{}\n", line.collect::<Vec<_>>().join("  ")));
        let (title, about) = about(now, progress);
        self.terminal.remark(format_args!("{}: {about}", styles.strong(title)));
        self.show_line(now);
    }

    fn show_line(&mut self, step: Step) {
        if let Some(line) = self.line(step) {
            let line = self.terminal.talk_styles().typed(self.terminal.command(&line)).to_string();
            self.terminal.status(format_args!("  {line}"));
        }
    }

    /// Returns the command of a step, as it is typed behind the flags.
    fn line(&self, step: Step) -> Option<String> {
        match step {
            Step::Provider => None,
            Step::Connect => Some("logto connect".to_owned()),
            Step::Apply => Some("logto apply".to_owned()),
            Step::SignIn if self.lacks_redirect => Some("login --temporary-redirect".to_owned()),
            Step::SignIn => Some("login".to_owned()),
            Step::Call => Some(match self.first_call() {
                Some(operation) => format!("call {operation}"),
                None => "call".to_owned(),
            }),
        }
    }

    fn ask(&mut self, step: Step) -> Result<Wish, Failure> {
        let (question, default) = match step {
            Step::Provider => ("Which? (logto, demo, other; s to skip, q to quit)", "logto"),
            _ => ("Do it now? (y; s to skip, q to quit)", "y"),
        };
        let wish = |text: &str| wish(step, text).map(drop);
        let answer = prompt::text(question, Some(default), wish, &self.system, self.terminal)?;
        self::wish(step, &answer).map_err(Failure::usage)
    }

    /// Does a step. Where it fails, that is said, and the step is asked about again.
    fn attempt(&mut self, step: Step, wish: Wish, project: &Project) -> Result<(), Failure> {
        self.terminal.status("");
        let done = match wish {
            Wish::Name(choice) => self.name_provider(choice, project),
            _ => self.run(step, project),
        };
        self.status = match done {
            Ok(status) => status,
            Err(failure) if failure.is_interruption() => return Err(failure),
            Err(failure) => failure.print(Format::Text, self.terminal),
        };
        if self.status == ExitStatus::Success {
            self.demo.has_signed_in |= step == Step::SignIn;
            if step == Step::Call {
                self.has_called = true;
                self.passed.push(step);
            }
        } else {
            self.terminal.remark("\nThis step is not done. It can be tried again, or left for later.");
        }
        Ok(())
    }

    fn run(&mut self, step: Step, project: &Project) -> Result<ExitStatus, Failure> {
        self.prepare_the_demo(project)?;
        let line = self.line(step).unwrap_or_default();
        cli::run_line(&line, &self.global, &self.system, self.terminal)
    }

    fn pass(&mut self, step: Step, project: &Project) {
        self.passed.push(step);
        let file = project.source.name();
        match step {
            Step::Provider => self
                .terminal
                .remark(format_args!("By hand: put `issuer` and `client_id` of your provider into {file}.")),
            Step::Connect | Step::Apply => self.terminal.remark(format_args!(
                "By hand: make a \"Traditional web\" application in Logto's console, register there what \
                 `gptauth form` shows, switch on \"Always issue Refresh Token\", and put its App ID into \
                 {file} as `client_id`."
            )),
            Step::SignIn | Step::Call => {}
        }
    }

    fn close(&mut self, project: &Project, progress: &Progress) {
        let is_done = self.has_called && progress.signed_in;
        if !is_done {
            return self.say_how_to_resume();
        }
        let styles = self.terminal.talk_styles();
        let done = styles.good("That was the way from nothing to a signed-in call.");
        self.terminal.status(format_args!("\n{done}"));
        if progress.provider == Provider::Demo {
            self.terminal.status(format_args!(
                "The demo's servers end here. In a terminal of its own this keeps them up:\n  {}",
                styles.typed("gptauth demo serve")
            ));
        }
        if project.environment.is_none() {
            self.terminal.remark("`gptauth form` shows what to type into the GPT editor.");
        }
        self.terminal.remark("`gptauth test` calls every operation that changes nothing.");
    }

    fn say_how_to_resume(&mut self) {
        let directory = self.global.project.as_deref().and_then(Path::parent);
        let directory = directory.map(|own| format!(" {}", own.display())).unwrap_or_default();
        let styles = self.terminal.talk_styles();
        let line = styles.typed(format!("gptauth init{directory}"));
        self.terminal.status(format_args!("\n{line} goes on where this ended."));
    }

    /// Returns an operation that changes nothing and wants no argument.
    fn first_call(&self) -> Option<String> {
        let action = self.action()?;
        let is_easy = |own: &&Signature| {
            own.method == http::Method::GET && !own.parameters.iter().any(|parameter| parameter.required)
        };
        let signed_in = action.signatures.iter().filter(|own| !own.public).find(is_easy);
        signed_in.or_else(|| action.signatures.iter().find(is_easy)).map(|own| own.name.clone())
    }

    /// Returns whether the API is the one that stands in a template.
    fn calls_an_example(&self) -> bool {
        let server = self.action().and_then(|action| action.server().ok());
        let server = server.map(|own| own.url.as_str().trim_end_matches('/').to_owned());
        server.is_some_and(|own| Template::ALL.iter().any(|template| own == template.example_server()))
    }

    /// Returns the title of the API.
    fn title(&self) -> Option<String> {
        let action = self.action()?;
        let title = action.openapi.root().get("info")?.get("title")?.as_str()?.trim().to_owned();
        Some(title).filter(|own| !own.is_empty())
    }

    fn action(&self) -> Option<Action> {
        let selection = Selection {
            project: self.global.project.as_deref(),
            environment: self.global.env.as_deref(),
            account: self.global.account.as_deref(),
            ..Selection::default()
        };
        action::open(&self.system, selection).ok()
    }
}

/// Reads what somebody typed at a step.
fn wish(step: Step, text: &str) -> Result<Wish, String> {
    match (text.trim().to_ascii_lowercase().as_str(), step) {
        ("s" | "skip", _) => Ok(Wish::Skip),
        ("q" | "quit", _) => Ok(Wish::Quit),
        (choice, Step::Provider) => provider::Choice::named(choice).map(Wish::Name),
        ("y" | "yes", _) => Ok(Wish::Do),
        _ => Err("expected y to do it now, s to skip it, or q to leave".to_owned()),
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Provider => "provider",
        Step::Connect => "Logto",
        Step::Apply => "application",
        Step::SignIn => "sign-in",
        Step::Call => "call",
    }
}

/// Returns the heading of a step, and what it does.
fn about(step: Step, progress: &Progress) -> (&'static str, &'static str) {
    match step {
        Step::Provider => (
            "Provider",
            "who signs your users in? A Logto, the demo's provider on this machine, or another one.",
        ),
        Step::Connect => (
            "Logto",
            "asks for id and secret of a machine-to-machine application with the role \"Logto Management \
             API access\" (Console > Applications), proves them with one harmless read, and keeps them.",
        ),
        Step::Apply => (
            "Application",
            "shows what it would set up at Logto (application, redirect URIs, refresh tokens), and does it \
             once you agree. The client id goes into the project file, the secret into the token store.",
        ),
        Step::SignIn if progress.provider == Provider::Demo => {
            ("Sign-in", "starts the demo's provider and API in here, and opens the sign-in page.")
        }
        Step::SignIn if progress.lacks_redirect => (
            "Sign-in",
            "opens the provider's page in the browser, and keeps the tokens. Where the browser comes back \
             is registered at Logto before, unless it is there, and removed again.",
        ),
        Step::SignIn => ("Sign-in", "opens the provider's page in the browser, and keeps the tokens."),
        Step::Call => ("First call", "calls the API with the token, as ChatGPT would; nothing is changed."),
    }
}
