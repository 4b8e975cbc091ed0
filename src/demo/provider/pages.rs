//! The pages that a user sees: static, without scripts, every value escaped.

mod template;

use super::{
    authorization_request::AuthorizationRequest,
    responses::{self, Answer},
    settings::{Client, User},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use sha2::{Digest, Sha256};
pub(super) use template::escape;
use template::{Fill::Markup, Fill::Text, fill};

const LAYOUT: &str = include_str!("pages/layout.html");
const STYLE: &str = include_str!("pages/style.css");
const SIGN_IN: &str = include_str!("pages/sign_in.html");
const SIGN_OUT: &str = include_str!("pages/sign_out.html");
const NOTICE: &str = include_str!("pages/notice.html");

/// Returns the source expression that lets [`STYLE`], and no other style, apply (CSP Level 3).
pub(super) fn style_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE)))
}

fn page(status: StatusCode, title: &str, main: String) -> Answer {
    let page = fill(LAYOUT, &[("title", Text(title)), ("style", Markup(STYLE)), ("main", Markup(&main))]);
    responses::html(status, page)
}

/// What the sign-in page shows.
pub(super) struct SignIn<'a> {
    pub(super) client: &'a Client,
    pub(super) authorization: &'a AuthorizationRequest,
    pub(super) csrf: &'a str,
    pub(super) users: &'a [User],
    pub(super) username: Option<&'a str>,
    pub(super) fault: Option<SignInFault>,
}

/// Why nobody is signed in yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignInFault {
    /// Nobody has this name and password.
    WrongPassword,
    /// Too many wrong passwords: nobody can sign in for so long.
    Locked {
        /// How long it still takes.
        seconds: u64,
    },
}

/// Returns the sign-in page.
pub(super) fn sign_in(data: &SignIn<'_>) -> Answer {
    let (status, fault) = match data.fault {
        None => (StatusCode::OK, String::new()),
        // Logto's status for `session.invalid_credentials`.
        Some(SignInFault::WrongPassword) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "That user name and password do not go together. Please try again.".to_owned(),
        ),
        Some(SignInFault::Locked { seconds }) => (
            StatusCode::TOO_MANY_REQUESTS,
            format!("Too many wrong passwords. Please wait {seconds} seconds, then try again."),
        ),
    };
    let fault = match fault.as_str() {
        "" => String::new(),
        fault => fill(r#"<p class="fault" id="fault" role="alert">{{fault}}</p>"#, &[("fault", Text(fault))]),
    };
    let invalid = if data.fault.is_some() { r#" aria-invalid="true" aria-describedby="fault""# } else { "" };
    // Who has a name to start with goes on with the password.
    let (focus_username, focus_password) = if data.username.is_some_and(|name| !name.is_empty()) {
        ("", " autofocus")
    } else {
        (" autofocus", "")
    };
    let users: String = data.users.iter().map(demo_user).collect();
    let main = fill(
        SIGN_IN,
        &[
            ("client", Text(&data.client.name)),
            ("client_id", Text(&data.client.id)),
            ("requests", Markup(&requests(&data.authorization.scope))),
            ("fault", Markup(&fault)),
            ("invalid", Markup(invalid)),
            ("focus_username", Markup(focus_username)),
            ("focus_password", Markup(focus_password)),
            ("csrf", Text(data.csrf)),
            ("username", Text(data.username.unwrap_or_default())),
            ("users", Markup(&users)),
            ("destination", Text(&destination(data.authorization))),
        ],
    );
    page(status, &format!("Sign in to {}", data.client.name), main)
}

/// Returns what the scope means, as a list.
fn requests(scope: &[String]) -> String {
    if scope.is_empty() {
        return "<p>It asks for no scope that this provider knows, so the sign-in will be refused.</p>"
            .to_owned();
    }
    let meaning = |name: &str| match name {
        "openid" => "know who you are",
        "offline_access" => "stay signed in while you are away",
        "profile" => "see your name",
        "email" => "see your mail address",
        _ => "",
    };
    let items: String = scope
        .iter()
        .map(|name| {
            fill(
                "<li><span>{{meaning}}</span> <code>{{name}}</code></li>",
                &[("meaning", Text(meaning(name))), ("name", Text(name))],
            )
        })
        .collect();
    format!("<p>It asks to</p><ul>{items}</ul>")
}

fn demo_user(user: &User) -> String {
    fill(
        "<div><dt><code>{{name}}</code></dt><dd><code>{{password}}</code></dd></div>",
        &[("name", Text(&user.username)), ("password", Text(&user.password))],
    )
}

/// Returns where the answer goes, short enough to be read.
fn destination(authorization: &AuthorizationRequest) -> String {
    let url = &authorization.redirect;
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => format!("{}:", url.scheme()),
    }
}

fn notice(status: StatusCode, heading: &str, text: &str) -> Answer {
    page(status, heading, fill(NOTICE, &[("heading", Text(heading)), ("text", Text(text))]))
}

/// Returns the page for a sign-in that this browser did not start, or took too long over.
pub(super) fn expired() -> Answer {
    notice(
        StatusCode::BAD_REQUEST,
        "This sign-in is over",
        "It was finished, took too long, or was started in another browser. Go back to where you came \
         from and start again.",
    )
}

/// Returns the page for a form that did not come from our page.
pub(super) fn foreign_form() -> Answer {
    notice(
        StatusCode::FORBIDDEN,
        "This form is not from here",
        "It belongs to another sign-in, or to another site. Nobody was signed in. Go back to where you \
         came from and start again.",
    )
}

/// Returns the page for a form that cannot be read.
pub(super) fn unusable_form(status: StatusCode) -> Answer {
    notice(
        status,
        "This form cannot be read",
        "The sign-in page sends another kind of form. Nobody was signed in.",
    )
}

/// Returns the page for every address where nothing is. Its status is 200, as Logto's.
pub(super) fn nothing_here() -> Answer {
    notice(
        StatusCode::OK,
        "Nothing to see here",
        "This is the demo's OpenID provider. Its endpoints are under /oidc; like Logto, it answers any \
         other address with a page and status 200.",
    )
}

/// Returns the page after a sign-out.
pub(super) fn signed_out() -> Answer {
    notice(StatusCode::OK, "You are signed out", "You can close this window.")
}

/// Returns the page that asks whether to sign out.
pub(super) fn sign_out(action: &str, xsrf: &str) -> Answer {
    page(StatusCode::OK, "Sign out", fill(SIGN_OUT, &[("action", Text(action)), ("xsrf", Text(xsrf))]))
}
