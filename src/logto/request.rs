//! The requests to the Management API, one function each, without the bearer token.

use super::tenant::Tenant;
use http::{HeaderValue, Method, Request, Uri, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use url::Url;

/// How many applications a page has.
pub const PAGE_SIZE: u32 = 20;

/// The type of application that a GPT signs in with: confidential, with a secret.
pub const APPLICATION_TYPE: &str = "Traditional";

/// Returns the request for a page, from 1, of the "Traditional web" applications.
pub fn applications(tenant: &Tenant, page: u32) -> Request<Vec<u8>> {
    let mut url = tenant.at("/api/applications");
    let query = format!("types={APPLICATION_TYPE}&page={page}&page_size={PAGE_SIZE}");
    url.set_query(Some(&query));
    bare(Method::GET, &url)
}

/// Returns the harmless read that proves credentials: one application of any type.
pub fn one_application(tenant: &Tenant) -> Request<Vec<u8>> {
    let mut url = tenant.at("/api/applications");
    url.set_query(Some("page=1&page_size=1"));
    bare(Method::GET, &url)
}

/// Returns the request for an application.
pub fn application(tenant: &Tenant, id: &str) -> Request<Vec<u8>> {
    bare(Method::GET, &of_application(tenant, &[id]))
}

/// Returns the request that creates an application with these members.
pub fn create_application(tenant: &Tenant, members: &Map<String, Value>) -> Request<Vec<u8>> {
    with_body(Method::POST, &tenant.at("/api/applications"), &Value::Object(members.clone()))
}

/// Returns the request that puts one member of an application in the place of what is there: Logto
/// merges nothing below it, and ignores members that it does not know.
pub fn replace_member(tenant: &Tenant, id: &str, member: &str, value: &Value) -> Request<Vec<u8>> {
    with_body(Method::PATCH, &of_application(tenant, &[id]), &json!({ member: value }))
}

/// Returns the request that removes an application.
pub fn delete_application(tenant: &Tenant, id: &str) -> Request<Vec<u8>> {
    bare(Method::DELETE, &of_application(tenant, &[id]))
}

/// Returns the request for the secrets of an application, which come in clear.
pub fn secrets(tenant: &Tenant, id: &str) -> Request<Vec<u8>> {
    bare(Method::GET, &of_application(tenant, &[id, "secrets"]))
}

/// Returns the request that adds a secret to an application.
pub fn create_secret(tenant: &Tenant, id: &str, name: &str) -> Request<Vec<u8>> {
    with_body(Method::POST, &of_application(tenant, &[id, "secrets"]), &json!({ "name": name }))
}

/// Returns the request that removes a secret of an application.
pub fn delete_secret(tenant: &Tenant, id: &str, name: &str) -> Request<Vec<u8>> {
    bare(Method::DELETE, &of_application(tenant, &[id, "secrets", name]))
}

/// Returns the request for the custom domains.
pub fn domains(tenant: &Tenant) -> Request<Vec<u8>> {
    bare(Method::GET, &tenant.at("/api/domains"))
}

/// Returns the request for a custom domain, which has Logto look at its DNS records again.
pub fn domain(tenant: &Tenant, id: &str) -> Request<Vec<u8>> {
    bare(Method::GET, &segments(tenant.at("/api/domains"), &[id]))
}

/// Returns the request that adds a custom domain.
pub fn create_domain(tenant: &Tenant, domain: &str) -> Request<Vec<u8>> {
    with_body(Method::POST, &tenant.at("/api/domains"), &json!({ "domain": domain }))
}

/// What is asked for of the audit log.
#[derive(Debug, Clone, Default)]
pub struct LogQuery<'a> {
    /// The kind of entry.
    pub key: Option<&'a str>,
    /// The application that left it.
    pub application: Option<&'a str>,
    /// From when on, in milliseconds of Unix time on the wire.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// The page, from 1.
    pub page: u32,
    /// How many entries a page has.
    pub page_size: u32,
}

/// Returns the request for a page of the audit log, the latest first.
pub fn logs(tenant: &Tenant, query: &LogQuery<'_>) -> Request<Vec<u8>> {
    let mut url = tenant.at("/api/logs");
    let time = |time: Option<Timestamp>| time.map(|own| own.as_millisecond().to_string());
    let (from, until) = (time(query.from), time(query.until));
    let (page, page_size) = (query.page.to_string(), query.page_size.to_string());
    let named = [
        ("logKey", query.key),
        ("applicationId", query.application),
        ("start_time", from.as_deref()),
        ("end_time", until.as_deref()),
        ("page", Some(&*page)),
        ("page_size", Some(&*page_size)),
    ];
    let given = named.into_iter().filter_map(|(name, value)| Some((name, value?)));
    url.query_pairs_mut().extend_pairs(given);
    bare(Method::GET, &url)
}

fn of_application(tenant: &Tenant, path: &[&str]) -> Url {
    segments(tenant.at("/api/applications"), path)
}

/// Appends segments, each encoded: an id from a file never leads to another path.
fn segments(mut url: Url, path: &[&str]) -> Url {
    if let Ok(mut segments) = url.path_segments_mut() {
        // A segment of dots alone would be taken for a step upwards.
        segments.extend(path.iter().map(|own| if own.trim_matches('.').is_empty() { "-" } else { own }));
    }
    url
}

fn with_body(method: Method, url: &Url, body: &Value) -> Request<Vec<u8>> {
    let mut request = bare(method, url);
    *request.body_mut() = body.to_string().into_bytes();
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    request
}

fn bare(method: Method, url: &Url) -> Request<Vec<u8>> {
    let mut request = Request::new(Vec::new());
    *request.method_mut() = method;
    *request.uri_mut() = Uri::try_from(url.as_str()).unwrap_or_default();
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant() -> Tenant {
        Tenant::new(&Url::parse("http://127.0.0.1:3001").unwrap(), None, None).unwrap()
    }

    fn line(request: &Request<Vec<u8>>) -> String {
        let body = String::from_utf8(request.body().clone()).unwrap();
        format!("{} {} {body}", request.method(), request.uri()).trim_end().to_owned()
    }

    #[test]
    fn reads_are_the_measured_ones() {
        let tenant = tenant();
        let base = "GET http://127.0.0.1:3001/api";
        assert_eq!(
            line(&applications(&tenant, 2)),
            format!("{base}/applications?types=Traditional&page=2&page_size=20")
        );
        assert_eq!(line(&one_application(&tenant)), format!("{base}/applications?page=1&page_size=1"));
        assert_eq!(line(&application(&tenant, "abc")), format!("{base}/applications/abc"));
        assert_eq!(line(&secrets(&tenant, "abc")), format!("{base}/applications/abc/secrets"));
        assert_eq!(line(&domains(&tenant)), format!("{base}/domains"));
        assert_eq!(line(&domain(&tenant, "d1")), format!("{base}/domains/d1"));
        let query = LogQuery {
            key: Some("ExchangeTokenBy.AuthorizationCode"),
            application: Some("abc"),
            from: Some(Timestamp::from_millisecond(5).unwrap()),
            page: 1,
            page_size: 5,
            ..LogQuery::default()
        };
        assert_eq!(
            line(&logs(&tenant, &query)),
            format!(
                "{base}/logs?logKey=ExchangeTokenBy.AuthorizationCode&applicationId=abc&start_time=5&page=1&page_size=5"
            )
        );
    }

    #[test]
    fn writes_are_the_measured_ones() {
        let tenant = tenant();
        let at = "http://127.0.0.1:3001/api";
        let members = json!({ "name": "Agenda", "type": "Traditional" });
        assert_eq!(
            line(&create_application(&tenant, members.as_object().unwrap())),
            format!(r#"POST {at}/applications {{"name":"Agenda","type":"Traditional"}}"#)
        );
        let metadata = json!({ "alwaysIssueRefreshToken": true });
        assert_eq!(
            line(&replace_member(&tenant, "abc", "customClientMetadata", &metadata)),
            format!(
                r#"PATCH {at}/applications/abc {{"customClientMetadata":{{"alwaysIssueRefreshToken":true}}}}"#
            )
        );
        assert_eq!(line(&delete_application(&tenant, "abc")), format!("DELETE {at}/applications/abc"));
        assert_eq!(
            line(&create_secret(&tenant, "abc", "gptauth")),
            format!(r#"POST {at}/applications/abc/secrets {{"name":"gptauth"}}"#)
        );
        assert_eq!(
            line(&delete_secret(&tenant, "abc", "Default secret")),
            format!("DELETE {at}/applications/abc/secrets/Default%20secret")
        );
        assert_eq!(
            line(&create_domain(&tenant, "auth.example.com")),
            format!(r#"POST {at}/domains {{"domain":"auth.example.com"}}"#)
        );
    }

    #[test]
    fn an_id_never_leads_to_another_path() {
        for (id, segment) in
            [("../users/u1", "..%2Fusers%2Fu1"), ("..", "-"), ("", "-"), ("a?b#c", "a%3Fb%23c")]
        {
            let request = application(&tenant(), id);
            assert_eq!(request.uri().path(), format!("/api/applications/{segment}"), "{id}");
        }
    }
}
