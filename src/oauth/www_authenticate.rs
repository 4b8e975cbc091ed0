//! `WWW-Authenticate` (RFC 9110 §11.6.1, RFC 6750 §3): what an API says about a missing or bad token.

use http::{HeaderMap, header};

/// One challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The scheme, as sent.
    pub scheme: String,
    /// The `token68` in place of parameters, where there is one.
    pub token68: Option<String>,
    /// The parameters, in order, names as sent and values unquoted. Not escaped.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Returns the first value of the parameter, whose name is compared without case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether this is the scheme, compared without case.
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }
}

/// Returns the first Bearer challenge.
pub fn bearer(headers: &HeaderMap) -> Option<Challenge> {
    challenges(headers).into_iter().find(|challenge| challenge.is("Bearer"))
}

/// Returns all challenges, in order. What cannot be read is passed over.
pub fn challenges(headers: &HeaderMap) -> Vec<Challenge> {
    headers
        .get_all(header::WWW_AUTHENTICATE)
        .iter()
        .flat_map(|value| parse(&String::from_utf8_lossy(value.as_bytes())))
        .collect()
}

/// Reads one field value: a list in which a comma separates both challenges and parameters. What
/// follows a comma is a parameter where a name is followed by `=`, and a new challenge otherwise.
fn parse(text: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut rest = Reader(text);
    loop {
        rest.skip(|character| character == ',' || character.is_whitespace());
        if rest.0.is_empty() {
            return challenges;
        }
        let Some(word) = rest.token() else {
            // Not a name: go on behind the next comma.
            rest.skip(|character| character != ',');
            continue;
        };
        if let (Some(value), Some(challenge)) = (rest.parameter_value(), challenges.last_mut()) {
            challenge.parameters.push((word.to_owned(), value));
            continue;
        }
        let mut challenge = Challenge { scheme: word.to_owned(), token68: None, parameters: Vec::new() };
        rest.skip(char::is_whitespace);
        challenge.token68 = rest.token68();
        challenges.push(challenge);
    }
}

struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn skip(&mut self, unwanted: impl Fn(char) -> bool) {
        self.0 = self.0.trim_start_matches(unwanted);
    }

    /// Takes a `token` (RFC 9110 §5.6.2).
    fn token(&mut self) -> Option<&'a str> {
        let is_token =
            |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
        let end = self.0.find(|character| !is_token(character)).unwrap_or(self.0.len());
        let (token, rest) = self.0.split_at(end);
        self.0 = rest;
        (!token.is_empty()).then_some(token)
    }

    /// Takes `= value`, with optional spaces around the sign.
    fn parameter_value(&mut self) -> Option<String> {
        self.0 = self.0.trim_start().strip_prefix('=')?.trim_start();
        match self.0.strip_prefix('"') {
            Some(quoted) => Some(self.quoted(quoted)),
            None => {
                let end = self.0.find([',', ' ', '\t']).unwrap_or(self.0.len());
                let (value, rest) = self.0.split_at(end);
                self.0 = rest;
                Some(value.to_owned())
            }
        }
    }

    /// Takes the rest of a quoted string; one that does not end takes all there is.
    fn quoted(&mut self, text: &'a str) -> String {
        let mut value = String::new();
        let mut characters = text.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.0 = &text[at + 1..];
                    return value;
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                _ => value.push(character),
            }
        }
        self.0 = "";
        value
    }

    /// Takes a `token68`, which only padding and the end or a comma can follow.
    fn token68(&mut self) -> Option<String> {
        let end = self.0.find([',', ' ', '\t', '"']).unwrap_or(self.0.len());
        let word = &self.0[..end];
        let body = word.trim_end_matches('=');
        let followed_well = self.0[end..].trim_start().chars().next().is_none_or(|next| next == ',');
        if body.is_empty() || body.contains('=') || !followed_well {
            return None;
        }
        self.0 = &self.0[end..];
        Some(word.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(challenge: &Challenge) -> Vec<(&str, &str)> {
        challenge.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn a_bearer_challenge_is_read() {
        let found = parse(
            r#"Bearer realm="https://id.example.com/oidc", error="invalid_token", error_description="say \"hi\", please""#,
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].is("bearer"));
        assert_eq!(
            parameters(&found[0]),
            [
                ("realm", "https://id.example.com/oidc"),
                ("error", "invalid_token"),
                ("error_description", "say \"hi\", please"),
            ]
        );
        assert_eq!(found[0].parameter("ERROR"), Some("invalid_token"));
    }

    #[test]
    fn several_challenges_in_one_field_are_told_apart() {
        let found =
            parse(r#"Basic realm="a, b" , BEARER scope="x y",error = insufficient_scope, Negotiate YWJj=="#);
        let schemes = found.iter().map(|challenge| challenge.scheme.as_str()).collect::<Vec<_>>();
        assert_eq!(schemes, ["Basic", "BEARER", "Negotiate"]);
        assert_eq!(parameters(&found[0]), [("realm", "a, b")]);
        assert_eq!(parameters(&found[1]), [("scope", "x y"), ("error", "insufficient_scope")]);
        assert_eq!(found[2].token68.as_deref(), Some("YWJj=="));
    }

    #[test]
    fn a_scheme_alone_is_a_challenge() {
        let found = parse("Bearer");
        assert_eq!((found.len(), found[0].parameters.len(), &found[0].token68), (1, 0, &None));
        let found = parse("Bearer, Basic");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn rubbish_ends_without_a_panic() {
        for text in
            ["", ",,,", "=", "\"", "Bearer realm=\"open", "Bearer =", "(x) y=1", "a=b", "Bearer \u{fffd}"]
        {
            assert!(parse(text).len() <= 2, "{text}");
        }
    }

    #[test]
    fn the_first_bearer_challenge_of_several_fields_is_found() {
        let mut headers = HeaderMap::new();
        headers.append("www-authenticate", http::HeaderValue::from_static("Basic realm=x"));
        headers.append("www-authenticate", http::HeaderValue::from_static("bearer error=\"invalid_token\""));
        assert_eq!(bearer(&headers).unwrap().parameter("error"), Some("invalid_token"));
        assert_eq!(challenges(&headers).len(), 2);
    }
}
