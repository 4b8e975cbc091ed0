//! Text with holes.

/// What goes into a hole.
#[derive(Clone, Copy)]
pub(super) enum Fill<'a> {
    /// Plain text, escaped.
    Text(&'a str),
    /// HTML of ours, as it is.
    Markup(&'a str),
}

/// Returns `template` with each `{{name}}` replaced. It is read once from left to right, so that
/// nothing in a value is taken for a hole. A hole without a value becomes empty.
pub(super) fn fill(template: &str, values: &[(&str, Fill<'_>)]) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match values.iter().find(|(own, _)| *own == name) {
            Some((_, Fill::Text(text))) => filled.push_str(&escape(text)),
            Some((_, Fill::Markup(markup))) => filled.push_str(markup),
            None => {}
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Returns `text` for use between tags or inside a quoted attribute.
pub(in super::super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        let values = [("a", Fill::Text("<i a='b'>&\"")), ("b", Fill::Markup("<b>"))];
        assert_eq!(fill("{{a}}|{{b}}|{{c}}|", &values), "&lt;i a=&#39;b&#39;&gt;&amp;&quot;|<b>||");
    }

    #[test]
    fn a_value_is_not_filled_again() {
        assert_eq!(fill("{{a}}{{b}}", &[("a", Fill::Text("{{b}}")), ("b", Fill::Text("x"))]), "{{b}}x");
    }

    #[test]
    fn an_open_hole_does_not_hang() {
        assert_eq!(fill("a{{b", &[("b", Fill::Text("x"))]), "ax");
    }
}
