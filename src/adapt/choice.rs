//! Which operations are taken.

use crate::{
    nearest::nearest,
    openapi::{Document, Method, Node, Operation},
};

/// An operation that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its `operationId`, where it has one.
    pub name: Option<String>,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path.
    pub path: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its summary, or the first line of its description.
    pub summary: Option<String>,
}

/// What is asked for; an operation is taken where anything of it fits, and every one where nothing
/// is asked for.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// By `operationId`, or as `GET /items`.
    pub operations: Vec<String>,
    /// By tag.
    pub tags: Vec<String>,
    /// By path: `*` stands for a part of a segment, `**` for anything.
    pub paths: Vec<String>,
}

/// Why a choice cannot be followed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// There is no such operation.
    #[error("there is no operation `{name}`")]
    Operation {
        /// What was asked for.
        name: String,
        /// What it may have been meant for.
        nearest: Option<String>,
    },
    /// No operation has this tag.
    #[error("no operation has the tag `{tag}`")]
    Tag {
        /// What was asked for.
        tag: String,
        /// What it may have been meant for.
        nearest: Option<String>,
    },
    /// No path is like this.
    #[error("no operation has a path like `{glob}`")]
    Path {
        /// What was asked for.
        glob: String,
    },
}

/// Returns whether the editor knows this method.
fn is_offered(method: Method) -> bool {
    matches!(method, Method::Get | Method::Put | Method::Post | Method::Delete | Method::Patch)
}

/// Returns the operations of a document that the editor can know, in document order.
pub(super) fn operations(document: &Document) -> Vec<Operation<'_>> {
    let mut operations = document.operations();
    operations.retain(|operation| operation.node().is_mapping() && is_offered(operation.method()));
    operations
}

/// Returns what can be chosen from a document, in document order.
pub fn offers(document: &Document) -> Vec<Offer> {
    let text = |node: Option<Node<'_>>| {
        node?.as_str()?.trim().lines().next().map(str::to_owned).filter(|text| !text.is_empty())
    };
    let offer = |operation: &Operation<'_>| Offer {
        name: operation.name().map(str::to_owned),
        method: operation.method().as_str(),
        path: operation.path().to_owned(),
        tags: operation
            .node()
            .get("tags")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(|tag| tag.text().map(str::to_owned))
            .collect(),
        summary: text(operation.summary()).or_else(|| text(operation.description())),
    };
    operations(document).iter().map(offer).collect()
}

/// Returns the tags with the number of their operations, the largest first.
pub fn tags(offers: &[Offer]) -> Vec<(&str, usize)> {
    let mut tags: Vec<(&str, usize)> = Vec::new();
    for tag in offers.iter().flat_map(|offer| &offer.tags) {
        match tags.iter_mut().find(|(own, _)| own == tag) {
            Some((_, count)) => *count += 1,
            None => tags.push((tag, 1)),
        }
    }
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags
}

/// Returns the places of the chosen offers, in their order.
///
/// # Errors
///
/// Where a part of the choice fits nothing.
pub fn choose(offers: &[Offer], choice: &Choice) -> Result<Vec<usize>, ChoiceError> {
    let all = choice.operations.is_empty() && choice.tags.is_empty() && choice.paths.is_empty();
    let mut chosen = vec![all; offers.len()];
    let mut take = |fits: &dyn Fn(&Offer) -> bool| {
        let mut any = false;
        for (offer, chosen) in offers.iter().zip(&mut chosen) {
            let fits = fits(offer);
            *chosen |= fits;
            any |= fits;
        }
        any
    };
    for name in &choice.operations {
        if !take(&|offer| is_called(offer, name)) {
            let names = offers.iter().filter_map(|offer| offer.name.as_deref());
            return Err(ChoiceError::Operation {
                name: name.clone(),
                nearest: nearest(name, names).first().map(|&own| own.to_owned()),
            });
        }
    }
    for tag in &choice.tags {
        if !take(&|offer| offer.tags.iter().any(|own| own.eq_ignore_ascii_case(tag))) {
            let tags = tags(offers);
            let names = tags.iter().map(|(tag, _)| *tag);
            return Err(ChoiceError::Tag {
                tag: tag.clone(),
                nearest: nearest(tag, names).first().map(|&own| own.to_owned()),
            });
        }
    }
    for glob in &choice.paths {
        if !take(&|offer| is_like(offer.path.as_bytes(), glob.as_bytes())) {
            return Err(ChoiceError::Path { glob: glob.clone() });
        }
    }
    Ok((0..offers.len()).filter(|at| chosen.get(*at) == Some(&true)).collect())
}

fn is_called(offer: &Offer, name: &str) -> bool {
    let by_place = || {
        let (method, path) = name.split_once(' ')?;
        Some(offer.method.eq_ignore_ascii_case(method) && offer.path == path.trim())
    };
    offer.name.as_deref() == Some(name) || by_place() == Some(true)
}

/// Returns whether a path is like a glob. The last `*` is the only one that is ever tried again, so
/// that no glob takes longer than the product of both lengths.
fn is_like(path: &[u8], glob: &[u8]) -> bool {
    let (mut at, mut in_glob) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    let mut wide: Option<(usize, usize)> = None;
    while at < path.len() {
        let rest = glob.get(in_glob..).unwrap_or_default();
        if rest.starts_with(b"**") {
            wide = Some((in_glob + 2, at));
            star = None;
            in_glob += 2;
        } else if rest.first() == Some(&b'*') {
            star = Some((in_glob + 1, at));
            in_glob += 1;
        } else if rest.first() == path.get(at) {
            at += 1;
            in_glob += 1;
        } else if let Some((next, from)) = star.filter(|(_, from)| path.get(*from) != Some(&b'/')) {
            star = Some((next, from + 1));
            (at, in_glob) = (from + 1, next);
        } else if let Some((next, from)) = wide {
            wide = Some((next, from + 1));
            star = None;
            (at, in_glob) = (from + 1, next);
        } else {
            return false;
        }
    }
    glob.get(in_glob..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(name: &str, path: &str, tags: &[&str]) -> Offer {
        Offer {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            method: "GET",
            path: path.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            summary: None,
        }
    }

    #[test]
    fn a_star_stays_in_its_segment_and_two_do_not() {
        for (path, glob, is) in [
            ("/items/{id}", "/items/*", true),
            ("/items/{id}/tags", "/items/*", false),
            ("/items/{id}/tags", "/items/**", true),
            ("/items/{id}/tags", "**/tags", true),
            ("/items/{id}/tags", "/*/tags", false),
            ("/a/b/c", "/*/b/*", true),
            ("/a/b/c", "/**/c", true),
            ("/items", "/items", true),
            ("/items", "/items/*", false),
            ("/items", "/item?", false),
            ("/a/xby/c/xbz", "/**b*", true),
        ] {
            assert_eq!(is_like(path.as_bytes(), glob.as_bytes()), is, "{path} {glob}");
        }
    }

    #[test]
    fn what_fits_anything_is_taken_and_everything_where_nothing_is_asked() {
        let offers = [offer("a", "/a", &["x"]), offer("", "/b", &["Y"]), offer("c", "/c", &[])];
        let choice = |operations: &[&str], tags: &[&str], paths: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            choose(&offers, &Choice { operations: owned(operations), tags: owned(tags), paths: owned(paths) })
        };
        assert_eq!(choice(&[], &[], &[]), Ok(vec![0, 1, 2]));
        assert_eq!(choice(&["get /b", "a"], &[], &[]), Ok(vec![0, 1]));
        assert_eq!(choice(&[], &["y"], &["/c*"]), Ok(vec![1, 2]));
        assert!(matches!(choice(&["d"], &[], &[]), Err(ChoiceError::Operation { .. })));
        assert!(matches!(choice(&[], &["z"], &[]), Err(ChoiceError::Tag { .. })));
        assert!(matches!(choice(&[], &[], &["/z"]), Err(ChoiceError::Path { .. })));
    }
}
