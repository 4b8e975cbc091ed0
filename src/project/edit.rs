//! Writes settings into a project file, and leaves every other byte of it as it is.
//!
//! The edit is one of the text. What came of it is read again: where it says anything else than it
//! should, the file is not ours to edit, and the user is shown the line instead.

use super::Project;
use crate::source::Source;
use std::ops::Range;
use toml_edit::{Array, Value};

/// A table of the project file whose settings are edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// `[oauth]`.
    OAuth,
    /// `[logto]`, which need not be there yet.
    Logto,
}

/// A setting that is to have another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    table: Table,
    key: &'static str,
    value: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Text(String),
    Texts(Vec<String>),
}

/// A project file that is written in a way that this program does not edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` is written in a way that is not edited here")]
pub struct Unedited {
    /// The project file, as it is shown.
    pub file: String,
    /// The lines that it should have, each with its table.
    pub lines: Vec<String>,
}

impl Table {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::Logto => "logto",
        }
    }
}

impl Setting {
    /// Returns the setting of a key that holds a text, such as `issuer`.
    pub fn text(table: Table, key: &'static str, value: impl Into<String>) -> Self {
        Self { table, key, value: Content::Text(value.into()) }
    }

    /// Returns the setting of a key that holds several, such as `chatgpt_redirect_uris`.
    pub fn texts(table: Table, key: &'static str, values: Vec<String>) -> Self {
        Self { table, key, value: Content::Texts(values) }
    }

    /// Returns the setting as it is written by hand: the key with its table, and the value.
    pub fn line(&self) -> String {
        format!("{} = {}", self.path(), self.in_toml("\n"))
    }

    fn path(&self) -> String {
        format!("{}.{}", self.table.name(), self.key)
    }

    /// Returns the value in TOML. Several texts have a line each.
    fn in_toml(&self, newline: &str) -> String {
        match &self.value {
            Content::Text(value) => Value::from(value.as_str()).to_string(),
            Content::Texts(values) if values.len() < 2 => {
                Value::from(values.iter().map(String::as_str).collect::<Array>()).to_string()
            }
            Content::Texts(values) => {
                let lines = values.iter().map(|own| format!("  {},{newline}", Value::from(own.as_str())));
                format!("[{newline}{}]", lines.collect::<String>())
            }
        }
    }

    /// Returns whether the settings say so.
    fn holds_in(&self, project: &Project) -> bool {
        let Some(range) = project.place(&self.path()) else { return false };
        let Some(text) = project.source.text().get(range) else { return false };
        // The reader of the file has taken it for a value already.
        match (&self.value, text.trim().parse::<Value>()) {
            (Content::Text(value), Ok(found)) => found.as_str() == Some(value),
            (Content::Texts(values), Ok(Value::Array(found))) => {
                found.iter().map(Value::as_str).eq(values.iter().map(|own| Some(own.as_str())))
            }
            _ => false,
        }
    }
}

impl Project {
    /// Returns the text of the project file with these settings in the tables that hold for the chosen
    /// environment; every byte of anything else is kept.
    ///
    /// # Errors
    ///
    /// [`Unedited`] where a table is not written under its name in brackets, with a line for each key.
    pub fn edited(&self, settings: &[Setting]) -> Result<String, Unedited> {
        let unedited = || Unedited {
            file: self.source.name().to_owned(),
            lines: settings.iter().map(Setting::line).collect(),
        };
        let text = self.source.text();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut splices: Vec<(Range<usize>, String)> = Vec::new();
        for setting in settings {
            splices.push(match self.place(&setting.path()) {
                Some(range) => (range, setting.in_toml(newline)),
                None => {
                    let (at, before) = self.end_of(setting.table, newline);
                    let before =
                        if splices.iter().any(|(range, _)| *range == (at..at)) { "" } else { &*before };
                    (at..at, format!("{before}{} = {}{newline}", setting.key, setting.in_toml(newline)))
                }
            });
        }
        // From the end, so that the places before stay what they are; of lines that are added at one
        // place the last one goes in first.
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

    /// Returns the byte that a further line of a table goes to, and what must stand before it.
    fn end_of(&self, table: Table, newline: &str) -> (usize, String) {
        let text = self.source.text();
        let prefix = format!("{}.", table.name());
        let keys = self.places.iter().filter(|(key, _)| key.starts_with(&prefix));
        // An empty table ends with its own header.
        let last = keys.map(|(_, range)| range.end).max();
        let last = last.or_else(|| self.place(table.name()).map(|range| range.end));
        if let Some(last) = last {
            return match text[last..].find('\n') {
                Some(end) => (last + end + 1, String::new()),
                None => (text.len(), newline.to_owned()),
            };
        }
        let owner = match &self.environment {
            Some(name) if self.is_own(name) => format!("env.{}.", toml_edit::Key::new(name)),
            _ => String::new(),
        };
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
        (text.len(), format!("{end}{newline}[{owner}{}]{newline}", table.name()))
    }

    /// Returns whether an environment has a provider of its own, so that no table of the base is for it.
    fn is_own(&self, environment: &str) -> bool {
        let Ok(document) = self.source.text().parse::<toml_edit::DocumentMut>() else { return false };
        let own = document.get("env").and_then(|own| own.get(environment));
        own.is_some_and(|own| {
            [Table::OAuth, Table::Logto].iter().any(|table| own.get(table.name()).is_some())
        })
    }

    /// Returns whether another reading has the same values, but for those of `settings`.
    fn differs_in_nothing_but(&self, other: &Self, settings: &[Setting]) -> bool {
        let values = |project: &Self| {
            let changed = |key: &str| {
                settings.iter().any(|own| {
                    key.strip_prefix(&own.path()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                })
            };
            // A table holds what is compared by itself.
            let is_table = |key: &str| [Table::OAuth, Table::Logto].iter().any(|table| table.name() == key);
            let places = project.places.iter().filter(|(key, _)| !is_table(key) && !changed(key));
            let text = project.source.text();
            places.map(|(key, range)| (key.clone(), text[range.clone()].to_owned())).collect::<Vec<_>>()
        };
        values(self) == values(other) && self.environments == other.environments
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
        Setting::texts(Table::OAuth, "chatgpt_redirect_uris", URIS.map(str::to_owned).to_vec())
    }

    fn issuer() -> Setting {
        Setting::text(Table::OAuth, "issuer", "https://auth.example.com/oidc")
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
        let token = Setting::text(Table::OAuth, "token_endpoint", "https://t.example/token");
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
    fn a_missing_table_comes_last_under_the_name_that_holds() {
        let client = Setting::text(Table::OAuth, "client_id", "a");
        let lines = "issuer = \"https://auth.example.com/oidc\"\nclient_id = \"a\"\n";
        for (before, between) in [("", "\n"), ("# ours", "\n\n"), ("schema = \"a.yaml\"\n", "\n")] {
            let after = project(before, None).edited(&[issuer(), client.clone()]).unwrap();
            assert_eq!(after, format!("{before}{between}[oauth]\n{lines}"));
        }
        let own = "[env.\"my own\"]\nserver = \"https://a.example\"\n";
        let after = project(own, Some("my own")).edited(&[issuer(), client]).unwrap();
        assert_eq!(after, format!("{own}\n[oauth]\n{lines}"), "what holds for it is the base");
    }

    #[test]
    fn quotes_and_backslashes_come_back_as_they_were() {
        let before = project("[oauth]\nissuer = \"https://i.example\"\nclient_id = \"a\"\n", None);
        let value = "a\"b\\c'";
        let after = before.edited(&[Setting::text(Table::OAuth, "scope", value)]).unwrap();
        assert_eq!(project(&after, None).oauth.unwrap().scope.as_str(), value);
    }

    #[test]
    fn a_table_in_another_form_is_left_alone_and_its_lines_are_named() {
        for text in [
            "oauth = { issuer = \"https://i.example\", client_id = \"a\" }\n",
            "oauth.issuer = \"https://i.example\"\noauth.client_id = \"a\"\n",
        ] {
            let error = project(text, None).edited(&[uris()]).unwrap_err();
            assert!(error.lines[0].starts_with("oauth.chatgpt_redirect_uris = ["), "{error:?}");
            let existing = project(text, None).edited(&[issuer()]).unwrap();
            assert_eq!(existing, text.replace("https://i.example", "https://auth.example.com/oidc"));
        }
    }
}
