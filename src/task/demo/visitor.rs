//! A scripted person at the demo's sign-in page, for a tour that nobody sits in front of.

use crate::{
    demo::provider::User,
    system::{HttpError, System},
};
use http::{Method, Request, Response, StatusCode, header};
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};

/// How many pages and redirects a sign-in takes at most.
const STEPS: usize = 12;

/// Why the scripted person gave up.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    /// A page did not come.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The sign-in page looked otherwise than expected.
    #[error("the sign-in at `{url}` answered {status} and went nowhere")]
    Lost {
        /// The last page, without its query.
        url: String,
        /// Its status.
        status: StatusCode,
    },
}

/// Opens the authorization URL as a browser would, signs `user` in and follows the redirects to
/// the page behind the last one. Returns how many requests that took.
///
/// # Errors
///
/// As [`VisitError`].
pub async fn sign_in(system: &System, authorization: &Url, user: &User) -> Result<usize, VisitError> {
    let mut visit = Visit { system, cookies: BTreeMap::new() };
    let mut url = authorization.clone();
    let mut page = visit.send(Method::GET, &url, String::new()).await?;
    for step in 1..STEPS {
        let body = String::from_utf8_lossy(page.body()).into_owned();
        let location = page.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let next = location.and_then(|location| url.join(location).ok());
        page = match next {
            Some(next) if page.status().is_redirection() => {
                url = next;
                visit.send(Method::GET, &url, String::new()).await?
            }
            _ if body.contains("name=\"password\"") => {
                visit.send(Method::POST, &url, fill(&body, user)).await?
            }
            _ if page.status().is_success() => return Ok(step),
            _ => break,
        };
    }
    url.set_query(None);
    Err(VisitError::Lost { url: url.into(), status: page.status() })
}

struct Visit<'a> {
    system: &'a System,
    cookies: BTreeMap<String, String>,
}

impl Visit<'_> {
    async fn send(
        &mut self,
        method: Method,
        url: &Url,
        form: String,
    ) -> Result<Response<Vec<u8>>, VisitError> {
        let mut request = Request::builder().method(method).uri(url.as_str());
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if !form.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let unsendable = |error: http::Error| HttpError::Unsendable { reason: error.to_string() };
        let request = request.body(form.into_bytes()).map_err(unsendable)?;
        let response = self.system.http.send(request).await?;
        let set = response.headers().get_all(header::SET_COOKIE).iter();
        let pairs = set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()?.split_once('='));
        self.cookies.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Ok(response)
    }
}

/// Fills in the sign-in form, its hidden fields as they are.
fn fill(page: &str, user: &User) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for input in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        if attribute(input, "type") == Some("hidden")
            && let Some(name) = attribute(input, "name")
        {
            form.append_pair(name, attribute(input, "value").unwrap_or_default());
        }
    }
    form.append_pair("username", &user.username);
    form.append_pair("password", &user.password);
    form.finish()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_keeps_its_hidden_fields_and_takes_the_password() {
        let page = r#"<form><input type="hidden" name="csrf" value="x&amp;y"><input name="username"><input type="password" name="password"></form>"#;
        let user = User {
            sub: "1".to_owned(),
            username: "alice".to_owned(),
            password: "a b".to_owned(),
            name: String::new(),
            email: String::new(),
        };
        assert_eq!(fill(page, &user), "csrf=x%26amp%3By&username=alice&password=a+b");
    }
}
