//! Fixes one after another until there is nothing left to mend.

use super::{
    change::What,
    fix::{Fix, Mends},
    fixes::fixes,
    splice::{Edit, Splicer},
};
use crate::{
    openapi::{Document, Notation},
    source::Source,
};
use serde_json::Value;
use std::{collections::BTreeSet, ops::Range};

/// How often a document is read again. One fix makes room for another at most a few times:
/// parameters are pushed down, then inlined, then their schemas are mended.
const ROUNDS: usize = 12;

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What it mended.
    pub mends: Mends,
    /// The JSON Pointer of what was mended.
    pub pointer: String,
    /// What it did: a fragment in the third person.
    pub does: String,
}

/// A document after mending.
#[derive(Debug)]
pub struct Mended {
    /// The document as it is now.
    pub document: Document,
    /// What was done, in the order in which it was.
    pub applied: Vec<Applied>,
}

/// Keeps the fixes that are wanted.
pub type Choose<'c> = dyn for<'d> Fn(&'d Document, Vec<Fix<'d>>) -> Vec<Fix<'d>> + 'c;

/// A fix with its edits, in order of place.
struct Written<'a> {
    fix: Fix<'a>,
    edits: Vec<Edit>,
}

/// Mends a document as far as `choose` wants it and the text lets it be mended.
///
/// A fix whose text would not be read as what was meant is left out.
pub fn mend(document: Document, choose: &Choose<'_>) -> Mended {
    let mut mended = Mended { document, applied: Vec::new() };
    // What cannot be written here stays so in later rounds.
    let mut given_up = BTreeSet::new();
    for _ in 0..ROUNDS {
        let Some((text, applied)) = round(&mended.document, choose, &mut given_up) else { break };
        if mended.document.rewrite(text).is_err() {
            break;
        }
        mended.applied.extend(applied);
    }
    mended
}

/// Makes as many fixes as have places of their own, and returns the new text.
fn round(
    document: &Document,
    choose: &Choose<'_>,
    given_up: &mut BTreeSet<(Mends, String)>,
) -> Option<(String, Vec<Applied>)> {
    let splicer = Splicer::new(document);
    let mut written: Vec<Written<'_>> = Vec::new();
    for fix in choose(document, fixes(document)) {
        let name = (fix.mends, fix.pointer.clone());
        if given_up.contains(&name) {
            continue;
        }
        match edits(&splicer, &fix) {
            Some(edits) => written.push(Written { fix, edits }),
            None => drop(given_up.insert(name)),
        }
    }
    // What is copied elsewhere is brought to the new version before it is.
    if written.iter().any(|one| one.fix.mends == Mends::Version) {
        written.retain(|one| one.fix.mends == Mends::Version);
    }
    let mut free = without_overlaps(written);
    let before = document.root().to_json();
    let mut made = Vec::new();
    let mut text = None;
    // Half of them again and again, until the ones that do not come out as meant stand alone.
    let mut open = vec![std::mem::take(&mut free)];
    while let Some(batch) = open.pop() {
        let together: Vec<&Written<'_>> = made.iter().chain(&batch).collect();
        if let Some(new) = checked(document, &before, &together) {
            text = Some(new);
            made.extend(batch);
        } else if batch.len() > 1 {
            let mut batch = batch;
            let later = batch.split_off(batch.len() / 2);
            open.extend([later, batch]);
        } else if made.is_empty() {
            // With others beside it, it may be well alone in the next round.
            given_up.extend(batch.into_iter().map(|one| (one.fix.mends, one.fix.pointer)));
        }
    }
    if made.is_empty() {
        return None;
    }
    made.sort_by_key(|one| one.fix.span.start);
    let applied =
        |Written { fix, .. }: Written<'_>| Applied { mends: fix.mends, pointer: fix.pointer, does: fix.does };
    Some((text?, made.into_iter().map(applied).collect()))
}

/// Returns the edits of a fix in order of place; what two changes share is done once.
fn edits(splicer: &Splicer<'_>, fix: &Fix<'_>) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for change in &fix.changes {
        edits.extend(splicer.edits(change)?);
    }
    edits.sort_unstable();
    edits.dedup();
    edits.is_sorted_by(|left, right| left.end <= right.start).then_some(edits)
}

/// Keeps of the fixes that touch the same bytes the first; fixes with the very same edits, of a node
/// that aliases stand for, become one.
fn without_overlaps(mut written: Vec<Written<'_>>) -> Vec<Written<'_>> {
    written.sort_by(|left, right| left.edits.cmp(&right.edits));
    written.dedup_by(|again, first| {
        let same = again.edits == first.edits;
        if same {
            first.fix.changes.append(&mut again.fix.changes);
        }
        same
    });
    // Fixes of one place first, so that the large ones wait for what is inside of them.
    written.sort_by_key(|one| (place(&one.edits).end, one.edits.len()));
    let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut kept = Vec::new();
    for one in written {
        let free = |edit: &Edit| {
            // The neighbours by start are the only ones that can overlap.
            let before = taken.range(..=(edit.start, usize::MAX)).next_back();
            let after = taken.range((edit.start, 0)..).next();
            before.is_none_or(|(start, end)| *end < edit.start.max(start + 1))
                && after.is_none_or(|(start, _)| edit.end < *start)
        };
        if one.edits.iter().all(free) {
            taken.extend(one.edits.iter().map(|edit| (edit.start, edit.end)));
            kept.push(one);
        }
    }
    kept
}

fn place(edits: &[Edit]) -> Range<usize> {
    let start = edits.first().map_or(0, |edit| edit.start);
    start..edits.last().map_or(start, |edit| edit.end)
}

/// Returns the text with the fixes made, if it is read as what they mean.
fn checked(document: &Document, before: &Value, fixes: &[&Written<'_>]) -> Option<String> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|one| &one.edits).collect();
    edits.sort_unstable();
    let text = spliced(document.source().text(), &edits)?;
    let read = Document::parse(Source::new("", text.as_str())).ok()?;
    (read.root().to_json() == meant(before, fixes)? && is_same_notation(read.notation(), document.notation()))
        .then_some(text)
}

fn spliced(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 1024);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.start)?);
        out.push_str(&edit.text);
        at = edit.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Returns the content as the fixes mean it: a change of a node that aliases stand for is a change
/// where the node itself stands, too.
fn meant(before: &Value, fixes: &[&Written<'_>]) -> Option<Value> {
    let mut after = before.clone();
    let mut done = BTreeSet::new();
    let changes = || fixes.iter().flat_map(|one| &one.fix.changes);
    // New items move the others on: they come when everything else is in its place.
    let (late, early): (Vec<_>, Vec<_>) =
        changes().partition(|change| matches!(change.what, What::Prepend(_)));
    for change in early.into_iter().chain(late) {
        for pointer in [change.pointer.clone(), change.own_pointer()] {
            if done.insert((pointer.clone(), change.name())) {
                change.apply(&mut after, &pointer)?;
            }
        }
    }
    Some(after)
}

/// Returns whether both are written as JSON, or both as YAML.
fn is_same_notation(left: Notation, right: Notation) -> bool {
    std::mem::discriminant(&left) == std::mem::discriminant(&right)
}
