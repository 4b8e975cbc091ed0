//! The table `[logto]`.

use super::{Fault, Reader, known_keys, wrong};
use crate::project::{ProjectFault, logto::Logto};
use toml_edit::TableLike;
use url::Url;

const KEYS: &[&str] = &[
    "endpoint",
    "tenant",
    "admin_endpoint",
    "application",
    "redirect_uris",
    "always_issue_refresh_token",
    "refresh_token_days",
    "custom_domain",
];

/// The longest life of a refresh token that Logto takes, in days.
const LONGEST_LIFE: i64 = 180;

impl Reader<'_> {
    pub(super) fn logto(&mut self, parent: &dyn TableLike) -> Result<Option<Logto>, Fault> {
        let Some(item) = parent.get("logto") else { return Ok(None) };
        let table = item.as_table_like().ok_or_else(|| wrong("logto", item, "a table"))?;
        self.note("logto", item);
        known_keys(table, KEYS)?;
        Ok(Some(Logto {
            endpoint: self.url(table, "endpoint", "logto.endpoint")?,
            tenant: self.checked(table, "tenant", is_label, "the first part of the tenant's host name")?,
            admin_endpoint: self.url(table, "admin_endpoint", "logto.admin_endpoint")?,
            application: self.checked(table, "application", is_name, "1 to 256 characters")?,
            redirect_uris: self.redirect_uris(table)?,
            always_issue_refresh_token: self.flag(table, "always_issue_refresh_token")?,
            refresh_token_days: self.days(table)?,
            custom_domain: self.checked(table, "custom_domain", is_host, "a host name in lower case")?,
        }))
    }

    fn checked(
        &mut self,
        table: &dyn TableLike,
        key: &'static str,
        fits: fn(&str) -> bool,
        expected: &'static str,
    ) -> Result<Option<String>, Fault> {
        let path = format!("logto.{key}");
        match self.text(table, key, &path)? {
            Some(text) if !fits(text) => {
                Err((self.start(&path), ProjectFault::Value { key: key.to_owned(), expected }))
            }
            text => Ok(text.map(str::to_owned)),
        }
    }

    fn redirect_uris(&mut self, table: &dyn TableLike) -> Result<Vec<String>, Fault> {
        let key = "redirect_uris";
        let uris = self.texts_of("logto", table, key)?;
        match uris.iter().position(|uri| Url::parse(uri).is_err()) {
            None => Ok(uris),
            Some(at) => {
                let expected = "an array of absolute URIs";
                let fault = ProjectFault::Value { key: key.to_owned(), expected };
                Err((self.start(&format!("logto.{key}.{at}")), fault))
            }
        }
    }

    fn flag(&mut self, table: &dyn TableLike, key: &'static str) -> Result<Option<bool>, Fault> {
        let Some(item) = table.get(key) else { return Ok(None) };
        self.note(&format!("logto.{key}"), item);
        item.as_bool().map(Some).ok_or_else(|| wrong(key, item, "`true` or `false`"))
    }

    fn days(&mut self, table: &dyn TableLike) -> Result<Option<u64>, Fault> {
        let key = "refresh_token_days";
        let Some(item) = table.get(key) else { return Ok(None) };
        self.note(&format!("logto.{key}"), item);
        let days = item.as_integer().filter(|days| (1..=LONGEST_LIFE).contains(days));
        let days = days.and_then(|days| u64::try_from(days).ok());
        days.map(Some).ok_or_else(|| wrong(key, item, "a number of days from 1 to 180"))
    }
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 256
}

/// Logto itself takes anything, also a whole URL, and waits for its DNS record for ever.
fn is_host(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use crate::{
        project::{Project, ProjectError},
        source::Source,
    };

    fn project(text: &str, environment: Option<&str>) -> Result<Project, ProjectError> {
        Project::parse(Source::new("gptauth.toml", text), "/project", environment)
    }

    #[test]
    fn the_table_of_logto_is_read_whole() {
        let text = "[logto]\nendpoint = \"https://auth.example.com\"\ntenant = \"abc123\"\nadmin_endpoint = \"http://localhost:3002\"\n\
                application = \"Agenda\"\nredirect_uris = [\"https://a.example/cb\"]\nalways_issue_refresh_token = false\n\
                refresh_token_days = 30\ncustom_domain = \"auth.example.com\"\n";
        let logto = project(text, None).unwrap().logto.unwrap();
        assert_eq!(logto.endpoint.unwrap().as_str(), "https://auth.example.com/");
        assert_eq!((logto.tenant.as_deref(), logto.application.as_deref()), (Some("abc123"), Some("Agenda")));
        assert_eq!(logto.redirect_uris, ["https://a.example/cb"]);
        assert_eq!((logto.always_issue_refresh_token, logto.refresh_token_days), (Some(false), Some(30)));
        assert_eq!(logto.custom_domain.as_deref(), Some("auth.example.com"));
        assert!(project("[logto]\n", None).unwrap().logto.is_some());
        assert!(project("", None).unwrap().logto.is_none());
    }

    #[test]
    fn an_environment_with_a_provider_of_its_own_does_not_see_the_application_of_the_base() {
        let text = "[logto]\napplication = \"Base\"\n[env.a]\nserver = \"https://a.example\"\n\
                [env.b.oauth]\nissuer = \"https://b.logto.app/oidc\"\nclient_id = \"b\"\n\
                [env.c.logto]\ntenant = \"c\"\n";
        let application = |name| project(text, Some(name)).unwrap().logto.map(|own| own.application);
        assert_eq!(application("a"), Some(Some("Base".to_owned())));
        assert_eq!(application("b"), None);
        assert_eq!(application("c"), Some(None));
    }

    #[test]
    fn an_environment_with_an_application_of_its_own_has_a_client_id_of_its_own() {
        let text = "[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"a\"\n[env.s.logto]\n";
        assert!(project(text, None).is_ok());
        let error = project(text, Some("s")).unwrap_err().to_string();
        assert!(error.contains(": `logto` must be accompanied by the `oauth` of the environment"), "{error}");
        assert!(project(&text.replace("[oauth]", "[env.s.oauth]"), Some("s")).is_ok());
    }

    #[test]
    fn what_logto_would_not_take_is_refused_with_its_place() {
        for (line, complaint) in [
            ("tenant = \"a.b\"", "2:10: `tenant` must be the first part of the tenant's host name"),
            ("application = \" \"", "2:15: `application` must be 1 to 256 characters"),
            (
                "redirect_uris = [\"https://a.example\", \"x\"]",
                "2:39: `redirect_uris` must be an array of absolute URIs",
            ),
            (
                "always_issue_refresh_token = \"true\"",
                "2:30: `always_issue_refresh_token` must be `true` or `false`",
            ),
            ("refresh_token_days = 365", "2:22: `refresh_token_days` must be a number of days from 1 to 180"),
            ("refresh_token_days = 0", "2:22: `refresh_token_days` must be a number of days from 1 to 180"),
            (
                "custom_domain = \"https://auth.example.com/\"",
                "2:17: `custom_domain` must be a host name in lower case",
            ),
            ("custom_domain = \"localhost\"", "2:17: `custom_domain` must be a host name in lower case"),
            ("client_secret = \"x\"", "2:1: `client_secret` does not belong into a file that is committed"),
            ("aplication = \"x\"", "2:1: unknown key `aplication`"),
        ] {
            let error = project(&format!("[logto]\n{line}\n"), None).unwrap_err();
            assert_eq!(error.to_string(), format!("gptauth.toml:{complaint}"), "{line}");
        }
    }
}
