//! What a value of a schema may be, as far as a command line needs to know.

use crate::{
    invoke::signature::{Items, Shape, ShapeKind},
    openapi::{Node, Schema},
};
use serde_json::Value;
use std::cell::Cell;

/// How far the parts of a composed schema are followed: so deep, and so many of them.
#[derive(Clone, Copy)]
pub(super) struct Reach<'a> {
    depth: usize,
    parts: &'a Cell<usize>,
}

impl<'a> Reach<'a> {
    const DEPTH: usize = 16;
    const PARTS: usize = 4096;

    /// Returns the cell that counts the parts which may still be looked at.
    pub(super) fn parts() -> Cell<usize> {
        Cell::new(Self::PARTS)
    }

    /// Returns the reach of a whole schema.
    pub(super) fn of(parts: &'a Cell<usize>) -> Self {
        Self { depth: Self::DEPTH, parts }
    }

    /// Returns the reach inside of one more part, or nothing where it would be too far.
    pub(super) fn inside(self) -> Option<Self> {
        self.parts.set(self.parts.get().checked_sub(1)?);
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

/// Returns what a value of the schema may be. What is composed counts as far as all of it agrees.
pub(in crate::invoke) fn shape(schema: Node<'_>) -> Shape {
    let parts = Reach::parts();
    within(Schema::new(schema), Reach::of(&parts))
}

/// Returns what a value of a part may be, of a schema that is followed so far.
pub(super) fn within(schema: Schema<'_>, reach: Reach<'_>) -> Shape {
    let (kind, nullable) = kind(schema, reach);
    let allowed = allowed(schema, reach);
    let default = schema.keyword("default").map(Node::to_json).filter(|value| !value.is_null());
    let text = |keyword| schema.keyword(keyword).and_then(Node::as_str).map(str::to_owned);
    let items = schema
        .items()
        .map(|items| Items { kind: self::kind(items, reach).0, allowed: self::allowed(items, reach) });
    Shape {
        kind,
        items,
        nullable,
        default: default.or_else(|| if allowed.len() == 1 { allowed.first().cloned() } else { None }),
        allowed,
        format: text("format"),
        description: text("description"),
    }
}

/// Returns the one type besides `null`, and whether `null` is one as well.
fn kind(schema: Schema<'_>, reach: Reach<'_>) -> (ShapeKind, bool) {
    let nullable = schema.is_nullable();
    let nothing = (ShapeKind::Any, nullable);
    if schema.keyword("type").is_some() {
        return (schema.single_type().and_then(ShapeKind::from_name).unwrap_or_default(), nullable);
    }
    let Some(reach) = reach.inside() else { return nothing };
    if schema.properties().next().is_some() {
        return (ShapeKind::Object, nullable);
    }
    let parts = |keyword| schema.composed(keyword).map(|part| kind(part, reach)).collect::<Vec<_>>();
    if let Some(known) = parts("allOf").into_iter().find(|(kind, _)| *kind != ShapeKind::Any) {
        return known;
    }
    for alternatives in ["anyOf", "oneOf"] {
        let of_null = |part: &Schema<'_>| part.types() == ["null"];
        let nullable = nullable || schema.composed(alternatives).any(|part| of_null(&part));
        let others = schema.composed(alternatives).filter(|part| !of_null(part));
        let mut others = others.map(|part| kind(part, reach));
        let Some((first, first_nullable)) = others.next() else { continue };
        let (same, any_nullable) = others.fold((true, first_nullable), |(same, nullable), (kind, also)| {
            (same && kind == first, nullable || also)
        });
        return (if same { first } else { ShapeKind::Any }, nullable || any_nullable);
    }
    nothing
}

/// Returns the only values that are right; none where others are as well.
fn allowed(schema: Schema<'_>, reach: Reach<'_>) -> Vec<Value> {
    let own = schema.allowed();
    let Some(reach) = reach.inside().filter(|_| own.is_empty()) else {
        return own.into_iter().map(Node::to_json).collect();
    };
    if let Some(known) = schema.composed("allOf").map(|part| allowed(part, reach)).find(|all| !all.is_empty())
    {
        return known;
    }
    for alternatives in ["anyOf", "oneOf"] {
        let mut all = Vec::new();
        let mut is_closed = schema.composed(alternatives).next().is_some();
        for part in schema.composed(alternatives).filter(|part| part.types() != ["null"]) {
            let known = allowed(part, reach);
            is_closed &= !known.is_empty();
            all.extend(known);
        }
        if is_closed {
            return all;
        }
    }
    Vec::new()
}
