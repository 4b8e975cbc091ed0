//! Every `$ref` of a document, with where it leads.

use crate::openapi::{Document, Node, Unread, Unresolved};
use std::collections::{BTreeMap, HashMap};

/// One `$ref`.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The value of `$ref`.
    pub(super) node: Node<'a>,
    pub(super) leads: Leads<'a>,
    /// The component that it stands in.
    pub(super) component: Option<Node<'a>>,
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leads<'a> {
    /// To a node of the same text.
    To(Node<'a>),
    /// To nothing in that text.
    Nowhere,
    /// To nothing, for want of a slash after `#`.
    WithoutSlash,
    /// Into another text, which was read.
    Outside,
    /// Into another text, which was not read.
    Unread(Option<&'a Unread>),
}

/// Returns the references of a document in document order.
pub(super) fn of(document: &Document) -> Vec<Reference<'_>> {
    let components = document.root().get("components");
    let references = document.references().map(|reference| Reference {
        node: reference.value,
        leads: leads(document, reference.value),
        component: components.and_then(|components| component(components, reference.node)),
    });
    references
        .filter(|reference| !matches!(reference.leads, Leads::Nowhere) || !is_extension(reference.node))
        .collect()
}

fn leads<'a>(document: &'a Document, value: Node<'a>) -> Leads<'a> {
    match document.target(value) {
        Ok(node) if node.file() == value.file() => Leads::To(node),
        Ok(_) => Leads::Outside,
        Err(Unresolved::Unread { why, .. }) => Leads::Unread(why),
        Err(Unresolved::NotAPointer { .. }) if value.text().is_some_and(|text| text.starts_with('#')) => {
            Leads::WithoutSlash
        }
        Err(_) => Leads::Nowhere,
    }
}

/// Returns the component that a node stands in: the value of a name in a section of `components`.
fn component<'a>(components: Node<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let (mut node, mut parent) = (node, node.parent()?);
    while let Some(grandparent) = parent.parent() {
        if grandparent.is_same(components) {
            return Some(node);
        }
        (node, parent) = (parent, grandparent);
    }
    None
}

/// Returns whether a node stands in an extension, whose content is nobody else's business.
fn is_extension(node: Node<'_>) -> bool {
    node.pointer().split('/').any(|token| token.starts_with("x-"))
}

/// Returns the circles in which components lead to themselves, one for every component that closes
/// one, in document order.
pub(super) fn cycles<'a>(references: &[Reference<'a>]) -> Vec<Vec<Node<'a>>> {
    let mut edges: BTreeMap<usize, (Node<'a>, Vec<Node<'a>>)> = BTreeMap::new();
    for reference in references {
        if let (Some(from), Leads::To(to)) = (reference.component, reference.leads) {
            edges.entry(from.id()).or_insert_with(|| (from, Vec::new())).1.push(to);
        }
    }
    for (_, targets) in edges.values_mut() {
        targets.sort_by_key(|target| target.id());
        targets.dedup_by_key(|target| target.id());
    }
    let mut search = Search { edges: &edges, path: Vec::new(), marks: HashMap::new(), cycles: Vec::new() };
    for (component, _) in edges.values() {
        search.from(*component);
    }
    search.cycles.sort_by_key(|cycle| cycle.first().map(|node| node.id()));
    search.cycles
}

/// A walk in depth that keeps its own stack: circles may be longer than the program's.
struct Search<'e, 'a> {
    edges: &'e BTreeMap<usize, (Node<'a>, Vec<Node<'a>>)>,
    /// The components on the way, each with the number of references that were followed from it.
    path: Vec<(Node<'a>, usize)>,
    marks: HashMap<usize, Mark>,
    cycles: Vec<Vec<Node<'a>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    OnTheWay,
    /// On the way, and a circle that ends in it is known.
    Closed,
    Done,
}

impl<'a> Search<'_, 'a> {
    fn from(&mut self, component: Node<'a>) {
        if self.marks.contains_key(&component.id()) {
            return;
        }
        self.enter(component);
        while let Some((node, followed)) = self.path.last_mut() {
            let node = *node;
            let target = self.edges.get(&node.id()).and_then(|(_, targets)| targets.get(*followed)).copied();
            *followed += 1;
            match target.map(|target| (target, self.marks.get(&target.id()).copied())) {
                None => {
                    self.marks.insert(node.id(), Mark::Done);
                    self.path.pop();
                }
                Some((target, None)) => self.enter(target),
                Some((target, Some(Mark::OnTheWay))) => {
                    self.marks.insert(target.id(), Mark::Closed);
                    let on_it =
                        self.path.iter().map(|(node, _)| *node).skip_while(|node| !node.is_same(target));
                    self.cycles.push(on_it.collect());
                }
                Some((_, Some(Mark::Closed | Mark::Done))) => {}
            }
        }
    }

    fn enter(&mut self, component: Node<'a>) {
        self.marks.insert(component.id(), Mark::OnTheWay);
        self.path.push((component, 0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn what_stands_in_extensions_need_not_lead_anywhere() {
        let text = "a: {$ref: '#/b'}
x-b: {$ref: '#/b'}
c: {$ref: '#b'}
";
        let document = Document::parse(Source::new("x", text)).unwrap();
        let found = of(&document);
        assert!(matches!(
            found[..],
            [Reference { leads: Leads::Nowhere, .. }, Reference { leads: Leads::WithoutSlash, .. }]
        ));
    }

    #[test]
    fn s15_s16_files_and_addresses_lead_outside() {
        for text in ["/etc/passwd", "../a.yaml#/b", "file:///etc/passwd", "http://169.254.169.254/"] {
            let document = Document::parse(Source::new(
                "x",
                format!(
                    "a: {{$ref: '{text}'}}
"
                ),
            ))
            .unwrap();
            assert!(matches!(of(&document)[0].leads, Leads::Unread(None)), "{text}");
        }
    }

    #[test]
    fn s13_circles_are_found_once_and_long_ones_do_not_overflow_the_stack() {
        let circle = |count: usize| {
            let components: String = (0..count)
                .map(|n| {
                    format!("    C{n}: {{items: {{$ref: '#/components/schemas/C{}'}}}}\n", (n + 1) % count)
                })
                .collect();
            let text = format!("components:\n  schemas:\n{components}");
            let document = Document::parse(Source::new("x", text)).unwrap();
            cycles(&of(&document)).iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(circle(1), [1]);
        assert_eq!(circle(2), [2]);
        assert_eq!(circle(20_000), [20_000]);
    }
}
