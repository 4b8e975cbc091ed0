//! The table `[test]`.

use super::{Fault, known_keys, wrong};
use toml_edit::{TableLike, Value};

const KEYS: &[&str] = &["shared"];

/// Reads which operations show every user the same.
pub(super) fn shared_operations(top: &dyn TableLike) -> Result<Vec<String>, Fault> {
    let Some(item) = top.get("test") else { return Ok(Vec::new()) };
    let table = item.as_table_like().ok_or_else(|| wrong("test", item, "a table"))?;
    known_keys(table, KEYS)?;
    let Some(item) = table.get("shared") else { return Ok(Vec::new()) };
    let expected = "a list of operationIds, `[\"listProducts\"]` for one";
    let array = item.as_array().ok_or_else(|| wrong("shared", item, expected))?;
    let name = |value: &Value| value.as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    array.iter().map(name).collect::<Option<_>>().ok_or_else(|| wrong("shared", item, expected))
}
