//! Security schemes.

use super::Node;

/// A security scheme under `components`, references followed.
#[derive(Debug, Clone, Copy)]
pub struct SecurityScheme<'a> {
    key: Node<'a>,
    node: Node<'a>,
}

impl<'a> SecurityScheme<'a> {
    pub(super) fn new(key: Node<'a>, node: Node<'a>) -> Self {
        Self { key, node }
    }

    /// Returns the name that security requirements use.
    pub fn name(&self) -> &'a str {
        self.key.text().unwrap_or_default()
    }

    /// Returns the key of the scheme.
    pub fn key(&self) -> Node<'a> {
        self.key
    }

    /// Returns the security scheme object.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns the `type`: `oauth2`, `openIdConnect`, `http`, `apiKey`, `mutualTLS`.
    pub fn kind(&self) -> Option<&'a str> {
        self.node.get("type")?.as_str()
    }

    /// Returns the authorization code flow of an `oauth2` scheme; in Swagger 2.0, where it is called
    /// `accessCode`, that is the scheme itself.
    pub fn authorization_code(&self) -> Option<Node<'a>> {
        if self.kind() == Some("oauth2") && self.node.get("flow").and_then(Node::as_str) == Some("accessCode")
        {
            return Some(self.node);
        }
        (self.kind() == Some("oauth2")).then(|| self.node.get("flows")?.get("authorizationCode"))?
    }

    /// Returns the `authorizationUrl` of the authorization code flow.
    pub fn authorization_url(&self) -> Option<Node<'a>> {
        self.authorization_code()?.get("authorizationUrl")
    }

    /// Returns the `tokenUrl` of the authorization code flow.
    pub fn token_url(&self) -> Option<Node<'a>> {
        self.authorization_code()?.get("tokenUrl")
    }

    /// Returns the `refreshUrl` of the authorization code flow.
    pub fn refresh_url(&self) -> Option<Node<'a>> {
        self.authorization_code()?.get("refreshUrl")
    }

    /// Returns the scopes of the authorization code flow, in document order.
    pub fn scopes(&self) -> impl Iterator<Item = &'a str> {
        let scopes = self.authorization_code().and_then(|flow| flow.get("scopes"));
        scopes.into_iter().flat_map(Node::entries).filter_map(|(scope, _)| scope.text())
    }
}
