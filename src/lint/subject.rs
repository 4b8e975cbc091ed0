//! What the rules look at: the document, and the OAuth endpoints that go with it.

use crate::{
    diagnostic::{File, Location},
    domain::is_this_machine,
    openapi::{Document, Node, Operation},
    project::{OAuth, Project},
};
use url::Url;

use super::{
    references::{self, Reference},
    rule::quoted,
    schemas::Schemas,
    servers::Servers,
    shapes::{self, Misfit},
};

/// The document under test with what is asked of it by every rule.
pub(super) struct Subject<'a> {
    pub(super) document: &'a Document,
    pub(super) project: Option<&'a Project>,
    pub(super) operations: Vec<Operation<'a>>,
    pub(super) servers: Servers<'a>,
    pub(super) schemas: Schemas<'a>,
    pub(super) references: Vec<Reference<'a>>,
    pub(super) misfits: Vec<Misfit<'a>>,
    pub(super) endpoints: Vec<Endpoint>,
}

/// An OAuth endpoint that the GPT editor is given.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) role: Role,
    pub(super) url: Url,
    pub(super) location: Location,
}

/// What an endpoint is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Authorization,
    Token,
    /// Stands for the endpoints that are discovered from it.
    Issuer,
}

impl Role {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Authorization => "authorization endpoint",
            Self::Token => "token endpoint",
            Self::Issuer => "issuer",
        }
    }
}

impl<'a> Subject<'a> {
    pub(super) fn new(document: &'a Document, project: Option<&'a Project>) -> Self {
        let endpoints = project
            .and_then(|project| Some(of_project(project, project.oauth.as_ref()?)))
            .unwrap_or_else(|| of_document(document));
        let operations = document.operations();
        let schemas = Schemas::of(document, &operations);
        let misfits = shapes::of(document, &operations, &schemas);
        Self {
            document,
            project,
            operations,
            schemas,
            misfits,
            references: references::of(document),
            servers: Servers::of(document),
            endpoints: endpoints.into_iter().filter(|endpoint| !is_this_machine(&endpoint.url)).collect(),
        }
    }

    /// Returns the path items with their paths.
    pub(super) fn path_items(&self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        let paths = self.document.root().get("paths").into_iter().flat_map(Node::entries);
        paths.filter(|(path, _)| !path.text().unwrap_or_default().starts_with("x-"))
    }

    /// Returns the schema of every JSON request body as it is written, with its operation.
    pub(super) fn body_schemas(&self) -> impl Iterator<Item = (Operation<'a>, Node<'a>)> {
        let schema = |operation: &Operation<'a>| operation.request_body()?.json_media_type()?.get("schema");
        self.operations.iter().filter_map(move |operation| Some((*operation, schema(operation)?)))
    }

    /// Returns a place for what is missing from the document: its first key.
    pub(super) fn start(&self) -> Location {
        let root = self.document.root();
        let span = root.entries().next().map_or(0..0, |(key, _)| key.span());
        Location { span, ..root.location() }
    }
}

/// Returns how to call an operation in a message: its name, or its method and path.
pub(super) fn named(operation: &Operation<'_>) -> String {
    match operation.name() {
        Some(name) => quoted(name),
        None => quoted(&format!("{} {}", operation.method().as_str(), operation.path())),
    }
}

fn of_project(project: &Project, oauth: &OAuth) -> Vec<Endpoint> {
    let endpoint = |role, key: &str, url: Option<&Url>| {
        let span = project.place(key).unwrap_or_default();
        let pointer = format!("/{}", key.replace('.', "/"));
        Some(Endpoint { role, url: url?.clone(), location: Location { file: File::Project, pointer, span } })
    };
    let named = [
        endpoint(Role::Authorization, "oauth.authorization_endpoint", oauth.authorization_endpoint.as_ref()),
        endpoint(Role::Token, "oauth.token_endpoint", oauth.token_endpoint.as_ref()),
    ];
    let named: Vec<_> = named.into_iter().flatten().collect();
    if named.len() == 2 {
        return named;
    }
    let issuer = oauth.issuer.as_ref().and_then(|issuer| Url::parse(issuer.as_str()).ok());
    named.into_iter().chain(endpoint(Role::Issuer, "oauth.issuer", issuer.as_ref())).collect()
}

fn of_document(document: &Document) -> Vec<Endpoint> {
    let endpoint = |role, node: Option<Node<'_>>| {
        let url = Url::parse(node?.as_str()?).ok()?;
        Some(Endpoint { role, url, location: node?.location() })
    };
    let schemes = document.security_schemes();
    let urls = schemes.iter().flat_map(|scheme| {
        [(Role::Authorization, scheme.authorization_url()), (Role::Token, scheme.token_url())]
    });
    urls.filter_map(|(role, node)| endpoint(role, node)).collect()
}
