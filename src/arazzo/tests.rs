//! What is read, what is refused, and what expressions and conditions say.

mod conditions;
mod expressions;
mod hostile;
mod reading;
mod refusals;
mod values;

use super::*;
use crate::source::Source;

fn read(text: &str) -> Result<Description, ReadError> {
    Description::read(Source::new("a.arazzo.yaml", text))
}

/// Returns the faults of a text, each as `line:column: message`.
fn faults(text: &str) -> Vec<String> {
    match read(text) {
        Ok(_) => Vec::new(),
        Err(ReadError::Parse(error)) => vec![error.to_string()],
        Err(ReadError::Faulty(faulty)) => faulty
            .faults()
            .iter()
            .map(|fault| {
                let position = faulty.position(fault);
                format!("{}:{}: {}", position.line, position.column, fault.message)
            })
            .collect(),
    }
}
