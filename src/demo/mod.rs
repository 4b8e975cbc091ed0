//! The demo's own world: an OpenID provider that behaves as Logto does, and the agenda API.
//!
//! Both are plain values: a request and the time go in, a response comes out. Sockets, clock and
//! randomness are handed in, so that a unit test or a task can be their client without a port.
//! **For demonstration only**: passwords are published and everything is forgotten at the end.

pub mod address;
pub mod api;
pub mod fault;
pub mod provider;

use crate::oauth::values::ClientSecret;
use provider::{Client, ClientKind, Lifetimes, Settings, User};

/// Fills a buffer with bytes that cannot be guessed.
pub type Entropy = Box<dyn FnMut(&mut [u8])>;

/// The client identifier of the demo's GPT, a "Traditional web" application.
pub const CLIENT_ID: &str = "agenda-gpt";

/// The client identifier of the demo's native application, which has no secret.
pub const NATIVE_CLIENT_ID: &str = "agenda-cli";

/// The callback identifier that ChatGPT would have given to the demo's GPT.
pub const CALLBACK_ID: &str = "g-5d3a1f0c9b7e4826a0f1c2d3e4b5968778695a4b";

/// The loopback redirect URI that is registered from the start.
pub const LOOPBACK_REDIRECT_URI: &str = "http://127.0.0.1:4180/callback";

/// Returns the two demo users. Their passwords are no secret: the sign-in page shows them.
pub fn users() -> Vec<User> {
    let user = |sub: &str, username: &str, password: &str, name: &str| User {
        sub: sub.to_owned(),
        username: username.to_owned(),
        password: password.to_owned(),
        name: name.to_owned(),
        email: format!("{username}@example.com"),
    };
    vec![
        user("02u2c3zqtyxk", "alice", "alice-demo-password", "Alice Example"),
        user("7h4wmd0n9qsb", "bob", "bob-demo-password", "Bob Example"),
    ]
}

/// Returns the settings of the demo: [`CLIENT_ID`] with `secret` and "Always issue Refresh Token"
/// on, as the tutorial has it, and [`NATIVE_CLIENT_ID`].
pub fn settings(issuer: impl Into<String>, secret: ClientSecret) -> Settings {
    let callback = |host: &str| format!("https://{host}/aip/{CALLBACK_ID}/oauth/callback");
    Settings {
        issuer: issuer.into(),
        clients: vec![
            Client {
                id: CLIENT_ID.to_owned(),
                name: "Agenda GPT".to_owned(),
                kind: ClientKind::Traditional,
                secret: Some(secret),
                redirect_uris: vec![
                    callback("chat.openai.com"),
                    callback("chatgpt.com"),
                    LOOPBACK_REDIRECT_URI.to_owned(),
                ],
                post_logout_redirect_uris: Vec::new(),
                always_issue_refresh_token: true,
            },
            Client {
                id: NATIVE_CLIENT_ID.to_owned(),
                name: "Agenda for the terminal".to_owned(),
                kind: ClientKind::Native,
                secret: None,
                redirect_uris: vec![LOOPBACK_REDIRECT_URI.to_owned()],
                post_logout_redirect_uris: Vec::new(),
                always_issue_refresh_token: false,
            },
        ],
        users: users(),
        lifetimes: Lifetimes::default(),
    }
}
