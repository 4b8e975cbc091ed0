//! What a scalar without quotes is, by the core schema of YAML 1.2 (§10.3.2).
//!
//! `no`, `on` and dates are strings; `012` is the integer twelve.

/// The type of a plain scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String,
}

/// Returns the type of a plain scalar with this text.
pub(super) fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        _ => number(text).unwrap_or(Scalar::String),
    }
}

fn number(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
            return Some(Scalar::Float(f64::INFINITY * sign));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(Scalar::Integer).or_else(|_| text.parse().map(Scalar::Float)).ok();
    }
    let numeric = unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    (numeric && unsigned != ".").then(|| text.parse().ok().map(Scalar::Float))?
}

fn radix(digits: &str, radix: u32) -> Option<Scalar> {
    digits
        .starts_with(|first: char| first.is_digit(radix))
        .then(|| i64::from_str_radix(digits, radix).ok().map(Scalar::Integer))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s12_words_and_dates_of_yaml_1_1_stay_strings() {
        for text in [
            "no",
            "on",
            "y",
            "Off",
            "2024-01-02",
            "1_000",
            "12:30:45",
            "3.1.0",
            "1.2.3",
            ".",
            "e5",
            "0x",
            "+",
        ] {
            assert_eq!(resolve(text), Scalar::String, "{text}");
        }
    }

    #[test]
    fn numbers_nulls_and_booleans_are_those_of_the_core_schema() {
        assert_eq!(resolve("012"), Scalar::Integer(12));
        assert_eq!(resolve("-3"), Scalar::Integer(-3));
        assert_eq!(resolve("0x1F"), Scalar::Integer(31));
        assert_eq!(resolve("0o17"), Scalar::Integer(15));
        assert_eq!(resolve("3.1"), Scalar::Float(3.1));
        assert_eq!(resolve("1e3"), Scalar::Float(1000.0));
        assert_eq!(resolve("-.inf"), Scalar::Float(f64::NEG_INFINITY));
        assert_eq!(resolve("~"), Scalar::Null);
        assert_eq!(resolve(""), Scalar::Null);
        assert_eq!(resolve("True"), Scalar::Bool(true));
    }

    #[test]
    fn an_integer_beyond_64_bits_is_a_float() {
        assert_eq!(resolve("100000000000000000000"), Scalar::Float(1e20));
    }
}
