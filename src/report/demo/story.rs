//! The story of the tour, a scene at a time.

use crate::{
    invoke::outcome::CallOutcome,
    report::{
        call::{status, time},
        escape, login,
        styles::Styles,
        test,
    },
    task::{
        check::CheckOutcome,
        demo::tour::{Scene, TourOutcome},
        login::{Event, LoginOutcome, Step, Taken, Turn},
        logout::Remote,
        refresh::Rotation,
    },
};

/// The width of the story, in characters.
const WIDTH: usize = 78;

/// Tells the tour.
#[derive(Debug)]
pub struct Story {
    styles: Styles,
    chapter: usize,
}

impl Story {
    /// Returns a story that has not begun.
    pub fn new(styles: Styles) -> Self {
        Self { styles, chapter: 0 }
    }

    /// Returns the opening lines.
    pub fn opening(&self) -> Vec<String> {
        vec![
            self.styles.strong("gptauth demo: sign-in for a custom GPT's action, the whole job"),
            self.styles.faint("On this machine only: loopback addresses, nothing installed, no account."),
        ]
    }

    /// Returns the lines of a scene.
    pub fn scene(&mut self, scene: &Scene<'_>) -> Vec<String> {
        match scene {
            Scene::Servers(about) => {
                let mut lines = self.chapter("Start an OpenID provider and an API", "gptauth demo serve");
                lines.push(self.fact("provider", &about.issuer, "behaves as Logto does"));
                lines.push(self.fact("API", about.server.as_str(), "asks the provider about tokens"));
                lines
            }
            Scene::Written(outcome) => {
                let mut lines = self.chapter("Write a project", "gptauth init agenda");
                let names = outcome.written.iter().filter_map(|path| path.file_name());
                let names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
                lines.push(self.done(&format!("{}, no secret in it", names.join(" and "))));
                lines
            }
            Scene::Checked(outcome) => {
                let mut lines = self.chapter("Check the document as the GPT editor would", "gptauth check");
                lines.push(self.done(&checked(outcome)));
                lines
            }
            Scene::Refused(outcome) => {
                let command = "gptauth call listItems --no-auth";
                let mut lines = self.chapter("Call the API without signing in", command);
                let text = format!("{} · the API asks for a token, as it must", status(outcome.status));
                lines.push(self.done(&text));
                lines
            }
            Scene::SignsIn { username } => {
                self.chapter(&format!("Sign in; {username} is at the sign-in page"), "gptauth login")
            }
            Scene::SignIn(event) => self.sign_in(event),
            Scene::SignedIn(outcome) => vec![format!("   {}", signed_in(outcome))],
            Scene::Calls => self.chapter("Call every operation with the token", "gptauth call OPERATION"),
            Scene::Called(outcome) => vec![self.called(outcome)],
            Scene::Refreshed(outcome) => {
                let mut lines = self.chapter("Refresh, as ChatGPT does in the background", "gptauth refresh");
                lines.push(self.done(match outcome.rotation {
                    Rotation::Rotated => "new access token, and a new refresh token with it",
                    Rotation::Unchanged => "new access token; the refresh token stays good",
                    Rotation::ByAnother => "another process was quicker; its tokens are used",
                }));
                lines
            }
            Scene::Tests => self.chapter("Run the smoke test, as CI would", "gptauth test"),
            Scene::TestStep(step) => {
                let lines = test::step(step, test::name_width(["getItemById"].into_iter()), self.styles);
                lines.into_iter().map(|line| format!("   {line}")).collect()
            }
            Scene::Tested(_) => Vec::new(),
            Scene::SignedOut(outcome) => {
                let mut lines = self.chapter("Sign out", "gptauth logout");
                lines.push(self.done(match outcome.remote {
                    Remote::Revoked => "revoked at the provider, forgotten here",
                    Remote::RefreshTokenRevoked { .. } => {
                        "refresh token revoked at the provider, all forgotten here"
                    }
                    Remote::NoEndpoint { .. } | Remote::NotAsked => "forgotten here",
                }));
                lines
            }
        }
    }

    /// Returns the closing lines: what was shown, and what to type next.
    pub fn closing(&self, outcome: &TourOutcome) -> Vec<String> {
        let styles = self.styles;
        let next = |command: &str, why: &str| {
            format!("  {:26} {why}", command).replacen(command, &styles.typed(command), 1)
        };
        let mut lines = vec![
            String::new(),
            styles.good(format!("All {} steps succeeded, in {}.", self.chapter, time(outcome.took))),
            "You saw a GPT's action work from schema to sign-out; only ChatGPT itself was".to_owned(),
            "missing. Next:".to_owned(),
        ];
        if let Some(folder) = &outcome.kept {
            lines.push(next(&format!("cd {}", folder.display()), "the project of this tour"));
        }
        lines.extend([
            next("gptauth demo serve", "the same servers, for your own browser"),
            next("gptauth init my-action", "a project for your own API and provider"),
            next("gptauth login --help", "signing in, also exactly as ChatGPT does"),
            next("gptauth form", "what to type into the GPT editor"),
        ]);
        lines
    }

    /// Returns the heading of the next chapter, the command at its right.
    fn chapter(&mut self, title: &str, command: &str) -> Vec<String> {
        self.chapter += 1;
        let left = format!("{}  {title}", self.chapter);
        let gap = WIDTH.saturating_sub(left.chars().count() + command.chars().count()).max(2);
        let heading =
            format!("{}{}{}", self.styles.strong(left), " ".repeat(gap), self.styles.typed(command));
        vec![String::new(), heading]
    }

    fn fact(&self, label: &str, value: &str, remark: &str) -> String {
        format!("   {label:8}  {value:30}  {}", self.styles.faint(remark))
    }

    fn done(&self, text: &str) -> String {
        format!("   {} {text}", self.styles.good("✓"))
    }

    fn sign_in(&self, event: &Event) -> Vec<String> {
        match event {
            // What failed is told in the error.
            Event::Ended(Taken { turn: Turn::Failed, .. }) => Vec::new(),
            Event::Ended(taken) => {
                let text = match taken.step {
                    Step::Discovery => "the issuer says where its endpoints are",
                    Step::AuthorizationRequest => "with PKCE, state and nonce",
                    Step::SignIn => "the page takes the password and comes back",
                    Step::Callback => "our state, our issuer, and a code",
                    Step::TokenRequest => "the code is exchanged for tokens",
                    Step::TokenValidation => "signature, audience, nonce and times hold",
                    Step::Userinfo => "the same account",
                    Step::Storing => "tokens kept, readable by this user only",
                };
                let took = self.styles.faint(format!("{:>7}", time(taken.took)));
                vec![format!("{}{took}", self.done(&format!("{:<21}  {text:<42}", login::name(taken.step))))]
            }
            // The steps tell it all; the demo gives no reason for the rest.
            Event::Began(_)
            | Event::Visit { .. }
            | Event::Device { .. }
            | Event::NoBrowser { .. }
            | Event::MayPaste
            | Event::Refused(_)
            | Event::Unreadable(_)
            | Event::Ignored(_)
            | Event::Note(_)
            | Event::Outlook(_)
            | Event::AsksToReplace { .. }
            | Event::NoAccount(_) => Vec::new(),
        }
    }

    fn called(&self, outcome: &CallOutcome) -> String {
        let path = outcome.url.path();
        let path = path.strip_prefix("/api").unwrap_or(path);
        let text = format!(
            "{:15}  {:6}  {:20}  {:15}",
            outcome.operation,
            outcome.method.as_str(),
            escape::excerpt(path, 20),
            status(outcome.status),
        );
        format!("{}{}", self.done(&text), self.styles.faint(format!("{:>7}", time(outcome.duration))))
    }
}

fn checked(outcome: &CheckOutcome) -> String {
    let count = outcome.operations.len();
    format!("{count} operations accepted, domains and OAuth settings fit, no finding")
}

fn signed_in(outcome: &LoginOutcome) -> String {
    let subject =
        outcome.subject.as_deref().map(|subject| format!("account {}, ", escape::excerpt(subject, 24)));
    let refresh = if outcome.refreshable { ", with a refresh token" } else { "" };
    format!("{}scope `{}`{refresh}", subject.unwrap_or_default(), escape::excerpt(outcome.scope.as_str(), 30))
}
