use super::*;
use crate::platform::{OWN_AUTHORIZATION, OWN_AUTHORIZATION_WITHOUT_PKCE, gpt_action};

pub(in crate::oauth) const STATE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

pub(in crate::oauth) fn provider() -> Metadata {
    Metadata {
        issuer: Some(Issuer::new("https://id.example.com/oidc")),
        authorization_endpoint: Some(Url::parse("https://id.example.com/oidc/auth").unwrap()),
        ..Metadata::default()
    }
}

pub(in crate::oauth) fn entropy() -> Entropy {
    Entropy { state: [1; 32], nonce: [2; 32], verifier: [3; 32] }
}

fn begun_with(
    provider: &Metadata,
    scope: &str,
    shape: &AuthorizationShape,
) -> Result<(Url, PendingAuthorization), BeginError> {
    let request = AuthorizationRequest {
        provider,
        client_id: &ClientId::new("agenda"),
        redirect_uri: &Url::parse("http://127.0.0.1:4711/callback").unwrap(),
        scope: &Scope::new(scope),
        extra: &ExtraParameters::default(),
    };
    begin(&request, shape, &entropy())
}

pub(in crate::oauth) fn pending(provider: &Metadata) -> PendingAuthorization {
    begun_with(provider, "openid", &OWN_AUTHORIZATION).unwrap().1
}

fn redirect(query: &str) -> Url {
    Url::parse(&format!("http://127.0.0.1:4711/callback?{query}")).unwrap()
}

fn finished(query: &str) -> Result<Authorized, AuthorizationError> {
    pending(&provider()).finish(&redirect(query))
}

#[test]
fn the_request_has_pkce_state_and_nonce() {
    let (url, _) = begun_with(&provider(), "openid offline_access", &OWN_AUTHORIZATION).unwrap();
    assert_eq!(
        url.as_str(),
        "https://id.example.com/oidc/auth?response_type=code&client_id=agenda\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback&scope=openid%20offline_access\
         &state=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\
         &nonce=AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
         &code_challenge=g77gcvvTQj90gfwWOCFjatjPtz-u8N0FgfOXnqDHMbk&code_challenge_method=S256"
    );
}

#[test]
fn as_chatgpt_there_is_a_uuid_state_no_nonce_no_pkce_and_scope_is_last() {
    let shape = &gpt_action::TARGET.authorization.value;
    let (url, pending) = begun_with(&provider(), "openid offline_access", shape).unwrap();
    assert_eq!(
        url.as_str(),
        "https://id.example.com/oidc/auth?response_type=code&client_id=agenda\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback\
         &state=01010101-0101-4101-8101-010101010101&scope=openid%20offline_access"
    );
    let authorized = pending.finish(&redirect("code=c&state=01010101-0101-4101-8101-010101010101")).unwrap();
    assert!(authorized.verifier.is_none());
    assert!(authorized.nonce.is_none());
}

#[test]
fn as_chatgpt_a_scope_with_commas_goes_verbatim_and_a_blank_one_not_at_all() {
    let shape = &gpt_action::TARGET.authorization.value;
    let (url, _) = begun_with(&provider(), "user:read,user:delete", shape).unwrap();
    assert!(url.as_str().ends_with("&scope=user%3Aread%2Cuser%3Adelete"), "{url}");
    let (url, _) = begun_with(&provider(), " ", shape).unwrap();
    assert!(!url.as_str().contains("scope"), "{url}");
}

#[test]
fn without_openid_there_is_no_nonce() {
    let (url, _) = begun_with(&provider(), "read", &OWN_AUTHORIZATION).unwrap();
    assert!(!url.as_str().contains("nonce"), "{url}");
}

#[test]
fn l21_a_query_of_the_endpoint_is_kept_byte_for_byte() {
    let mut provider = provider();
    provider.authorization_endpoint =
        Some(Url::parse("https://id.example.com/auth?audience=a%2Fb+c&prompt=consent").unwrap());
    let (url, _) = begun_with(&provider, "", &OWN_AUTHORIZATION).unwrap();
    assert!(
        url.as_str()
            .starts_with("https://id.example.com/auth?audience=a%2Fb+c&prompt=consent&response_type=code&"),
        "{url}"
    );
}

#[test]
fn l21_a_fragment_or_a_parameter_of_ours_in_the_endpoint_is_refused() {
    let mut provider = provider();
    provider.authorization_endpoint = Some(Url::parse("https://id.example.com/auth#x").unwrap());
    assert!(matches!(begun_with(&provider, "", &OWN_AUTHORIZATION), Err(BeginError::Endpoint { .. })));
    provider.authorization_endpoint = Some(Url::parse("https://id.example.com/auth?state=x").unwrap());
    assert!(matches!(begun_with(&provider, "", &OWN_AUTHORIZATION), Err(BeginError::Twice { .. })));
}

#[test]
fn l20_an_endpoint_that_is_no_web_page_is_refused() {
    for endpoint in
        ["javascript:alert(1)", "file:///etc/passwd", "http://id.example.com/auth", "data:text/html,x"]
    {
        let provider =
            Metadata { authorization_endpoint: Some(Url::parse(endpoint).unwrap()), ..Metadata::default() };
        let begun = begun_with(&provider, "", &OWN_AUTHORIZATION);
        assert!(matches!(begun, Err(BeginError::Endpoint { .. })), "{endpoint}");
    }
    assert!(matches!(begun_with(&Metadata::default(), "", &OWN_AUTHORIZATION), Err(BeginError::NoEndpoint)));
}

#[test]
fn l01_the_right_state_and_a_code_finish() {
    let authorized = finished(&format!("code=SplxlOBe&state={STATE}")).unwrap();
    assert_eq!(authorized.code.expose(), "SplxlOBe");
    assert_eq!(authorized.redirect_uri.as_str(), "http://127.0.0.1:4711/callback");
    assert_eq!(authorized.verifier.unwrap().expose().len(), 43);
    assert!(authorized.nonce.is_some());
}

#[test]
fn l02_l03_a_foreign_or_missing_state_is_a_mismatch() {
    for query in ["code=a&state=foreign", "code=a", "code=a&state=", "", &format!("code=a&state={STATE}x")] {
        assert_eq!(finished(query).unwrap_err(), AuthorizationError::StateMismatch, "{query}");
    }
}

#[test]
fn l04_an_error_does_not_excuse_a_foreign_state() {
    assert_eq!(finished("error=access_denied&state=foreign").unwrap_err(), AuthorizationError::StateMismatch);
}

#[test]
fn l05_a_refusal_keeps_its_words() {
    assert_eq!(
        finished(&format!("error=access_denied&error_description=The+user+said+no&state={STATE}"))
            .unwrap_err(),
        AuthorizationError::Refused {
            error: "access_denied".to_owned(),
            description: Some("The user said no".to_owned()),
        }
    );
}

#[test]
fn l07_repeated_parameters_are_refused() {
    for (query, name) in
        [("code=a&code=b", "code"), ("error=a&error=a", "error"), ("code=a&iss=x&iss=x", "iss")]
    {
        let error = finished(&format!("{query}&state={STATE}")).unwrap_err();
        assert_eq!(error, AuthorizationError::Repeated { name });
    }
    let error = finished(&format!("code=a&state={STATE}&state={STATE}")).unwrap_err();
    assert_eq!(error, AuthorizationError::StateMismatch);
}

#[test]
fn l08_a_code_with_an_error_is_refused_and_so_is_neither() {
    assert_eq!(
        finished(&format!("code=a&error=b&state={STATE}")).unwrap_err(),
        AuthorizationError::CodeAndError
    );
    assert_eq!(finished(&format!("state={STATE}")).unwrap_err(), AuthorizationError::NoCode);
    assert_eq!(finished(&format!("code=&state={STATE}")).unwrap_err(), AuthorizationError::NoCode);
}

#[test]
fn l22_iss_must_be_the_issuer_and_there_where_it_was_announced() {
    let announcing = Metadata { sends_iss: true, ..provider() };
    let finish = |query: String| pending(&announcing).finish(&redirect(&query));
    let good = "iss=https%3A%2F%2Fid.example.com%2Foidc";
    assert!(finish(format!("code=a&state={STATE}&{good}")).is_ok());
    for query in [
        format!("code=a&state={STATE}"),
        format!("error=access_denied&state={STATE}"),
        format!("code=a&state={STATE}&iss=https%3A%2F%2Fid.example.com%2Foidc%2F"),
        format!("error=access_denied&state={STATE}&iss=https%3A%2F%2Fevil.example"),
    ] {
        assert!(matches!(finish(query), Err(AuthorizationError::IssuerMismatch { .. })));
    }
    let error = finished(&format!("code=a&state={STATE}&iss=https%3A%2F%2Fevil.example")).unwrap_err();
    assert!(matches!(error, AuthorizationError::IssuerMismatch { .. }));
}

#[test]
fn l23_a_code_is_decoded_exactly_once() {
    let authorized = finished(&format!("code=a%2520b+c%2Bd%00&state={STATE}")).unwrap();
    assert_eq!(authorized.code.expose(), "a%20b c+d\0");
    let long = "x".repeat(8 * 1024);
    assert_eq!(finished(&format!("code={long}&state={STATE}")).unwrap().code.expose(), long);
    assert!(matches!(
        finished(&format!("code={long}x&state={STATE}")),
        Err(AuthorizationError::CodeTooLong { length: 8193 })
    ));
}

#[test]
fn no_secret_of_an_attempt_prints() {
    let printed = format!("{:?}", pending(&provider()));
    assert!(!printed.contains("AQEB") && !printed.contains("AgIC") && !printed.contains("AwMD"), "{printed}");
}

fn begun_beside(endpoint: &str, extra: &[(&str, &str)]) -> Result<(Url, PendingAuthorization), BeginError> {
    let mut parameters = ExtraParameters::default();
    for (name, value) in extra {
        parameters.add(name, value).unwrap();
    }
    let provider =
        Metadata { authorization_endpoint: Some(Url::parse(endpoint).unwrap()), ..Metadata::default() };
    let request = AuthorizationRequest {
        provider: &provider,
        client_id: &ClientId::new("agenda"),
        redirect_uri: &Url::parse("http://127.0.0.1:4711/callback").unwrap(),
        scope: &Scope::new("openid"),
        extra: &parameters,
    };
    begin(&request, &gpt_action::TARGET.authorization.value, &entropy())
}

#[test]
fn extra_parameters_come_last_and_resources_are_kept_for_the_token_request() {
    let extra = [("prompt", "consent"), ("resource", "https://api.example.com/a b"), ("resource", "urn:x:y")];
    let (url, pending) = begun_beside("https://id.example.com/auth", &extra).unwrap();
    let query = url.query().unwrap();
    assert!(
        query.ends_with(
            "&scope=openid&prompt=consent&resource=https%3A%2F%2Fapi.example.com%2Fa%20b&resource=urn%3Ax%3Ay"
        ),
        "{query}"
    );
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let authorized = pending.finish(&redirect(&format!("state={state}&code=c"))).unwrap();
    let resources = authorized.resources.iter().map(Resource::as_str).collect::<Vec<_>>();
    assert_eq!(resources, ["https://api.example.com/a b", "urn:x:y"]);
}

#[test]
fn an_extra_parameter_that_the_endpoint_has_already_is_refused() {
    let error =
        begun_beside("https://id.example.com/auth?prompt=login", &[("prompt", "consent")]).unwrap_err();
    assert!(matches!(error, BeginError::Twice { name, .. } if name == "prompt"));
}

#[test]
fn without_pkce_only_the_challenge_is_missing() {
    let (with, _) = begun_with(&provider(), "openid", &OWN_AUTHORIZATION).unwrap();
    let (without, pending) = begun_with(&provider(), "openid", &OWN_AUTHORIZATION_WITHOUT_PKCE).unwrap();
    let (before, challenge) = with.as_str().split_once("&code_challenge=").unwrap();
    assert_eq!(without.as_str(), before);
    assert!(challenge.ends_with("&code_challenge_method=S256"));
    assert!(pending.verifier.is_none() && pending.nonce.is_some());
}
