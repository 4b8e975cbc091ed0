//! Any text: the reader of workflows answers, and what it read holds together.

#![no_main]

use gptauth::{
    arazzo::{Condition, Description, Expression, ReadError, Template},
    source::Source,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(own) = Expression::parse(text) {
        assert_eq!(own.to_string(), text);
    }
    if let Ok(own) = Condition::parse(text) {
        assert_eq!(Condition::parse(&own.to_string()), Ok(own));
    }
    _ = Template::of_text(text);
    match Description::read(Source::new("flows.yaml", text)) {
        Ok(own) => {
            let all: Vec<_> = (0..own.workflows.len()).collect();
            assert_eq!(own.in_order(&all).len(), all.len());
        }
        Err(ReadError::Faulty(faulty)) => {
            assert!(!faulty.faults().is_empty());
            for fault in faulty.faults() {
                assert!(fault.span.end <= text.len() && faulty.position(fault).line > 0);
            }
        }
        Err(ReadError::Parse(error)) => assert!(error.offset() <= text.len()),
    }
});
