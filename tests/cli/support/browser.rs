//! A scripted person at the demo's sign-in page.

use super::{
    canary,
    http::{self, Response},
};
use std::collections::BTreeMap;
use url::Url;

/// What the person does.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    SignIn { username: &'static str, password: &'static str },
    Deny,
}

/// Follows an authorization URL as a browser would, and ends at the program's own page.
pub(crate) fn sign_in(authorization: &str, answer: Answer) -> Response {
    follow(authorization, answer, |_| false).1
}

/// Follows an authorization URL as a browser on another machine would: it ends at the address of the
/// answer, which it cannot open.
pub(crate) fn sign_in_elsewhere(authorization: &str, answer: Answer) -> Url {
    follow(authorization, answer, |url| url.path() == "/callback").0
}

fn follow(authorization: &str, answer: Answer, is_out_of_reach: impl Fn(&Url) -> bool) -> (Url, Response) {
    let mut cookies = BTreeMap::new();
    let mut url = Url::parse(authorization).expect("a URL");
    let mut response = send(&mut cookies, "GET", &url, "");
    for _ in 0..10 {
        match response.status {
            302 | 303 => {
                let location = response.header("location").expect("a location").to_owned();
                url = url.join(&location).expect("a URL");
                canary::know_form(url.query().unwrap_or_default().as_bytes());
                if is_out_of_reach(&url) {
                    return (url, response);
                }
                response = send(&mut cookies, "GET", &url, "");
            }
            200 if response.body.contains("<form") => {
                let form = fill(&response.body, answer);
                response = send(&mut cookies, "POST", &url.clone(), &form);
            }
            _ => return (url, response),
        }
    }
    panic!("the sign-in goes round in circles at {url}");
}

fn send(cookies: &mut BTreeMap<String, String>, method: &str, url: &Url, body: &str) -> Response {
    let jar: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let jar = jar.join("; ");
    let mut headers = vec![("Content-Type", "application/x-www-form-urlencoded")];
    if !jar.is_empty() {
        headers.push(("Cookie", &jar));
    }
    let response = http::send(method, url, &headers, body);
    for cookie in response.headers("set-cookie") {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    response
}

/// Fills in the form: its hidden fields as they are, the rest as `answer` says.
fn fill(page: &str, answer: Answer) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for input in page.split("<input").skip(1) {
        let input = input.split('>').next().unwrap_or_default();
        if attribute(input, "type") == Some("hidden") {
            let name = attribute(input, "name").expect("a name");
            form.append_pair(name, attribute(input, "value").unwrap_or_default());
        }
    }
    match answer {
        Answer::SignIn { username, password } => {
            canary::know(password);
            form.append_pair("username", username)
                .append_pair("password", password)
                .append_pair("action", "sign-in");
        }
        Answer::Deny => {
            form.append_pair("username", "").append_pair("password", "").append_pair("action", "deny");
        }
    }
    form.finish()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}
