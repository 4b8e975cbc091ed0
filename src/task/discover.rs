//! Learns about the provider: from the project, and from its metadata where the project is silent.

use crate::{
    oauth::{
        discovery::{self, DiscoveryError, Metadata},
        values::Issuer,
    },
    project::OAuth,
    system::{HttpError, Limits, System},
};
use http::{Request, Response, StatusCode};
use std::time::Duration;

/// How long metadata and keys may take, and how large they may be.
const METADATA: Limits = Limits { time: Duration::from_secs(10), bytes: 1024 * 1024 };

/// Why the provider is not known.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The answer cannot be used.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// Neither address has any metadata.
    #[error("the issuer `{issuer}` publishes no metadata")]
    NotFound {
        /// The issuer.
        issuer: Issuer,
        /// The addresses that were asked.
        tried: Vec<String>,
    },
}

/// Returns what is known about the provider. Its metadata is asked for where there is an issuer and
/// the project leaves an endpoint open; what the project says itself goes before it.
///
/// # Errors
///
/// As [`DiscoverError`].
pub async fn discover(system: &System, settings: &OAuth) -> Result<Metadata, DiscoverError> {
    let Some(issuer) = &settings.issuer else { return Ok(Metadata::given(settings)) };
    Ok(metadata(system, issuer).await?.overridden(settings))
}

/// Returns what an issuer announces, for those who have no project.
///
/// # Errors
///
/// As [`DiscoverError`].
pub(super) async fn of_issuer(system: &System, issuer: &Issuer) -> Result<Metadata, DiscoverError> {
    metadata(system, issuer).await
}

/// Returns what is needed to exchange a refresh token: without a request where the project names
/// the token endpoint itself.
///
/// # Errors
///
/// As [`DiscoverError`].
pub(super) async fn for_token_endpoint(system: &System, settings: &OAuth) -> Result<Metadata, DiscoverError> {
    if settings.token_endpoint.is_some() {
        return Ok(Metadata::given(settings));
    }
    discover(system, settings).await
}

/// Returns what is needed to check an ID token: without a request where the project names the keys
/// itself. Where the metadata cannot be had now, only what the project says is known.
pub(super) async fn for_keys(system: &System, settings: &OAuth) -> Metadata {
    if settings.jwks_uri.is_some() {
        return Metadata::given(settings);
    }
    discover(system, settings).await.unwrap_or_else(|_| Metadata::given(settings))
}

/// Asks both addresses in turn; only where nothing is there the next one counts.
async fn metadata(system: &System, issuer: &Issuer) -> Result<Metadata, DiscoverError> {
    let addresses = discovery::addresses(issuer)?;
    let mut forbidden = None;
    for address in &addresses {
        let response = send_small(system, discovery::request(address)).await?;
        if !discovery::is_absent(&response) {
            return Ok(discovery::judge(issuer, address, &response)?);
        }
        if response.status() == StatusCode::FORBIDDEN {
            forbidden.get_or_insert((address, response));
        }
    }
    // A firewall's challenge says more than that nothing was found.
    if let Some((address, response)) = forbidden {
        return Ok(discovery::judge(issuer, address, &response)?);
    }
    let tried = addresses.iter().map(ToString::to_string).collect();
    Err(DiscoverError::NotFound { issuer: issuer.clone(), tried })
}

/// Sends a request whose answer is small and quick.
pub(super) async fn send_small(
    system: &System,
    mut request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, HttpError> {
    request.extensions_mut().insert(METADATA);
    system.http.send(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oauth::values::{ClientAuthMethod, ClientId, Scope},
        system::fake::{World, run},
    };

    fn settings(issuer: Option<&str>) -> OAuth {
        OAuth {
            issuer: issuer.map(Issuer::new),
            authorization_endpoint: None,
            token_endpoint: None,
            userinfo_endpoint: None,
            revocation_endpoint: None,
            pushed_authorization_request_endpoint: None,
            device_authorization_endpoint: None,
            jwks_uri: None,
            client_id: ClientId::new("agenda"),
            token_endpoint_auth_method: ClientAuthMethod::default(),
            client_key: None,
            client_assertion_audience: Default::default(),
            token_content_type: Default::default(),
            scope: Scope::default(),
            resource: Vec::new(),
            loopback_redirect_uri: None,
            loopback_ports: Vec::new(),
            tunnel_redirect_uri: None,
            chatgpt_redirect_uris: Vec::new(),
        }
    }

    fn answering(path: &'static str, body: &'static str) -> World {
        let world = World::new();
        world.answer(move |request| {
            let found = request.uri().path() == path;
            let response = Response::builder().status(if found { 200 } else { 404 });
            Ok(response.body(if found { body.as_bytes().to_vec() } else { Vec::new() }).unwrap())
        });
        world
    }

    #[test]
    fn d02_the_second_address_counts_where_the_first_has_nothing() {
        let world = answering(
            "/.well-known/oauth-authorization-server/t",
            r#"{"issuer":"https://id.example.com/t","token_endpoint":"https://id.example.com/t/token"}"#,
        );
        let metadata = run(discover(&world.system(), &settings(Some("https://id.example.com/t")))).unwrap();
        assert_eq!(world.requests().len(), 2);
        assert_eq!(
            metadata.found_at.unwrap().as_str(),
            "https://id.example.com/.well-known/oauth-authorization-server/t"
        );
    }

    #[test]
    fn a_broken_first_address_is_not_passed_over() {
        let world = answering("/.well-known/openid-configuration", "<html>");
        let error = run(discover(&world.system(), &settings(Some("https://id.example.com")))).unwrap_err();
        assert!(matches!(error, DiscoverError::Discovery(DiscoveryError::Unusable { .. })), "{error}");
        assert_eq!(world.requests().len(), 1);
    }

    #[test]
    fn nothing_at_either_address_names_both() {
        let world = answering("/other", "");
        let error = run(discover(&world.system(), &settings(Some("https://id.example.com")))).unwrap_err();
        assert!(matches!(error, DiscoverError::NotFound { tried, .. } if tried.len() == 2));
    }

    #[test]
    fn what_the_project_says_goes_before_the_metadata() {
        let world = answering(
            "/.well-known/openid-configuration",
            r#"{"issuer":"https://id.example.com","token_endpoint":"https://id.example.com/token"}"#,
        );
        let mut settings = settings(Some("https://id.example.com"));
        settings.token_endpoint = Some("https://proxy.example.com/token".parse().unwrap());
        let metadata = run(discover(&world.system(), &settings)).unwrap();
        assert_eq!(metadata.token_endpoint, settings.token_endpoint);
    }

    #[test]
    fn without_an_issuer_nobody_is_asked() {
        let world = World::new();
        let metadata = run(discover(&world.system(), &settings(None))).unwrap();
        assert_eq!((metadata, world.requests().len()), (Metadata::default(), 0));
    }
}
