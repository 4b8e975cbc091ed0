//! The operations by their paths.

use crate::invoke::signature::Signature;
use std::collections::HashMap;

/// Operations by their path, in which the names of parameters no longer tell one from another.
pub(super) struct Paths<'a> {
    signatures: &'a [Signature],
    places: HashMap<String, Vec<usize>>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(signatures: &'a [Signature]) -> Self {
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for (at, own) in signatures.iter().enumerate() {
            places.entry(normal(&own.path)).or_default().push(at);
        }
        Self { signatures, places }
    }

    /// Returns the operations at a normal path with their places, in the document's order.
    pub(super) fn at(&self, path: &str) -> impl Iterator<Item = (usize, &'a Signature)> {
        let places = self.places.get(path).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| (*at, &self.signatures[*at]))
    }

    pub(super) fn signatures(&self) -> &'a [Signature] {
        self.signatures
    }
}

/// Returns the name of a part of a path that is a parameter.
pub(super) fn variable(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// Returns a path in which every parameter is written `{}`.
pub(super) fn normal(path: &str) -> String {
    let parts = path.trim_end_matches('/').split('/');
    parts.map(|part| if variable(part).is_some() { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Returns the path of the items of a list, with every parameter written `{}`.
pub(super) fn resource(list: &str) -> String {
    format!("{}/{{}}", normal(list))
}
