//! The catalogue of faults.

use crate::{
    demo::fault::{Choice, Switch},
    report::styles::Styles,
};
use serde_json::json;
use std::io::{self, Write};

/// How wide the text is, in characters.
const WIDTH: usize = 80;
/// How much of a line the values take, in characters. A longer value has a line to itself.
const VALUES: usize = 18;

/// Writes the faults as text, each switch with its values.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn text(switches: &[&Switch], styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    for switch in switches {
        writeln!(out, "{}  {}", styles.strong(switch.name), switch.about)?;
        for choice in switch.choices {
            let value = choice.value.as_str();
            let beside = value.chars().count() < VALUES;
            let first = if beside { format!("  {value:VALUES$}") } else { format!("  {value}\n") };
            let indent = " ".repeat(VALUES + 2);
            let options = textwrap::Options::new(WIDTH)
                .initial_indent(&indent)
                .subsequent_indent(&indent)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            let told = textwrap::fill(&told(choice), options);
            writeln!(out, "{first}{}", if beside { told.trim_start() } else { &told })?;
        }
        writeln!(out)?;
    }
    writeln!(out, "Switch on one or several, for the first COUNT answers only if need be:\n")?;
    writeln!(out, "  {}", styles.typed("gptauth demo serve --fault id_token.aud=wrong"))?;
    writeln!(out, "  {}", styles.typed("gptauth demo serve --fault token.status=503:2"))
}

fn told(choice: &Choice) -> String {
    match choice.known_from {
        "" => choice.does.to_owned(),
        known_from => format!("{} ({known_from})", choice.does),
    }
}

/// Writes the faults as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn json(switches: &[&Switch], out: &mut dyn Write) -> io::Result<()> {
    let choice = |choice: &Choice| {
        let known_from = Some(choice.known_from).filter(|known_from| !known_from.is_empty());
        json!({
            "value": choice.value.as_str(),
            "does": choice.does,
            "known_from": known_from,
            "takes_count": choice.is_countable(),
        })
    };
    let switches = switches.iter().map(|switch| {
        let values: Vec<_> = switch.choices.iter().map(choice).collect();
        json!({ "name": switch.name, "about": switch.about, "values": values })
    });
    let document = json!({ "schema": 1, "faults": switches.collect::<Vec<_>>() });
    writeln!(out, "{document:#}")
}
