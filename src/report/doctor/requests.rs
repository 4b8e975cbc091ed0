//! Every request that the probes can make, from their own data: what the README lists.

use crate::probe::{Exchange, PROBES};

/// Returns the list in Markdown.
pub fn requests() -> String {
    let mut listed: Vec<(&Exchange, Vec<&str>)> = Vec::new();
    for probe in PROBES {
        for exchange in probe.exchanges {
            match listed.iter_mut().find(|(own, _)| std::ptr::eq(*own, *exchange)) {
                Some((_, names)) => names.push(probe.name),
                None => listed.push((exchange, vec![probe.name])),
            }
        }
    }
    let header = "| method | to | with | for the probes |\n|---|---|---|---|\n".to_owned();
    listed.into_iter().fold(header, |table, (own, names)| {
        let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        format!("{table}| {} | {} | {} | {names} |\n", own.method, own.to, own.with)
    })
}
