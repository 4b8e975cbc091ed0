//! From TOML to [`Project`]: every key known, every value checked, every complaint with a place.

mod check;
mod key;
mod logto;
mod redirect;
mod test;

use super::{OAuth, Project, check::CheckSettings, logto::Logto};
use crate::{
    nearest::nearest,
    oauth::values::{
        AssertionAudience, ClientAuthMethod, ClientId, Issuer, Resource, Scope, TokenContentType,
    },
    source::{Position, Source},
};
use std::{collections::BTreeMap, ops::Range, path::PathBuf};
use toml_edit::{Document, Item, TableLike};
use url::Url;

/// Why a project file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}:{column}: {fault}", line = .at.line, column = .at.column)]
pub struct ProjectError {
    /// The project file, as it is shown.
    pub file: String,
    /// Where in it.
    pub at: Position,
    /// What is wrong there.
    pub fault: ProjectFault,
}

/// What can be wrong with a project file.
#[derive(Debug, thiserror::Error)]
pub enum ProjectFault {
    /// It is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// The parser's words, on one line.
        message: String,
    },
    /// A key that means nothing here.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: String,
        /// The known key that is nearest to it.
        nearest: Option<&'static str>,
    },
    /// A key that would hold a secret.
    #[error("`{key}` does not belong into a file that is committed")]
    Secret {
        /// The key.
        key: String,
    },
    /// A key that must be there.
    #[error("`{key}` is missing")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// A value of the wrong kind or shape.
    #[error("`{key}` must be {expected}")]
    Value {
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A private key outside of the project's folder.
    #[error("`client_key` must be a file in the project's folder, reached without `..` or a link out of it")]
    KeyOutside,
    /// A rule that `check` does not have.
    #[error("`check` has no rule `{name}`")]
    UnknownRule {
        /// The name or code.
        name: String,
        /// The name that is nearest to it.
        nearest: Option<&'static str>,
    },
    /// An environment that the file does not have.
    #[error("no environment `{name}`")]
    Environment {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
}

const TOP_KEYS: &[&str] = &["schema", "server", "oauth", "logto", "check", "test", "env"];
const ENVIRONMENT_KEYS: &[&str] = &["server", "oauth", "logto"];
const OAUTH_KEYS: &[&str] = &[
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "revocation_endpoint",
    "pushed_authorization_request_endpoint",
    "device_authorization_endpoint",
    "jwks_uri",
    "client_id",
    "token_endpoint_auth_method",
    "client_key",
    "client_assertion_audience",
    "token_content_type",
    "scope",
    "resource",
    "loopback_redirect_uri",
    "loopback_ports",
    "tunnel_redirect_uri",
    "chatgpt_redirect_uris",
];
const AUTH_METHODS: &str = "`client_secret_post`, `client_secret_basic`, `private_key_jwt` or `none`";
const SECRET_KEYS: &[&str] = &["client_secret", "access_token", "refresh_token", "password"];

/// Reads `source` as a project file.
pub(super) fn project(
    source: Source,
    directory: PathBuf,
    environment: Option<&str>,
) -> Result<Project, ProjectError> {
    match Reader::new(&source).read(environment) {
        Ok(Values { environments, schema, server, oauth, logto, check, shared_operations, places }) => {
            Ok(Project {
                directory,
                environment: environment.map(str::to_owned),
                environments,
                account: None,
                schema,
                server,
                oauth,
                logto,
                check,
                shared_operations,
                places,
                source,
            })
        }
        Err((offset, fault)) => {
            Err(ProjectError { file: source.name().to_owned(), at: source.position(offset), fault })
        }
    }
}

/// A fault and the byte that it stands at.
type Fault = (usize, ProjectFault);

/// What a project file says, for one environment.
struct Values {
    environments: Vec<String>,
    schema: PathBuf,
    server: Option<Url>,
    oauth: Option<OAuth>,
    logto: Option<Logto>,
    check: CheckSettings,
    shared_operations: Vec<String>,
    places: BTreeMap<String, Range<usize>>,
}

struct Reader<'a> {
    source: &'a Source,
    places: BTreeMap<String, Range<usize>>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source) -> Self {
        Self { source, places: BTreeMap::new() }
    }

    fn read(mut self, environment: Option<&str>) -> Result<Values, Fault> {
        let text = self.source.text();
        let document = Document::parse(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            (offset, ProjectFault::Syntax { message })
        })?;
        let top = document.as_table();
        known_keys(top, TOP_KEYS)?;
        let schema = self.text(top, "schema", "schema")?.unwrap_or("openapi.yaml").into();
        let mut server = self.url(top, "server", "server")?;
        let mut oauth = self.oauth(top)?;
        let mut logto = self.logto(top)?;
        let chosen = environments(top)?;
        for (_, table) in &chosen {
            known_keys(*table, ENVIRONMENT_KEYS)?;
        }
        if let Some(name) = environment {
            let Some((_, table)) = chosen.iter().find(|(own, _)| *own == name) else {
                let known = chosen.iter().map(|(own, _)| (*own).to_owned()).collect();
                return Err((0, ProjectFault::Environment { name: name.to_owned(), known }));
            };
            if table.contains_key("oauth") {
                self.places.retain(|key, _| !key.starts_with("oauth"));
            }
            // An application of one tenant is none of another's.
            if table.contains_key("oauth") || table.contains_key("logto") {
                self.places.retain(|key, _| !key.starts_with("logto"));
                logto = None;
            }
            if let (Some(item), None, Some(_)) = (table.get("logto"), table.get("oauth"), &oauth) {
                let expected =
                    "accompanied by the `oauth` of the environment: one application has one client id";
                return Err(wrong("logto", item, expected));
            }
            server = self.url(*table, "server", "server")?.or(server);
            oauth = self.oauth(*table)?.or(oauth);
            logto = self.logto(*table)?.or(logto);
        }
        Ok(Values {
            environments: chosen.iter().map(|(name, _)| (*name).to_owned()).collect(),
            schema,
            server,
            oauth,
            logto,
            check: check::settings(top)?,
            shared_operations: test::shared_operations(top)?,
            places: self.places,
        })
    }

    fn oauth(&mut self, parent: &dyn TableLike) -> Result<Option<OAuth>, Fault> {
        let Some(item) = parent.get("oauth") else { return Ok(None) };
        let table = item.as_table_like().ok_or_else(|| wrong("oauth", item, "a table"))?;
        self.note("oauth", item);
        known_keys(table, OAUTH_KEYS)?;
        let issuer = self.url(table, "issuer", "oauth.issuer")?;
        let client_id = self.text(table, "client_id", "oauth.client_id")?;
        let method =
            self.one_of(table, "token_endpoint_auth_method", AUTH_METHODS, ClientAuthMethod::from_name)?;
        let oauth = OAuth {
            // The text, not the parsed URL: issuers are compared byte for byte.
            issuer: issuer.and_then(|_| table.get("issuer")?.as_str()).map(Issuer::new),
            authorization_endpoint: self.url(
                table,
                "authorization_endpoint",
                "oauth.authorization_endpoint",
            )?,
            token_endpoint: self.url(table, "token_endpoint", "oauth.token_endpoint")?,
            userinfo_endpoint: self.url(table, "userinfo_endpoint", "oauth.userinfo_endpoint")?,
            revocation_endpoint: self.url(table, "revocation_endpoint", "oauth.revocation_endpoint")?,
            pushed_authorization_request_endpoint: self.url(
                table,
                "pushed_authorization_request_endpoint",
                "oauth.pushed_authorization_request_endpoint",
            )?,
            device_authorization_endpoint: self.url(
                table,
                "device_authorization_endpoint",
                "oauth.device_authorization_endpoint",
            )?,
            jwks_uri: self.url(table, "jwks_uri", "oauth.jwks_uri")?,
            client_id: client_id
                .map(ClientId::new)
                .ok_or((self.start("oauth"), ProjectFault::Missing { key: "client_id" }))?,
            token_endpoint_auth_method: method,
            client_key: self.client_key(table)?,
            client_assertion_audience: self.one_of(
                table,
                "client_assertion_audience",
                "`issuer` or `token_endpoint`",
                AssertionAudience::from_name,
            )?,
            token_content_type: self.one_of(
                table,
                "token_content_type",
                "`form` or `json`",
                TokenContentType::from_name,
            )?,
            scope: Scope::new(self.text(table, "scope", "oauth.scope")?.unwrap_or_default()),
            resource: self.resources(table)?,
            loopback_redirect_uri: self.loopback(table)?,
            loopback_ports: self.ports(table)?,
            tunnel_redirect_uri: self.tunnel(table)?,
            chatgpt_redirect_uris: self.texts(table, "chatgpt_redirect_uris")?,
        };
        if oauth.issuer.is_none()
            && (oauth.authorization_endpoint.is_none() || oauth.token_endpoint.is_none())
        {
            return Err((self.start("oauth"), ProjectFault::Missing { key: "issuer" }));
        }
        Ok(Some(oauth))
    }

    /// Reads a choice by its name; the default where it is not there.
    fn one_of<T: Default>(
        &mut self,
        table: &dyn TableLike,
        key: &'static str,
        expected: &'static str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Fault> {
        let path = format!("oauth.{key}");
        let Some(name) = self.text(table, key, &path)? else { return Ok(T::default()) };
        let fault = ProjectFault::Value { key: key.to_owned(), expected };
        from_name(name).ok_or_else(|| (self.start(&path), fault))
    }

    /// Reads one resource, or an array of them.
    fn resources(&mut self, table: &dyn TableLike) -> Result<Vec<Resource>, Fault> {
        let key = "resource";
        let resources: Vec<String> = match table.get(key).map(Item::is_str) {
            Some(true) => self.text(table, key, "oauth.resource")?.map(str::to_owned).into_iter().collect(),
            _ => self.texts(table, key)?,
        };
        resources.iter().map(|resource| Resource::parse(resource)).collect::<Option<_>>().ok_or_else(|| {
            let expected = "an absolute URI without a fragment, or an array of such";
            (self.start("oauth.resource"), ProjectFault::Value { key: key.to_owned(), expected })
        })
    }

    fn text<'t>(
        &mut self,
        table: &'t dyn TableLike,
        key: &str,
        path: &str,
    ) -> Result<Option<&'t str>, Fault> {
        let Some(item) = table.get(key) else { return Ok(None) };
        self.note(path, item);
        let text = item.as_str().ok_or_else(|| wrong(key, item, "a string"))?;
        if text.chars().any(char::is_control) {
            return Err(wrong(key, item, "a string without control characters"));
        }
        Ok(Some(text))
    }

    fn texts(&mut self, table: &dyn TableLike, key: &str) -> Result<Vec<String>, Fault> {
        self.texts_of("oauth", table, key)
    }

    fn texts_of(&mut self, room: &str, table: &dyn TableLike, key: &str) -> Result<Vec<String>, Fault> {
        let Some(item) = table.get(key) else { return Ok(Vec::new()) };
        self.note(&format!("{room}.{key}"), item);
        let expected = "an array of strings";
        let array = item.as_array().ok_or_else(|| wrong(key, item, expected))?;
        for (number, span) in array.iter().map(toml_edit::Value::span).enumerate() {
            self.places.extend(span.map(|span| (format!("{room}.{key}.{number}"), span)));
        }
        let texts = array.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<_>>();
        texts.ok_or_else(|| wrong(key, item, expected))
    }

    fn url(&mut self, table: &dyn TableLike, key: &str, path: &str) -> Result<Option<Url>, Fault> {
        let Some(text) = self.text(table, key, path)? else { return Ok(None) };
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
        url.map(Some).ok_or_else(|| {
            let expected = "an absolute http or https URL without user name and password";
            (self.start(path), ProjectFault::Value { key: key.to_owned(), expected })
        })
    }

    fn note(&mut self, path: &str, item: &Item) {
        if let Some(span) = item.span() {
            self.places.insert(path.to_owned(), span);
        }
    }

    fn start(&self, path: &str) -> usize {
        self.places.get(path).map_or(0, |span| span.start)
    }
}

fn environments(top: &dyn TableLike) -> Result<Vec<(&str, &dyn TableLike)>, Fault> {
    let Some(item) = top.get("env") else { return Ok(Vec::new()) };
    let table = item.as_table_like().ok_or_else(|| wrong("env", item, "a table of tables"))?;
    table
        .iter()
        .map(|(name, item)| {
            let table = item.as_table_like().ok_or_else(|| wrong(name, item, "a table"))?;
            Ok((name, table))
        })
        .collect()
}

fn known_keys(table: &dyn TableLike, known: &[&'static str]) -> Result<(), Fault> {
    for (name, item) in table.iter() {
        if known.contains(&name) {
            continue;
        }
        let offset = start(table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span()));
        if SECRET_KEYS.contains(&name) {
            return Err((offset, ProjectFault::Secret { key: name.to_owned() }));
        }
        let nearest = nearest(name, known.iter().copied()).first().copied();
        return Err((offset, ProjectFault::UnknownKey { key: name.to_owned(), nearest }));
    }
    Ok(())
}

fn wrong(key: &str, item: &Item, expected: &'static str) -> Fault {
    (start(item.span()), ProjectFault::Value { key: key.to_owned(), expected })
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |span| span.start)
}

#[cfg(test)]
mod tests;
