//! Expressions, values with expressions in them, and criteria.

use super::Reader;
use crate::{
    arazzo::{
        condition::ConditionError,
        criterion::Criterion,
        expression::Expression,
        template::{Template, TemplateError},
    },
    openapi::Node,
};
use std::ops::Range;

impl<'a> Reader<'a> {
    /// Returns a value with its expressions.
    pub(super) fn template(&mut self, node: Node<'a>) -> Option<Template> {
        if node.is_mapping() {
            let mut members = Vec::new();
            for (key, value) in node.entries() {
                members.push((key.text().unwrap_or_default().to_owned(), self.template(value)?));
            }
            return Some(Template::Object(members));
        }
        if node.is_sequence() {
            let items: Option<Vec<_>> = node.items().map(|item| self.template(item)).collect();
            return items.map(Template::List);
        }
        let Some(text) = node.as_str() else { return Some(Template::Literal(node.to_json())) };
        match Template::of_text(text) {
            Ok(template) => {
                for expression in template.expressions() {
                    self.look_up(expression, &node.span());
                }
                Some(template)
            }
            Err(error) => {
                let help = match &error {
                    TemplateError::Expression(error) => error.help(),
                    TemplateError::Open => Some("write `{$inputs.name}`".to_owned()),
                };
                self.fault_at(node.span(), error.to_string(), help);
                None
            }
        }
    }

    fn expression(&mut self, node: Node<'a>, what: &str) -> Option<Expression> {
        let text = self.text_of(node, what)?;
        // Braces around the whole of it say the same.
        let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(&text);
        match Expression::parse(inner) {
            Ok(expression) => {
                self.look_up(&expression, &node.span());
                Some(expression)
            }
            Err(error) => {
                let help = error.help();
                self.fault_at(node.span(), error.to_string(), help);
                None
            }
        }
    }

    /// Returns the outputs of a step or a workflow.
    pub(super) fn outputs(&mut self, node: Node<'a>) -> Vec<(String, Expression)> {
        let Some(outputs) = node.get("outputs") else { return Vec::new() };
        if !outputs.is_mapping() {
            let message = format!("`outputs` is a mapping, and this is {}", outputs.what());
            self.fault(outputs, message, "write `name: $response.body#/id`");
            return Vec::new();
        }
        let mut read = Vec::new();
        for (key, value) in outputs.entries() {
            let name = key.text().unwrap_or_default();
            let plain = |own: char| own.is_ascii_alphanumeric() || ".-_".contains(own);
            if name.is_empty() || !name.chars().all(plain) {
                let message = format!("`{name}` cannot be the name of an output");
                self.fault(key, message, "it has letters, digits, `.`, `-` and `_`");
            }
            if let Some(expression) = self.expression(value, name) {
                read.push((name.to_owned(), expression));
            }
        }
        read
    }

    /// Returns the criteria of a list that may be there.
    pub(super) fn criteria(&mut self, node: Node<'a>, key: &str) -> Vec<Criterion> {
        let items = self.optional_list(node, key);
        items.into_iter().filter_map(|item| self.criterion(item)).collect()
    }

    fn criterion(&mut self, node: Node<'a>) -> Option<Criterion> {
        if !self.keys(node, "a criterion", &["context", "condition", "type"]) {
            return None;
        }
        let condition = self.required(node, "condition", "a criterion")?;
        let text = self.text_of(condition, "condition")?;
        let span = condition.span();
        let kind = match node.get("type") {
            None => "simple".to_owned(),
            Some(kind) => self.criterion_type(kind)?,
        };
        if kind == "simple" {
            let read = Criterion::simple(&text, span.clone());
            return self.read_criterion(read, &text, span);
        }
        let context = self.required(node, "context", &format!("a criterion of type `{kind}`"))?;
        let context = self.expression(context, "context")?;
        let read = match kind.as_str() {
            "regex" => Criterion::regex(context, &text, span.clone()),
            _ => Criterion::json_path(context, &text, span.clone()),
        };
        self.read_criterion(read, &text, span)
    }

    /// Returns `simple`, `regex` or `jsonpath`.
    fn criterion_type(&mut self, node: Node<'a>) -> Option<String> {
        let (kind, version) = if node.is_mapping() {
            self.keys(node, "the type of a criterion", &["type", "version"]);
            let version = self.required(node, "version", "the type of a criterion")?;
            (self.required(node, "type", "the type of a criterion")?, Some(version))
        } else {
            (node, None)
        };
        let text = self.text_of(kind, "type")?;
        match (text.as_str(), version) {
            ("simple" | "regex" | "jsonpath", None) => Some(text),
            ("jsonpath", Some(version)) => {
                // What both know is written alike in both.
                if matches!(version.text(), Some("rfc9535" | "draft-goessner-dispatch-jsonpath-00")) {
                    return Some(text);
                }
                let message = format!("`{}` is no version of JSONPath", version.text().unwrap_or_default());
                self.fault(version, message, "leave it out: RFC 9535 is what is read");
                None
            }
            ("xpath", _) => {
                self.fault(
                    kind,
                    "XPath is not read here: an action takes JSON only",
                    "use `jsonpath` or `simple`",
                );
                None
            }
            ("simple" | "regex", Some(version)) => {
                self.fault(version, format!("`{text}` has no versions"), format!("write `type: {text}`"));
                None
            }
            _ => {
                self.fault(
                    kind,
                    format!("a criterion cannot be `{text}`"),
                    "it is `simple`, `regex` or `jsonpath`",
                );
                None
            }
        }
    }

    fn read_criterion(
        &mut self,
        read: Result<Criterion, ConditionError>,
        text: &str,
        span: Range<usize>,
    ) -> Option<Criterion> {
        match read {
            Ok(criterion) => {
                for expression in criterion.expressions() {
                    self.look_up(expression, &span);
                }
                Some(criterion)
            }
            Err(error) => {
                // A text that stands in the source as it is can be pointed into.
                let is_plain = self.names.root.source().slice(span.clone()) == text;
                let start = if is_plain { span.start + error.at } else { span.start };
                self.fault_at(start..span.end.max(start), error.what, error.help);
                None
            }
        }
    }
}
