//! Custom domains: how far they are, and what is to be set at the DNS.

use crate::{
    logto::domain::{CustomDomain, DnsRecord},
    report::{escape, styles::Styles},
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes domains for people, each with the records to set until it answers.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn text(domains: &[CustomDomain], used: &str, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    for own in domains {
        let is_due = own.records_are_due();
        let mark = if is_due { styles.warning("…") } else { styles.good("✓") };
        let (host, status) = (escape::line(&own.host), own.status.to_string());
        let used = if own.issuer() == used { "; this project uses it" } else { "" };
        writeln!(
            out,
            "{mark} {}  {}: {}{used}",
            styles.strong(host),
            escape::line(own.status.word()),
            escape::line(&status)
        )?;
        if let Some(error) = &own.error {
            writeln!(out, "    {}", escape::excerpt(error, 200))?;
        }
        if let Some(advice) = own.advice() {
            writeln!(out, "    {} {advice}", styles.hint("help:"))?;
        }
        if is_due && !own.records.is_empty() {
            writeln!(out, "\n{}", records(&own.records))?;
        }
    }
    Ok(())
}

/// Returns DNS records as a table to copy from: type, name and value.
fn records(records: &[DnsRecord]) -> String {
    let rows = records.iter().map(|own| [&own.kind, &own.name, &own.value].map(|cell| escape::line(cell)));
    let mut rows: Vec<_> = rows.collect();
    rows.insert(0, ["TYPE".into(), "NAME".into(), "VALUE".into()]);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    rows.iter().map(|[kind, name, value]| format!("    {kind:first$}  {name:second$}  {value}\n")).collect()
}

/// Returns domains as a JSON document; `used` is the project's issuer.
pub fn json(domains: &[CustomDomain], used: &str) -> Value {
    let record = |own: &DnsRecord| json!({ "type": escape::line(&own.kind), "name": escape::line(&own.name), "value": escape::line(&own.value) });
    let domain = |own: &CustomDomain| {
        json!({
            "domain": escape::line(&own.host),
            "status": escape::line(own.status.word()),
            "active": !own.records_are_due(),
            "error": own.error.as_ref().map(|error| escape::line(error)),
            "dns_records": own.records.iter().map(record).collect::<Vec<_>>(),
            "issuer": escape::line(&own.issuer()),
            "used_by_project": own.issuer() == used,
        })
    };
    json!({ "schema": 1, "domains": domains.iter().map(domain).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logto::domain::Status;

    fn domain(status: Status) -> CustomDomain {
        CustomDomain {
            id: "d".to_owned(),
            host: "auth.example.com".to_owned(),
            status,
            error: Some("custom hostname does not CNAME to this zone.".to_owned()),
            records: vec![DnsRecord {
                kind: "CNAME".to_owned(),
                name: "auth.example.com".to_owned(),
                value: "domains.logto.app".to_owned(),
            }],
        }
    }

    fn shown(domain: CustomDomain) -> String {
        let mut out = Vec::new();
        text(&[domain], "https://auth.example.com/oidc", Styles::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_domain_that_waits_shows_its_record_in_columns() {
        let text = shown(domain(Status::PendingVerification));
        assert!(
            text.contains(
                "\n    TYPE   NAME              VALUE\n    CNAME  auth.example.com  domains.logto.app\n"
            ),
            "{text}"
        );
        assert!(text.contains("does not CNAME") && text.contains("help: "), "{text}");
    }

    #[test]
    fn one_that_answers_needs_nothing_any_more() {
        let text = shown(CustomDomain { error: None, ..domain(Status::Active) });
        assert_eq!(text, "✓ auth.example.com  Active: it answers; this project uses it\n");
    }

    #[test]
    fn what_logto_says_steers_no_terminal() {
        let mut odd = domain(Status::Other("\u{1b}[2J".to_owned()));
        odd.error = Some("\u{7}".to_owned());
        odd.records[0].value = "\u{202e}x".to_owned();
        let steering = ['\u{1b}', '\u{7}', '\u{202e}'];
        assert!(!shown(odd.clone()).contains(steering));
        let json = json(&[odd], "x");
        assert!(!json["domains"][0]["status"].as_str().unwrap().contains(steering));
        assert_eq!(json["domains"][0]["dns_records"][0]["value"], "\\u{202e}x");
    }
}
