//! How values stand in a path and a query: the styles of OpenAPI (3.1.1 §4.8.12.4, after RFC 6570).

use super::{
    encode::{encode, encode_but, encoded},
    signature::{Encoding, Style},
    value::text,
};
use serde_json::{Map, Value};

/// Which reserved characters `allowReserved` lets through: those that end no name, no value and no
/// query.
const RESERVED: &[u8] = b":/?@!$()*,;";

/// Returns a value as it stands in the path in place of `{name}`, encoded.
pub(super) fn in_path(name: &str, value: &Value, encoding: Encoding) -> String {
    let named = encoded(name);
    match (encoding.style, value) {
        (Style::Json, value) => encoded(&value.to_string()),
        (Style::Label, Value::Array(items)) => {
            format!(".{}", listed(items, if encoding.explode { "." } else { "," }))
        }
        (Style::Label, Value::Object(members)) if encoding.explode => format!(".{}", assigned(members, ".")),
        (Style::Label, Value::Object(members)) => format!(".{}", flat(members, ",")),
        (Style::Label, value) => format!(".{}", encoded(&text(value))),
        (Style::Matrix, Value::Array(items)) if encoding.explode => {
            items.iter().map(|item| matrix(&named, encoded(&text(item)))).collect()
        }
        (Style::Matrix, Value::Array(items)) => matrix(&named, listed(items, ",")),
        (Style::Matrix, Value::Object(members)) if encoding.explode => {
            members.iter().map(|(name, member)| matrix(&encoded(name), encoded(&text(member)))).collect()
        }
        (Style::Matrix, Value::Object(members)) => matrix(&named, flat(members, ",")),
        (Style::Matrix, value) => matrix(&named, encoded(&text(value))),
        (_, Value::Array(items)) => listed(items, ","),
        (_, Value::Object(members)) if encoding.explode => assigned(members, ","),
        (_, Value::Object(members)) => flat(members, ","),
        (_, value) => encoded(&text(value)),
    }
}

/// Adds a value to a query as `name=value` pairs, encoded.
pub(super) fn in_query(name: &str, value: &Value, encoding: Encoding, pairs: &mut Vec<String>) {
    let plain = |value: &Value| value_text(value, encoding);
    let mut pair = |name: &str, value: String| pairs.push(format!("{}={value}", encoded(name)));
    match (encoding.style, value) {
        (Style::Json, value) => pair(name, encoded(&value.to_string())),
        (Style::DeepObject, Value::Object(members)) => deep(name, members, encoding, pairs),
        (style, Value::Array(items)) => match separator(style, encoding.explode) {
            Some(separator) if !items.is_empty() => {
                pair(name, items.iter().map(plain).collect::<Vec<_>>().join(separator));
            }
            Some(_) => {}
            None => items.iter().for_each(|item| pair(name, plain(item))),
        },
        (style, Value::Object(members)) => match separator(style, encoding.explode) {
            Some(separator) => {
                let parts = members.iter().flat_map(|(name, member)| [encoded(name), plain(member)]);
                pair(name, parts.collect::<Vec<_>>().join(separator));
            }
            None => members.iter().for_each(|(name, member)| pair(name, plain(member))),
        },
        (_, value) => pair(name, plain(value)),
    }
}

/// Returns what joins the values of a list, or `None` where each is a pair of its own.
fn separator(style: Style, explode: bool) -> Option<&'static str> {
    match style {
        _ if explode => None,
        Style::Spaces => Some("%20"),
        Style::Pipes => Some("%7C"),
        _ => Some(","),
    }
}

/// Adds `name[key]=value` for every member, deeper ones as `name[key][key]`, which the
/// specification leaves open and most servers read so.
fn deep(name: &str, members: &Map<String, Value>, encoding: Encoding, pairs: &mut Vec<String>) {
    for (key, member) in members {
        let name = format!("{name}[{key}]");
        match member {
            Value::Object(members) => deep(&name, members, encoding, pairs),
            Value::Array(items) => {
                pairs.extend(
                    items.iter().map(|item| format!("{}={}", encoded(&name), value_text(item, encoding))),
                );
            }
            member => pairs.push(format!("{}={}", encoded(&name), value_text(member, encoding))),
        }
    }
}

fn value_text(value: &Value, encoding: Encoding) -> String {
    let mut out = String::new();
    if encoding.reserved {
        encode_but(&mut out, &text(value), RESERVED);
    } else {
        encode(&mut out, &text(value));
    }
    out
}

fn matrix(name: &str, value: String) -> String {
    if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
}

fn listed(items: &[Value], separator: &str) -> String {
    items.iter().map(|item| encoded(&text(item))).collect::<Vec<_>>().join(separator)
}

fn assigned(members: &Map<String, Value>, separator: &str) -> String {
    let pair = |(name, member): (&String, &Value)| format!("{}={}", encoded(name), encoded(&text(member)));
    members.iter().map(pair).collect::<Vec<_>>().join(separator)
}

fn flat(members: &Map<String, Value>, separator: &str) -> String {
    let pair = |(name, member): (&String, &Value)| [encoded(name), encoded(&text(member))];
    members.iter().flat_map(pair).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The table of the specification (OpenAPI 3.1.1 §4.8.12.5): style, `explode`, and how `color` of
    /// an empty string, a string, an array and an object is sent. Empty is what has no meaning.
    const IN_PATH: &[(Style, bool, [&str; 4])] = &[
        (
            Style::Matrix,
            false,
            [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
        ),
        (
            Style::Matrix,
            true,
            [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
        ),
        (Style::Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
        (Style::Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Style::Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (Style::Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ];
    const IN_QUERY: &[(Style, bool, [&str; 4])] = &[
        (Style::Form, false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
        (
            Style::Form,
            true,
            ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
        ),
        (Style::Spaces, false, ["", "", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"]),
        (Style::Pipes, false, ["", "", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"]),
        (Style::DeepObject, true, ["", "", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"]),
    ];

    fn values() -> [Value; 4] {
        [json!(""), json!("blue"), json!(["blue", "black", "brown"]), json!({"R": 100, "G": 200, "B": 150})]
    }

    fn query(value: &Value, encoding: Encoding) -> String {
        let mut pairs = Vec::new();
        in_query("color", value, encoding, &mut pairs);
        pairs.join("&")
    }

    #[test]
    fn every_style_of_the_specification_is_written_as_its_table_says() {
        for (style, explode, expected) in IN_PATH {
            let encoding = Encoding { style: *style, explode: *explode, reserved: false };
            for (value, expected) in values().iter().zip(expected) {
                assert_eq!(in_path("color", value, encoding), *expected, "{style:?} {explode} {value}");
            }
        }
        for (style, explode, expected) in IN_QUERY {
            let encoding = Encoding { style: *style, explode: *explode, reserved: false };
            for (value, expected) in
                values().iter().zip(expected).filter(|(_, expected)| !expected.is_empty())
            {
                assert_eq!(query(value, encoding), *expected, "{style:?} {explode} {value}");
            }
        }
    }

    #[test]
    fn no_value_ends_its_own_place() {
        let hostile = json!({"a&b": "1;2=3,4.5|6 7", "c": "/../%2e?#"});
        for style in [Style::Matrix, Style::Label, Style::Simple, Style::Json] {
            for explode in [false, true] {
                let written = in_path("x/y", &hostile, Encoding { style, explode, reserved: true });
                assert!(!written.contains(['/', '?', '#', '&', '|', ' ']), "{written}");
            }
        }
        for style in [Style::Form, Style::Spaces, Style::Pipes, Style::DeepObject, Style::Json] {
            let written = query(&hostile, Encoding { style, explode: true, reserved: false });
            assert!(!written.contains(['#', ' ', '|', '[', '?']), "{written}");
            let parameters: Vec<_> = url::form_urlencoded::parse(written.as_bytes()).collect();
            assert_eq!(parameters.len(), if style == Style::Json { 1 } else { 2 }, "{written}");
        }
    }

    #[test]
    fn reserved_characters_pass_where_the_document_lets_them() {
        let reserved = Encoding { style: Style::Form, explode: true, reserved: true };
        assert_eq!(query(&json!("a/b?c:d&e#f=g"), reserved), "color=a/b?c:d%26e%23f%3Dg");
        assert_eq!(query(&json!("a/b"), Encoding { reserved: false, ..reserved }), "color=a%2Fb");
    }

    #[test]
    fn what_the_specification_leaves_open_still_arrives() {
        let json = Encoding { style: Style::Json, explode: false, reserved: false };
        assert_eq!(query(&json!({"a": [1]}), json), "color=%7B%22a%22%3A%5B1%5D%7D");
        let deep = Encoding { style: Style::DeepObject, explode: true, reserved: false };
        let nested = query(&json!({"a": {"b": 1}, "c": ["x", "y"]}), deep);
        assert_eq!(nested, "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D=x&color%5Bc%5D=y");
        assert_eq!(query(&json!("blue"), deep), "color=blue");
        assert_eq!(query(&json!([]), Encoding { style: Style::Form, explode: false, reserved: false }), "");
        assert_eq!(query(&json!([]), Encoding { style: Style::Form, explode: true, reserved: false }), "");
    }
}
