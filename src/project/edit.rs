//! Writes settings into a project file, and leaves every other byte of it as it is.
//!
//! The edit is one of the text. What came of it is read again: where it says anything else than it
//! should, the file is not ours to edit, and the user is shown the line instead.

use super::{OAuth, Project};
use crate::source::Source;
use std::ops::Range;
use toml_edit::{Array, Value};

/// A setting of the `[oauth]` table that is to have another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// A key that holds a text, such as `issuer`.
    Text {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// A key that holds several, such as `chatgpt_redirect_uris`.
    Texts {
        /// The key.
        key: &'static str,
        /// Its values, in order.
        values: Vec<String>,
    },
}

/// A project file that is written in a way that this program does not edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` is written in a way that is not edited here")]
pub struct Unedited {
    /// The project file, as it is shown.
    pub file: String,
    /// The lines that its `[oauth]` table should have.
    pub lines: Vec<String>,
}

impl Setting {
    /// Returns the key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Text { key, .. } | Self::Texts { key, .. } => key,
        }
    }

    /// Returns the setting as a line of the `[oauth]` table.
    pub fn line(&self) -> String {
        format!("{} = {}", self.key(), self.value("\n"))
    }

    /// Returns the value in TOML. Several texts have a line each.
    fn value(&self, newline: &str) -> String {
        match self {
            Self::Text { value, .. } => Value::from(value.as_str()).to_string(),
            Self::Texts { values, .. } if values.len() < 2 => {
                Value::from(values.iter().map(String::as_str).collect::<Array>()).to_string()
            }
            Self::Texts { values, .. } => {
                let lines = values.iter().map(|own| format!("  {},{newline}", Value::from(own.as_str())));
                format!("[{newline}{}]", lines.collect::<String>())
            }
        }
    }

    /// Returns whether the settings say so.
    fn holds_in(&self, project: &Project) -> bool {
        let Some(range) = project.place(&format!("oauth.{}", self.key())) else { return false };
        let Some(text) = project.source.text().get(range) else { return false };
        // The reader of the file has taken it for a value already.
        match (self, text.trim().parse::<Value>()) {
            (Self::Text { value, .. }, Ok(found)) => found.as_str() == Some(value),
            (Self::Texts { values, .. }, Ok(Value::Array(found))) => {
                found.iter().map(Value::as_str).eq(values.iter().map(|own| Some(own.as_str())))
            }
            _ => false,
        }
    }
}

impl Project {
    /// Returns the text of the project file with these settings in the `[oauth]` table of the chosen
    /// environment; every byte of anything else is kept.
    ///
    /// # Errors
    ///
    /// [`Unedited`] where the table is not written as `[oauth]` with a line for each key.
    pub fn edited(&self, settings: &[Setting]) -> Result<String, Unedited> {
        let unedited = || Unedited {
            file: self.source.name().to_owned(),
            lines: settings.iter().map(Setting::line).collect(),
        };
        let text = self.source.text();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut splices: Vec<(Range<usize>, String)> = Vec::new();
        for setting in settings {
            splices.push(match self.place(&format!("oauth.{}", setting.key())) {
                Some(range) => (range, setting.value(newline)),
                None => {
                    let (at, before) = self.end_of_settings(newline).ok_or_else(unedited)?;
                    let line = format!("{before}{} = {}{newline}", setting.key(), setting.value(newline));
                    (at..at, line)
                }
            });
        }
        // From the end, so that the places before stay what they are; lines that are added at one place
        // come in their order.
        splices.sort_by_key(|(range, _)| range.start);
        let mut edited = text.to_owned();
        for (range, value) in splices.iter().rev() {
            edited.replace_range(range.clone(), value);
        }
        let source = Source::new(self.source.name(), edited.clone());
        let read = Self::parse(source, &self.directory, self.environment.as_deref());
        let is_right = |read: &Self| {
            settings.iter().all(|own| own.holds_in(read)) && self.differs_in_nothing_but(read, settings)
        };
        read.is_ok_and(|read| is_right(&read)).then_some(edited).ok_or_else(unedited)
    }

    /// Returns the byte behind the line of the last setting, and what must stand before a further line.
    fn end_of_settings(&self, newline: &'static str) -> Option<(usize, &'static str)> {
        let text = self.source.text();
        let keys = self.places.iter().filter(|(key, _)| key.starts_with("oauth."));
        let last = keys.map(|(_, range)| range.end).max()?;
        Some(match text[last..].find('\n') {
            Some(end) => (last + end + 1, ""),
            None => (text.len(), newline),
        })
    }

    /// Returns whether another reading has the same values, but for those of `settings`.
    fn differs_in_nothing_but(&self, other: &Self, settings: &[Setting]) -> bool {
        let values = |project: &Self| {
            let changed = |key: &String| {
                settings.iter().any(|own| {
                    key.strip_prefix("oauth.")
                        .and_then(|key| key.strip_prefix(own.key()))
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                })
            };
            // Tables and arrays hold what is compared by itself.
            let places = project.places.iter().filter(|(key, _)| *key != "oauth" && !changed(key));
            let text = project.source.text();
            places.map(|(key, range)| (key.clone(), text[range.clone()].to_owned())).collect::<Vec<_>>()
        };
        let has = |project: &Self| project.oauth.as_ref().map(|own: &OAuth| own.client_id.clone());
        values(self) == values(other) && has(self) == has(other) && self.environments == other.environments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URIS: [&str; 2] = ["https://chat.openai.com/a", "https://chatgpt.com/a"];

    fn project(text: &str, environment: Option<&str>) -> Project {
        Project::parse(Source::new("gptauth.toml", text.to_owned()), "/project", environment).unwrap()
    }

    fn uris() -> Setting {
        Setting::Texts { key: "chatgpt_redirect_uris", values: URIS.map(str::to_owned).to_vec() }
    }

    fn issuer() -> Setting {
        Setting::Text { key: "issuer", value: "https://auth.example.com/oidc".to_owned() }
    }

    #[test]
    fn a_value_takes_the_place_of_another_and_every_other_byte_stays() {
        let before = "# ours\r\n\r\n[oauth]   # Logto\r\nissuer =   'https://t.logto.app/oidc'  # Cloud\r\n\
                      client_id=\"a\"\r\nscope = \"openid\"\r\n\r\n[check]\r\n";
        let after = project(before, None).edited(&[issuer()]).unwrap();
        let expected = before.replace("'https://t.logto.app/oidc'", "\"https://auth.example.com/oidc\"");
        assert_eq!(after, expected);
    }

    #[test]
    fn a_missing_key_becomes_a_line_behind_the_last_one() {
        for (before, after) in [
            (
                "[oauth]\nissuer = \"https://i.example\"\nclient_id = \"a\" # ours\n\n[check]\n",
                "[oauth]\nissuer = \"https://i.example\"\nclient_id = \"a\" # ours\nchatgpt_redirect_uris = [\n  \
                 \"https://chat.openai.com/a\",\n  \"https://chatgpt.com/a\",\n]\n\n[check]\n",
            ),
            (
                "[oauth]\nclient_id = \"a\"\nissuer = \"https://i.example\"",
                "[oauth]\nclient_id = \"a\"\nissuer = \"https://i.example\"\nchatgpt_redirect_uris = [\n  \
                 \"https://chat.openai.com/a\",\n  \"https://chatgpt.com/a\",\n]\n",
            ),
        ] {
            assert_eq!(project(before, None).edited(&[uris()]).unwrap(), after);
        }
    }

    #[test]
    fn several_values_change_at_once_and_an_array_goes_as_a_whole() {
        let before = "[oauth]\nchatgpt_redirect_uris = [ # two\n  \"https://x\",\n]\nissuer = \"https://i.example\"\n\
                      client_id = \"a\"\n";
        let token = Setting::Text { key: "token_endpoint", value: "https://t.example/token".to_owned() };
        let after = project(before, None).edited(&[uris(), issuer(), token]).unwrap();
        assert_eq!(
            after,
            "[oauth]\nchatgpt_redirect_uris = [\n  \"https://chat.openai.com/a\",\n  \"https://chatgpt.com/a\",\n]\n\
             issuer = \"https://auth.example.com/oidc\"\nclient_id = \"a\"\ntoken_endpoint = \"https://t.example/token\"\n"
        );
    }

    #[test]
    fn the_table_of_the_environment_is_the_one_that_changes() {
        let before = "[oauth]\nissuer = \"https://i.example\"\nclient_id = \"a\"\n\n[env.staging.oauth]\n\
                      issuer = \"https://s.example\"\nclient_id = \"b\"\n";
        let staging = project(before, Some("staging")).edited(&[issuer()]).unwrap();
        assert_eq!(staging, before.replace("https://s.example", "https://auth.example.com/oidc"));
        let base = project(before, None).edited(&[issuer()]).unwrap();
        assert_eq!(base, before.replace("https://i.example", "https://auth.example.com/oidc"));
    }

    #[test]
    fn quotes_and_backslashes_come_back_as_they_were() {
        let before = project("[oauth]\nissuer = \"https://i.example\"\nclient_id = \"a\"\n", None);
        let value = "https://i.example/\"a\\b'".to_owned();
        let after = before.edited(&[Setting::Text { key: "scope", value: value.clone() }]).unwrap();
        assert_eq!(project(&after, None).oauth.unwrap().scope.as_str(), value);
    }

    #[test]
    fn a_table_in_another_form_is_left_alone_and_its_lines_are_named() {
        for text in [
            "oauth = { issuer = \"https://i.example\", client_id = \"a\" }\n",
            "oauth.issuer = \"https://i.example\"\noauth.client_id = \"a\"\n",
        ] {
            let error = project(text, None).edited(&[uris()]).unwrap_err();
            assert!(error.lines[0].starts_with("chatgpt_redirect_uris = ["), "{error:?}");
            let existing = project(text, None).edited(&[issuer()]).unwrap();
            assert_eq!(existing, text.replace("https://i.example", "https://auth.example.com/oidc"));
        }
    }
}
