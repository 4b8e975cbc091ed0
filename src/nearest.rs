//! What a misspelt name may have been meant for.

/// How alike two names must be, from 0 to 1 (Jaro-Winkler).
const LIKENESS: f64 = 0.8;

/// Returns the names that `name` may have been meant for, the closest first, at most three. Upper
/// and lower case count as alike.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = name.to_lowercase();
    let mut close: Vec<_> = known
        .into_iter()
        .map(|own| (strsim::jaro_winkler(&lower, &own.to_lowercase()), own))
        .filter(|(likeness, _)| *likeness > LIKENESS)
        .collect();
    close.sort_by(|left, right| right.0.total_cmp(&left.0));
    close.into_iter().take(3).map(|(_, own)| own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_finds_the_name_and_nonsense_finds_none() {
        let known = ["listItems", "createItems", "getItemById"];
        assert_eq!(nearest("listitem", known), ["listItems"]);
        assert_eq!(nearest("getItemByID", known).first(), Some(&"getItemById"));
        assert!(nearest("zzz", known).is_empty());
    }
}
