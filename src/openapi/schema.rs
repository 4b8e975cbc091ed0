//! Schemas of OpenAPI 3.0, of 3.1 and of Swagger 2.0 through one view.

use super::{Node, Version};

/// The types of JSON Schema, in the order in which they are listed.
const TYPES: [&str; 7] = ["object", "array", "string", "number", "integer", "boolean", "null"];

/// A schema as it is written: an object, or one of the booleans of 3.1.
#[derive(Debug, Clone, Copy)]
pub struct Schema<'a> {
    node: Node<'a>,
}

/// A lower or upper bound of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The bound.
    pub value: f64,
    /// Whether the bound itself is out.
    pub is_exclusive: bool,
}

impl<'a> Schema<'a> {
    /// Returns the view of a node that stands where a schema should.
    pub fn new(node: Node<'a>) -> Self {
        Self { node }
    }

    /// Returns the node, whatever stands there.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Returns the value of `$ref`.
    pub fn reference(&self) -> Option<Node<'a>> {
        self.node.get("$ref").filter(|reference| reference.as_str().is_some())
    }

    /// Returns the schema that a reference leads to, or this one. Keywords beside the `$ref` are lost
    /// on the way: [`Schema::keyword`] sees them.
    pub fn resolved(&self) -> Option<Self> {
        self.node.document().resolve(self.node).map(Self::new)
    }

    /// Returns the value of a keyword. Beside a `$ref`, 3.1 and 3.2 let it stand before the one of
    /// the schema that is referred to; 3.0 and Swagger 2.0 do not see it at all.
    pub fn keyword(&self, name: &str) -> Option<Node<'a>> {
        if self.reference().is_none() {
            return self.node.get(name);
        }
        let beside = if self.has_siblings() { self.node.get(name) } else { None };
        beside.or_else(|| self.resolved()?.node.get(name))
    }

    /// Returns the pairs beside a `$ref`, whether they count ([`Schema::has_siblings`]) or not.
    pub fn beside_reference(&self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        let has_reference = self.reference().is_some();
        self.node.entries().filter(move |(key, _)| has_reference && key.text() != Some("$ref"))
    }

    /// Returns whether keywords beside a `$ref` count in this version (OpenAPI 3.0 §4.7.23: they do
    /// not; JSON Schema 2020-12 §8.2.3.1: they do).
    pub fn has_siblings(&self) -> bool {
        !matches!(self.node.document().version(), Version::V3_0 | Version::Swagger2)
    }

    /// Returns the boolean that stands in place of a schema.
    pub fn as_bool(&self) -> Option<bool> {
        self.node.as_bool()
    }

    /// Returns the names of `type` as they are written, one or a list, and `null` for `nullable` of
    /// 3.0. Without `type` there are none: any type is right.
    pub fn types(&self) -> Vec<&'a str> {
        let Some(written) = self.keyword("type") else { return Vec::new() };
        let mut types: Vec<&str> = match written.as_str() {
            Some(one) => vec![one],
            // `type: null` without quotes is what many mean by `"null"`.
            None if written.is_null() => vec!["null"],
            None => written
                .items()
                .filter_map(|item| if item.is_null() { Some("null") } else { item.as_str() })
                .collect(),
        };
        if self.is_nullable_of_3_0() && !types.contains(&"null") {
            types.push("null");
        }
        types
    }

    /// Returns the only type besides `null`, where it is one that JSON Schema knows.
    pub fn single_type(&self) -> Option<&'static str> {
        let types = self.types();
        let mut named = types.iter().filter(|name| **name != "null");
        match (named.next(), named.next()) {
            (Some(name), None) => TYPES.into_iter().find(|known| known == name),
            _ => None,
        }
    }

    /// Returns whether `null` is said to be right, by `nullable` or by the list of types.
    pub fn is_nullable(&self) -> bool {
        self.is_nullable_of_3_0() || self.types().contains(&"null")
    }

    /// Returns the lower bound: the stricter of `minimum` and `exclusiveMinimum`, which is a boolean
    /// beside it in 3.0 and a number of its own in 3.1.
    pub fn minimum(&self) -> Option<Bound> {
        self.bound("minimum", "exclusiveMinimum", |left, right| left >= right)
    }

    /// Returns the upper bound, as [`Schema::minimum`].
    pub fn maximum(&self) -> Option<Bound> {
        self.bound("maximum", "exclusiveMaximum", |left, right| left <= right)
    }

    /// Returns the properties, each with its key.
    pub fn properties(&self) -> impl Iterator<Item = (Node<'a>, Self)> {
        let properties = self.keyword("properties").into_iter().flat_map(Node::entries);
        properties.map(|(key, node)| (key, Self::new(node)))
    }

    /// Returns the property of a name.
    pub fn property(&self, name: &str) -> Option<Self> {
        self.keyword("properties")?.get(name).map(Self::new)
    }

    /// Returns the names in `required`.
    pub fn required(&self) -> impl Iterator<Item = &'a str> {
        self.keyword("required").into_iter().flat_map(Node::items).filter_map(Node::as_str)
    }

    /// Returns the schema of the items of a list.
    pub fn items(&self) -> Option<Self> {
        self.keyword("items").map(Self::new)
    }

    /// Returns the schema of properties without a name, or the boolean in its place.
    pub fn additional_properties(&self) -> Option<Self> {
        self.keyword("additionalProperties").map(Self::new)
    }

    /// Returns the schemas of `allOf`, `anyOf` or `oneOf`.
    pub fn composed(&self, keyword: &str) -> impl Iterator<Item = Self> {
        self.keyword(keyword).into_iter().flat_map(Node::items).map(Self::new)
    }

    /// Returns the values that are right: those of `enum`, or the one of `const`.
    pub fn allowed(&self) -> Vec<Node<'a>> {
        match self.keyword("enum") {
            Some(values) => values.items().collect(),
            None => self.keyword("const").into_iter().collect(),
        }
    }

    /// Returns the examples: that of `example`, then those of `examples`.
    pub fn examples(&self) -> impl Iterator<Item = Node<'a>> {
        let listed = self.keyword("examples").into_iter().flat_map(Node::items);
        self.keyword("example").into_iter().chain(listed)
    }

    fn is_nullable_of_3_0(&self) -> bool {
        let keyword = match self.node.document().version() {
            Version::V3_0 => "nullable",
            Version::Swagger2 => "x-nullable",
            _ => return false,
        };
        self.keyword(keyword).and_then(Node::as_bool) == Some(true)
    }

    fn bound(&self, inclusive: &str, exclusive: &str, is_stricter: fn(f64, f64) -> bool) -> Option<Bound> {
        let value = self.keyword(inclusive).and_then(Node::as_f64);
        let exclusive = self.keyword(exclusive);
        let is_exclusive = exclusive.and_then(Node::as_bool) == Some(true);
        let inclusive = value.map(|value| Bound { value, is_exclusive });
        let exclusive = exclusive.and_then(Node::as_f64).map(|value| Bound { value, is_exclusive: true });
        match (inclusive, exclusive) {
            (Some(inclusive), Some(exclusive)) => {
                Some(if is_stricter(exclusive.value, inclusive.value) { exclusive } else { inclusive })
            }
            (inclusive, exclusive) => inclusive.or(exclusive),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{openapi::Document, source::Source};

    fn with<T>(version: &str, schema: &str, look: impl Fn(Schema<'_>) -> T) -> T {
        let text = format!("openapi: {version}\nschema: {schema}\nother: {{type: string, minLength: 1}}\n");
        let document = Document::parse(Source::new("x", text)).unwrap();
        look(Schema::new(document.at("/schema").unwrap()))
    }

    #[test]
    fn null_is_a_type_however_it_is_said() {
        let types = |version, schema| with(version, schema, |schema| schema.types().join(" "));
        assert_eq!(types("3.0.3", "{type: string, nullable: true}"), "string null");
        assert_eq!(types("3.1.0", "{type: string, nullable: true}"), "string");
        assert_eq!(types("3.1.0", "{type: [string, 'null']}"), "string null");
        assert_eq!(types("3.1.0", "{type: [string, null]}"), "string null");
        assert_eq!(types("3.1.0", "{}"), "");
        assert_eq!(types("3.1.0", "{type: 3}"), "");
        assert!(with("3.0.0", "{nullable: true}", |schema| schema.is_nullable()));
        assert_eq!(
            with("3.1.0", "{type: [integer, 'null']}", |schema| schema.single_type()),
            Some("integer")
        );
        assert_eq!(with("3.1.0", "{type: [integer, string]}", |schema| schema.single_type()), None);
        assert_eq!(with("3.1.0", "{type: file}", |schema| schema.single_type()), None);
    }

    #[test]
    fn bounds_mean_the_same_in_both_dialects() {
        let bounds = |schema| with("3.1.0", schema, |schema| (schema.minimum(), schema.maximum()));
        let bound = |value, is_exclusive| Some(Bound { value, is_exclusive });
        assert_eq!(
            bounds("{minimum: 1, exclusiveMinimum: true, maximum: 5}"),
            (bound(1.0, true), bound(5.0, false))
        );
        assert_eq!(
            bounds("{exclusiveMinimum: 1, exclusiveMaximum: 2.5}"),
            (bound(1.0, true), bound(2.5, true))
        );
        assert_eq!(bounds("{minimum: 3, exclusiveMinimum: 1}").0, bound(3.0, false));
        assert_eq!(bounds("{minimum: 1, exclusiveMinimum: 1}").0, bound(1.0, true));
        assert_eq!(bounds("{maximum: 9, exclusiveMaximum: 4}").1, bound(4.0, true));
        assert_eq!(bounds("{exclusiveMinimum: true}"), (None, None));
    }

    #[test]
    fn what_stands_beside_a_reference_counts_from_3_1_on() {
        let schema = "{$ref: '#/other', type: integer, title: t}";
        let seen = |version| {
            with(version, schema, |schema| {
                (
                    schema.types().join(" "),
                    schema.keyword("title").is_some(),
                    schema.keyword("minLength").is_some(),
                )
            })
        };
        assert_eq!(seen("3.0.3"), ("string".to_owned(), false, true));
        assert_eq!(seen("3.1.0"), ("integer".to_owned(), true, true));
        assert_eq!(with("3.0.3", schema, |schema| schema.beside_reference().count()), 2);
    }

    #[test]
    fn whatever_stands_in_place_of_a_schema_answers() {
        for odd in [
            "null",
            "[]",
            "{}",
            "''",
            "0",
            "true",
            "{$ref: '#/schema'}",
            "{items: 3, properties: [], enum: {}}",
        ] {
            with("3.1.0", odd, |schema| {
                assert!(
                    schema.types().is_empty() && schema.minimum().is_none() && schema.allowed().is_empty()
                );
                assert_eq!(
                    schema.properties().count()
                        + schema.required().count()
                        + schema.composed("allOf").count(),
                    0
                );
            });
        }
        assert_eq!(with("3.1.0", "false", |schema| schema.as_bool()), Some(false));
    }
}
