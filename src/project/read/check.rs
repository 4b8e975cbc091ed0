//! The table `[check]`.

use super::{Fault, ProjectFault, known_keys, start, wrong};
use crate::project::check::{Acceptance, CheckSettings, Level, Named, RuleLevel};
use toml_edit::{Item, TableLike, Value};

const KEYS: &[&str] = &["severity", "accept", "require_user"];
const ACCEPT_KEYS: &[&str] = &["rule", "at", "reason"];

/// Reads the table, where there is one.
pub(super) fn settings(top: &dyn TableLike) -> Result<CheckSettings, Fault> {
    let Some(item) = top.get("check") else { return Ok(CheckSettings::default()) };
    let table = item.as_table_like().ok_or_else(|| wrong("check", item, "a table"))?;
    known_keys(table, KEYS)?;
    Ok(CheckSettings {
        levels: levels(table)?,
        acceptances: acceptances(table)?,
        require_user: require_user(table)?,
    })
}

fn levels(check: &dyn TableLike) -> Result<Vec<RuleLevel>, Fault> {
    let Some(item) = check.get("severity") else { return Ok(Vec::new()) };
    let expected = "a table from rules to `error`, `warning`, `note` or `off`";
    let table = item.as_table_like().ok_or_else(|| wrong("severity", item, expected))?;
    let level = |(rule, item): (&str, &Item)| {
        let level = item.as_str().and_then(Level::from_word);
        let level = level.ok_or_else(|| wrong(rule, item, "`error`, `warning`, `note` or `off`"))?;
        let key = table.key(rule).and_then(toml_edit::Key::span).or_else(|| item.span());
        let rule = Named { name: rule.to_owned(), span: key.unwrap_or_default() };
        Ok(RuleLevel { rule, level })
    };
    table.iter().map(level).collect()
}

fn acceptances(check: &dyn TableLike) -> Result<Vec<Acceptance>, Fault> {
    let Some(item) = check.get("accept") else { return Ok(Vec::new()) };
    let expected = "an array of tables: `[[check.accept]]`";
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| acceptance(table, start(table.span()))).collect();
    }
    let array = item.as_array().ok_or_else(|| wrong("accept", item, expected))?;
    let one = |value: &Value| {
        let table = value.as_inline_table().ok_or_else(|| wrong("accept", item, expected))?;
        acceptance(table, start(value.span()))
    };
    array.iter().map(one).collect()
}

fn acceptance(table: &dyn TableLike, offset: usize) -> Result<Acceptance, Fault> {
    known_keys(table, ACCEPT_KEYS)?;
    let text = |key: &'static str| {
        let Some(item) = table.get(key) else { return Ok(None) };
        let text = item.as_str().map(str::trim).filter(|text| !text.is_empty());
        let text = text.filter(|text| !text.chars().any(char::is_control));
        let text = text.ok_or_else(|| wrong(key, item, "a string on one line that is not empty"))?;
        Ok(Some((text.to_owned(), item.span().unwrap_or_default())))
    };
    let missing = |key| (offset, ProjectFault::Missing { key });
    let (name, span) = text("rule")?.ok_or_else(|| missing("rule"))?;
    let (reason, _) = text("reason")?.ok_or_else(|| missing("reason"))?;
    let at = text("at")?;
    Ok(Acceptance {
        span: at.as_ref().map_or_else(|| span.clone(), |(_, span)| span.clone()),
        at: at.map(|(at, _)| at),
        rule: Named { name, span },
        reason,
    })
}

fn require_user(check: &dyn TableLike) -> Result<Vec<Named>, Fault> {
    let Some(item) = check.get("require_user") else { return Ok(Vec::new()) };
    let expected = "an array of operation ids";
    let array = item.as_array().ok_or_else(|| wrong("require_user", item, expected))?;
    let named = |value: &Value| {
        let name = value.as_str().ok_or_else(|| wrong("require_user", item, expected))?;
        Ok(Named { name: name.to_owned(), span: value.span().unwrap_or_default() })
    };
    array.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::Project;
    use super::*;
    use crate::{diagnostic::Severity, source::Source};

    fn parse(text: &str) -> Result<Project, String> {
        Project::parse(Source::new("gptauth.toml", text), "", None).map_err(|error| error.to_string())
    }

    #[test]
    fn levels_acceptances_and_user_operations_are_read_with_their_places() {
        let text = r#"
[check]
require_user = ["createItems"]

[check.severity]
operation-text-at-limit = "error"
GA405 = "off"

[[check.accept]]
rule = "server-port"
at = "/servers/0"
reason = "the tunnel of the office"

[[check.accept]]
rule = "GA201"
reason = "measured: accepted"
"#;
        let project = parse(text).unwrap();
        let check = &project.check;
        let levels: Vec<_> = check.levels.iter().map(|own| (own.rule.name.as_str(), own.level)).collect();
        assert_eq!(levels, [("operation-text-at-limit", Level::At(Severity::Error)), ("GA405", Level::Off)]);
        assert_eq!(project.source.slice(check.levels[1].rule.span.clone()), "GA405");
        assert_eq!(project.source.slice(check.require_user[0].span.clone()), "\"createItems\"");
        let [first, second] = check.acceptances.as_slice() else { panic!("{check:?}") };
        assert_eq!(
            (first.at.as_deref(), first.reason.as_str()),
            (Some("/servers/0"), "the tunnel of the office")
        );
        assert_eq!(project.source.slice(first.span.clone()), "\"/servers/0\"");
        assert_eq!(project.source.slice(second.span.clone()), "\"GA201\"");
        assert_eq!(second.at, None);
    }

    #[test]
    fn acceptances_may_stand_on_one_line() {
        let project = parse("check.accept = [{ rule = \"server-port\", reason = \"x\" }]").unwrap();
        assert_eq!(project.check.acceptances.len(), 1);
    }

    #[test]
    fn an_acceptance_without_a_reason_is_refused_where_it_stands() {
        let text = "schema = \"a\"\n[[check.accept]]\nrule = \"server-port\"\n";
        assert_eq!(parse(text).unwrap_err(), "gptauth.toml:2:1: `reason` is missing");
        let inline = "check.accept = [{ rule = \"server-port\" }]";
        assert_eq!(parse(inline).unwrap_err(), "gptauth.toml:1:17: `reason` is missing");
        let blank = text.to_owned() + "reason = \" \"\n";
        assert!(parse(&blank).unwrap_err().starts_with("gptauth.toml:4:10: `reason` must be a string"));
    }

    #[test]
    fn what_means_nothing_is_refused_with_its_place() {
        for (text, expected) in [
            ("check = 1", "1:9: `check` must be a table"),
            ("[check]\nseverty = {}", "2:1: unknown key `severty`"),
            ("[check]\nseverity = \"off\"", "2:12: `severity` must be a table from rules"),
            ("[check.severity]\nserver-port = \"fatal\"", "2:15: `server-port` must be `error`"),
            ("[check.severity]\nserver-port = true", "2:15: `server-port` must be `error`"),
            ("[check]\naccept = \"all\"", "2:10: `accept` must be an array of tables"),
            ("[check]\naccept = [\"all\"]", "2:10: `accept` must be an array of tables"),
            ("[[check.accept]]\nreason = \"x\"", "1:1: `rule` is missing"),
            ("[[check.accept]]\nrule = \"\"\nreason = \"x\"", "2:8: `rule` must be a string"),
            ("[[check.accept]]\nrule = \"x\"\nat = 3\nreason = \"x\"", "3:6: `at` must be a string"),
            ("[[check.accept]]\nrule = \"x\"\nwhy = \"x\"", "3:1: unknown key `why`"),
            ("[check]\nrequire_user = \"listItems\"", "2:16: `require_user` must be an array"),
            ("[check]\nrequire_user = [1]", "2:16: `require_user` must be an array"),
            ("[env.a.check]\n", "1:8: unknown key `check`"),
        ] {
            let shown = parse(text).unwrap_err();
            assert!(shown.starts_with(&format!("gptauth.toml:{expected}")), "{text}\n  gave {shown}");
        }
    }
}
