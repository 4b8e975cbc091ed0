//! One HTTP exchange as text, in the manner of `curl -v`, with every secret masked.

use super::{escape, mask, styles::Styles};
use http::{HeaderMap, Request, Response, header::CONTENT_TYPE};
use std::time::Duration;

/// How much of a body is shown, in characters.
const MAX_SHOWN: usize = 4000;

/// Returns a request as lines that begin with `>`.
pub fn request(request: &Request<Vec<u8>>, styles: Styles) -> String {
    let line = format!("{} {}", request.method(), mask::reference(&request.uri().to_string()));
    message('>', &styles.strong(line), request.headers(), request.body(), styles)
}

/// Returns an answer as lines that begin with `<`.
pub fn response(response: &Response<Vec<u8>>, took: Duration, styles: Styles) -> String {
    let status = response.status();
    let word = match status.as_u16() {
        200..=299 => styles.good(status.to_string()),
        300..=399 => styles.strong(status.to_string()),
        _ => styles.error(status.to_string()),
    };
    let line =
        format!("{word} {}", styles.faint(format!("{:?}, {} ms", response.version(), took.as_millis())));
    message('<', &line, response.headers(), response.body(), styles)
}

/// Returns the line that stands where an answer would, had there been one.
pub fn no_response(error: &dyn std::error::Error, took: Duration, styles: Styles) -> String {
    let said = styles.error(mask::text(&error.to_string()));
    format!("{} {said} {}\n", styles.faint("<"), styles.faint(format!("({} ms)", took.as_millis())))
}

fn message(mark: char, first: &str, headers: &HeaderMap, body: &[u8], styles: Styles) -> String {
    let mark = styles.faint(mark.to_string());
    let mut lines = vec![first.to_owned()];
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let shown = mask::header(name.as_str(), &value);
        lines.push(format!("{} {}", styles.faint(format!("{name}:")), escape::excerpt(&shown, MAX_SHOWN)));
    }
    if !body.is_empty() {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        lines.push(String::new());
        lines.extend(mask::body(content_type, body, MAX_SHOWN).lines().map(str::to_owned));
    }
    lines.iter().map(|line| format!("{mark} {line}").trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x3_an_exchange_shows_its_course_and_no_secret() {
        let sent = Request::post("https://op.example/token?api_key=canary")
            .header("authorization", "Basic YXBwOmNhbmFyeQ==")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(b"grant_type=refresh_token&refresh_token=canary".to_vec())
            .unwrap();
        let answer = Response::builder()
            .status(400)
            .header("content-type", "application/json")
            .header("set-cookie", "sid=canary; HttpOnly")
            .body(br#"{"error":"invalid_grant","error_description":"it was used up: token=canary"}"#.to_vec())
            .unwrap();
        let shown = request(&sent, Styles::default())
            + &response(&answer, Duration::from_millis(12), Styles::default());
        assert_eq!(
            shown,
            "> POST https://op.example/token?api_key=[masked]\n\
             > authorization: Basic app:[masked]\n\
             > content-type: application/x-www-form-urlencoded\n\
             >\n\
             > grant_type=refresh_token&refresh_token=[masked]\n\
             < 400 Bad Request HTTP/1.1, 12 ms\n\
             < content-type: application/json\n\
             < set-cookie: sid=[masked]; HttpOnly\n\
             <\n\
             < {\n\
             <   \"error\": \"invalid_grant\",\n\
             <   \"error_description\": \"it was used up: token=[masked]\"\n\
             < }\n"
        );
    }

    #[test]
    fn a_failed_exchange_is_one_line() {
        let error = std::io::Error::other("cannot connect\n\u{1b}[0m");
        let shown = no_response(&error, Duration::from_secs(3), Styles::default());
        assert_eq!(shown, "< cannot connect\\n\\u{1b}[0m (3000 ms)\n");
    }
}
