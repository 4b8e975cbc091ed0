//! Where a walk through the document stands.

use std::fmt::Write;

/// One step down from a node.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Position(usize),
}

/// The way from the root to a node, through aliases as well.
#[derive(Debug, Default)]
pub(super) struct Path<'a>(Vec<Step<'a>>);

impl<'a> Path<'a> {
    pub(super) fn key(&mut self, key: &'a str) {
        self.0.push(Step::Key(key));
    }

    pub(super) fn position(&mut self, position: usize) {
        self.0.push(Step::Position(position));
    }

    pub(super) fn up(&mut self) {
        self.0.pop();
    }

    /// Returns the key above the last step: the path of an operation.
    pub(super) fn parent_key(&self) -> &'a str {
        match self.0.len().checked_sub(2).and_then(|above| self.0.get(above)) {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }

    /// Returns the JSON Pointer (RFC 6901) of the way.
    pub(super) fn pointer(&self) -> String {
        self.0.iter().fold(String::new(), |mut pointer, step| {
            match step {
                Step::Key(key) => {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Position(position) => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(pointer, "/{position}");
                }
            }
            pointer
        })
    }
}
