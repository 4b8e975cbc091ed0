//! How the errors of calling operations end the program.

use super::{ExitStatus, Failure};
use crate::{
    invoke::{bind::BindError, depth::Fault, request::RequestError, server::ServerError, signature::Place},
    report::{escape, test::skip_words},
    system::HttpError,
    task::{
        action::ActionError,
        call::{CallError, GenerateError},
        kept::{ACCESS_TOKEN_VARIABLE, OTHER_ACCESS_TOKEN_VARIABLE},
        test::TestError,
    },
};
use http::Method;
use serde_json::{Value, json};

/// What ChatGPT says of an argument that the document does not declare.
const UNRECOGNIZED: &str = "ChatGPT refuses others with `UnrecognizedKwargsError`";

/// Of how many operations it is said why they are not called, where none is.
const SKIPPED: usize = 3;

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Project(error) => error.into(),
            ActionError::Document(error) => error.into(),
            ActionError::UnknownOperation { ref nearest, any, .. } => {
                let hint = match nearest.as_slice() {
                    [] if !any => "the document has no operations".to_owned(),
                    [] => "`gptauth call` lists the operations".to_owned(),
                    names => format!("did you mean {}?", listed(names)),
                };
                Self::new(ExitStatus::Usage, error).hinted(hint)
            }
        }
    }
}

impl From<BindError> for Failure {
    fn from(error: BindError) -> Self {
        let hint = match &error {
            BindError::Missing { missing, .. } => {
                let typed: Vec<_> = missing.iter().map(|own| format!("{}=…", own.name)).collect();
                let whole = missing.iter().all(|own| own.place == Place::Body);
                format!(
                    "add {}, or {}make it up with `--generate`",
                    typed.join(" "),
                    if whole { "give the whole body with `--body`, or " } else { "" }
                )
            }
            BindError::Unknown { nearest, .. } if !nearest.is_empty() => {
                format!("did you mean {}? {UNRECOGNIZED}", listed(nearest))
            }
            BindError::Unknown { known, takes_body: true, .. } if known.is_empty() => {
                format!("give its body whole, with `--body`; {UNRECOGNIZED}")
            }
            BindError::Unknown { known, .. } if known.is_empty() => {
                format!("it takes no arguments; {UNRECOGNIZED}")
            }
            BindError::Unknown { known, .. } => format!("it takes {}; {UNRECOGNIZED}", listed(known)),
            BindError::Duplicate { .. } => "give it once".to_owned(),
            BindError::Ambiguous { name, places } => {
                let typed: Vec<_> = places.iter().map(|place| format!("{}:{name}", place.word())).collect();
                format!("say which: {}", listed(&typed))
            }
            BindError::WrongType { .. } | BindError::WrongItem { .. } => {
                "the type is the document's; to see what the API says, add `--no-validate`".to_owned()
            }
            BindError::NotAllowed { allowed, .. } => format!("it can be {}", listed(allowed)),
            BindError::Unfit { .. } => {
                "nothing was sent; to see what the API says to it, add `--no-validate`".to_owned()
            }
            BindError::NotSent { .. } => {
                "leave it out: the operation must work without it, or it does not work in a GPT".to_owned()
            }
            BindError::BodyTwice { .. } => "put it into `--body`, or leave `--body` out".to_owned(),
            BindError::NoBodyGiven { .. } => {
                "give it with `--body`, or make it up with `--generate`".to_owned()
            }
            BindError::NoBody { .. } => "leave `--body` out".to_owned(),
            BindError::NotJson { .. } => "describe the body as `application/json`".to_owned(),
            BindError::BrokenBody { .. } => "ChatGPT sends only JSON; check quotes and commas".to_owned(),
            BindError::UnsafePath { .. } => {
                "a part of a path is not empty and neither `.` nor `..`".to_owned()
            }
            BindError::UndeclaredVariable { name, .. } => {
                format!("declare `{name}` as a parameter `in: path`")
            }
        };
        let BindError::Unfit { faults, .. } = &error else {
            return Self::new(ExitStatus::Usage, error).hinted(hint);
        };
        let (lines, document) = (fault_lines(faults), fault_document(faults));
        Self::new(ExitStatus::Usage, error).hinted(hint).showing(lines).detailed("faults", document)
    }
}

/// Returns a line for each fault: where, and what is wrong there.
fn fault_lines(faults: &[Fault]) -> String {
    let line = |fault: &Fault| {
        let place = fault.parameter.as_deref().unwrap_or("body");
        escape::line(&format!("  {place}{}: {}", fault.pointer, fault.message)).into_owned()
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn fault_document(faults: &[Fault]) -> Value {
    let fault =
        |own: &Fault| json!({ "parameter": own.parameter, "pointer": own.pointer, "message": own.message });
    faults.iter().map(fault).collect()
}

impl From<GenerateError> for Failure {
    fn from(error: GenerateError) -> Self {
        let hint = format!("give `{}` yourself; nothing was sent", error.name);
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        let hint = match &error {
            ServerError::None => "add `servers` to the document, or name one with `--server URL`".to_owned(),
            ServerError::Unusable { .. } => "name a whole URL with `--server URL`".to_owned(),
            ServerError::ForeignDocument { server, .. } => {
                format!("if it may go there, say so with `--server {server}`; or call with `--no-auth`")
            }
            ServerError::ClearText { .. } => {
                "use https; http is for this machine only, or with `--no-auth`".to_owned()
            }
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        let hint = match &error {
            RequestError::TokenCharacters => "nothing was sent; look for a line break in the token",
            RequestError::LeavesServer { .. } => {
                "nothing was sent; write the path without `.`, `..` and spaces"
            }
            RequestError::Unbuildable(_) => "nothing was sent; shorten the path or the arguments",
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Server(error) => error.into(),
            CallError::Request(error) => error.into(),
            CallError::Store(error) => error.into(),
            CallError::Session(error) => error.into(),
            CallError::NoSession { .. } => Self::new(ExitStatus::SignIn, error).hinted(format!(
                "run it where the project is, set {ACCESS_TOKEN_VARIABLE}, or call with `--no-auth`"
            )),
            // Why there is no other token decides what to do next.
            CallError::Renewal(error) => {
                Self::from(error).hinted("this came up because the API refused the access token with 401")
            }
            CallError::TooSlow { .. } => Self::new(ExitStatus::Findings, error).hinted(
                "`gptauth explain GA601` says what to do about it; a call that changes something may still have been executed",
            ),
            CallError::Http(error) => unanswered(error),
            CallError::OtherUser(error) => Self::from(*error).hinted(format!(
                "this is about the other account: sign it in under its own name (`--account NAME`), or set {OTHER_ACCESS_TOKEN_VARIABLE}"
            )),
            CallError::Random(_) => Self::new(ExitStatus::Usage, error),
        }
    }
}

/// Returns the failure of a call that the network lost.
fn unanswered(error: HttpError) -> Failure {
    let (status, hint) = match &error {
        HttpError::Unsendable { .. } => (ExitStatus::Usage, "nothing was sent"),
        HttpError::Resolve { .. } => {
            (ExitStatus::Network, "check the host, or name another with `--server URL`")
        }
        HttpError::Connect { .. } => {
            (ExitStatus::Network, "is the API running? name another server with `--server URL`")
        }
        HttpError::Tls { .. } => {
            (ExitStatus::Network, "ChatGPT needs a publicly trusted certificate and TLS 1.2 or newer")
        }
        HttpError::Timeout { .. } => (ExitStatus::Findings, "ChatGPT would not have waited longer either"),
        HttpError::TooLarge { .. } => {
            (ExitStatus::Findings, "ChatGPT takes fewer than 100,000 characters; `gptauth explain GA602`")
        }
        HttpError::Broken { .. } => {
            (ExitStatus::Network, "a call that changes something may have been executed")
        }
    };
    Failure::new(status, error).hinted(hint)
}

impl From<TestError> for Failure {
    fn from(error: TestError) -> Self {
        match error {
            TestError::NothingToTest { ref skipped, .. } => {
                let why = skipped.iter().take(SKIPPED).map(|own| {
                    let words = format!("`{}` is not called: {}", own.operation, skip_words(&own.reason));
                    escape::line(&words).into_owned()
                });
                let why: Vec<_> = why.collect();
                let failure = why.into_iter().fold(Self::new(ExitStatus::Usage, error), Self::hinted);
                failure
                    .hinted("call one with its arguments: `gptauth call OPERATION name=value`")
                    .hinted("several, with arguments of your own: `gptauth test --workflow FILE`")
            }
            TestError::Call(error) => error.into(),
            TestError::Action(error) => error.into(),
            TestError::UnknownShared { ref nearest, .. } => {
                let hint = match nearest.as_slice() {
                    [] => "`gptauth call` lists the operations".to_owned(),
                    names => format!("did you mean {}?", listed(names)),
                };
                Self::new(ExitStatus::Usage, error).hinted(hint)
            }
            TestError::NoOther => Self::new(ExitStatus::Usage, error)
                .hinted("an action without `[oauth]` has no users to tell apart; leave it out"),
            TestError::SameUser => Self::new(ExitStatus::Usage, error)
                .hinted("sign another user in under a name of its own: `--account NAME`"),
        }
    }
}

impl Failure {
    /// Adds what an interruption may have left behind: a request that changes something is not
    /// undone by not waiting for its answer.
    pub(in crate::cli) fn after_sending(self, method: &Method) -> Self {
        if self.is_interruption() && !method.is_safe() {
            return self.hinted(format!("the {method} may have been executed"));
        }
        self
    }
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut shown: Vec<_> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        shown.push(format!("{} more", names.len() - SHOWN));
    }
    shown.join(", ")
}
