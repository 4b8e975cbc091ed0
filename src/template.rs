//! What `init` and `backend` write: the templates, filled in.

pub mod backend;
pub mod ci;

use crate::oauth::values::{ClientAuthMethod, ClientId, Scope};
use std::path::Path;
use url::Url;

/// The issuer that stands in a new project until its own is known.
pub const EXAMPLE_ISSUER: &str = "https://auth.example.com/oidc";

/// The client identifier that stands in a new project until its own is known.
pub const EXAMPLE_CLIENT_ID: &str = "your-client-id";

/// The scope that most providers want: who the user is, and a refresh token.
pub const DEFAULT_SCOPE: &str = "openid offline_access";

/// The OpenAPI documents to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The agenda API of Logto's tutorial: five operations on the items of the signed-in user.
    Agenda,
    /// One operation that says who is signed in.
    Minimal,
}

impl Template {
    /// Every template, the richest first.
    pub const ALL: [Self; 2] = [Self::Agenda, Self::Minimal];

    /// Returns the name to choose it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Minimal => "minimal",
        }
    }

    /// Returns what it is, in one line.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Agenda => "five operations on the agenda of the signed-in user",
            Self::Minimal => "one operation that says who is signed in",
        }
    }

    /// Returns the server that stands in a new project until its own is known.
    pub fn example_server(self) -> &'static str {
        match self {
            Self::Agenda => "https://api.example.com/api",
            Self::Minimal => "https://api.example.com",
        }
    }

    /// Returns the title of the API where nobody gave one.
    pub fn title(self) -> &'static str {
        match self {
            Self::Agenda => "Agenda",
            Self::Minimal => "Who am I",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Agenda => include_str!("../templates/agenda.yaml"),
            Self::Minimal => include_str!("../templates/minimal.yaml"),
        }
    }
}

/// What a new project is made of.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The document to start from.
    pub template: Template,
    /// The document itself, in place of the template.
    pub document: Option<String>,
    /// The title of the API.
    pub title: String,
    /// The server that ChatGPT will call, as typed.
    pub server: String,
    /// The client at the provider.
    pub client: Client,
    /// Where the user signs in, where it is not at its place under the issuer.
    pub authorization_endpoint: Option<Url>,
    /// Where codes are exchanged, where it is not at its place under the issuer.
    pub token_endpoint: Option<Url>,
    /// A second place to work against.
    pub environment: Option<Environment>,
}

/// A client at a provider.
#[derive(Debug, Clone)]
pub struct Client {
    /// The issuer, as typed: it is compared byte for byte.
    pub issuer: String,
    /// The client identifier.
    pub id: ClientId,
    /// How it authenticates at the token endpoint.
    pub method: ClientAuthMethod,
    /// What it asks for.
    pub scope: Scope,
    /// Where `login` waits.
    pub loopback_redirect_uri: Url,
}

/// A named environment: another server and another client.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name: letters, digits and dashes.
    pub name: String,
    /// The server to call.
    pub server: Url,
    /// The client at its provider.
    pub client: Client,
}

impl Environment {
    /// Returns its tables, as they stand at the end of a project file.
    pub fn table(&self) -> String {
        let mut values = client_values(&self.client).to_vec();
        values.extend([("name", self.name.clone()), ("server", toml(self.server.as_str()))]);
        fill(include_str!("../templates/environment.toml"), &values)
    }
}

/// A file to write, relative to the folder of the project.
#[derive(Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path.
    pub path: &'static Path,
    /// Its whole content.
    pub content: String,
}

/// The line of `.gitignore` that keeps a token store inside the project out of the repository.
pub const IGNORED: &str = "/.gptauth/";

/// Returns the files of a new project: the project file and the OpenAPI document.
pub fn render(answers: &Answers) -> [NewFile; 2] {
    let client = &answers.client;
    let mut values = client_values(client).to_vec();
    values.extend([
        ("authorization_endpoint", toml(&endpoint(answers.authorization_endpoint.as_ref(), client, "auth"))),
        ("token_endpoint", toml(&endpoint(answers.token_endpoint.as_ref(), client, "token"))),
    ]);
    let mut project = fill(include_str!("../templates/gptauth.toml"), &values);
    if let Some(environment) = &answers.environment {
        project.push_str(&environment.table());
    }
    let values = [("title", yaml(&answers.title)), ("server", yaml(without_slash(&answers.server)))];
    let document = match &answers.document {
        Some(document) => document.clone(),
        None => fill(answers.template.text(), &values),
    };
    [
        NewFile { path: Path::new(crate::project::FILE_NAME), content: project },
        NewFile { path: Path::new("openapi.yaml"), content: document },
    ]
}

/// Returns `.gitignore` with our line in it, or nothing where it is there already.
pub fn gitignore(present: &str) -> Option<String> {
    if present.lines().any(|line| line.trim().trim_matches('/') == IGNORED.trim_matches('/')) {
        return None;
    }
    let gap = if present.is_empty() || present.ends_with('\n') { "" } else { "\n" };
    Some(format!("{present}{gap}{IGNORED}\n"))
}

/// Returns the endpoint as given, or at its place under a Logto issuer.
fn endpoint(given: Option<&Url>, client: &Client, name: &str) -> String {
    match given {
        Some(url) => url.as_str().to_owned(),
        None => format!("{}/{name}", without_slash(&client.issuer)),
    }
}

fn client_values(client: &Client) -> [(&'static str, String); 5] {
    [
        ("issuer", toml(&client.issuer)),
        ("client_id", toml(client.id.as_str())),
        ("method", toml(client.method.name())),
        ("scope", toml(client.scope.as_str())),
        ("loopback", toml(client.loopback_redirect_uri.as_str())),
    ]
}

fn without_slash(url: &str) -> &str {
    url.strip_suffix('/').unwrap_or(url)
}

/// Replaces each `{{name}}`. Values come last from users and are quoted before they get here, and
/// no value is searched again: a `{{…}}` in a title stays what it is.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut parts = template.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = part
            .split_once("}}")
            .and_then(|(name, rest)| Some((values.iter().find(|(own, _)| *own == name)?, rest)));
        match known {
            Some(((_, value), rest)) => out.extend([value.as_str(), rest]),
            None => out.extend(["{{", part]),
        }
    }
    out
}

fn toml(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// A JSON string is a double-quoted YAML scalar (YAML 1.2 §1.3).
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{project::Project, source::Source};

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    fn client(issuer: &str) -> Client {
        Client {
            issuer: issuer.to_owned(),
            id: ClientId::new("abc"),
            method: ClientAuthMethod::ClientSecretPost,
            scope: Scope::new("openid offline_access"),
            loopback_redirect_uri: url("http://127.0.0.1:4180/callback"),
        }
    }

    fn answers() -> Answers {
        Answers {
            template: Template::Agenda,
            document: None,
            title: "My \"agenda\": {{server}} # 1".to_owned(),
            server: "https://api.example.com/api/".to_owned(),
            client: client("https://auth.example.com/oidc"),
            authorization_endpoint: None,
            token_endpoint: None,
            environment: Some(Environment {
                name: "demo".to_owned(),
                server: url("http://127.0.0.1:4401/api"),
                client: client("http://127.0.0.1:4400/oidc"),
            }),
        }
    }

    #[test]
    fn the_project_file_is_read_back_as_it_was_answered() {
        let [project, _] = render(&answers());
        let base = Project::parse(Source::new("x", project.content.clone()), "", None).expect("a project");
        let oauth = base.oauth.expect("settings");
        assert_eq!(oauth.token_endpoint, Some(url("https://auth.example.com/oidc/token")));
        let demo = Project::parse(Source::new("x", project.content), "", Some("demo")).expect("a project");
        assert_eq!(demo.server, Some(url("http://127.0.0.1:4401/api")));
        assert_eq!(demo.oauth.and_then(|oauth| oauth.token_endpoint), None);
    }

    #[test]
    fn a_title_can_hold_anything() {
        let [_, document] = render(&answers());
        let read: serde_yaml::Value = serde_yaml::from_str(&document.content).expect("YAML");
        assert_eq!(read["info"]["title"].as_str(), Some("My \"agenda\": {{server}} # 1"));
        assert_eq!(read["servers"][0]["url"].as_str(), Some("https://api.example.com/api"));
    }

    #[test]
    fn gitignore_gets_its_line_once() {
        assert_eq!(gitignore(""), Some("/.gptauth/\n".to_owned()));
        assert_eq!(gitignore("target"), Some("target\n/.gptauth/\n".to_owned()));
        assert_eq!(gitignore("a\n.gptauth\n"), None);
        assert_eq!(gitignore("a\n/.gptauth/\nb\n"), None);
    }
}
