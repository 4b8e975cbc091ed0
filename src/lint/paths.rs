//! Path templates.

/// Returns the names in the braces of a path, in order; what stands behind a `?` is no path.
pub(super) fn variables(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path.split(['?', '#']).next().unwrap_or_default();
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('{')?;
        let (name, after) = after.split_once('}')?;
        rest = after;
        Some(name)
    })
}

/// Returns the segments that are `.` or `..`, also percent-encoded.
pub(super) fn dot_segments(path: &str) -> impl Iterator<Item = &str> {
    let is_dots =
        |segment: &&str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    path.split(['?', '#']).take(1).flat_map(|path| path.split('/')).filter(is_dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces_that_are_closed() {
        assert_eq!(variables("/a/{b}/c-{d}.{e}").collect::<Vec<_>>(), ["b", "d", "e"]);
        assert_eq!(variables("/a/{b}?c={d}").collect::<Vec<_>>(), ["b"]);
        assert_eq!(variables("/a/{b").collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn s21_dot_segments_are_seen_through_their_encoding() {
        assert_eq!(dot_segments("/../a/%2E./.b/...").collect::<Vec<_>>(), ["..", "%2E."]);
        assert_eq!(dot_segments("/a?x=/../").count(), 0);
    }
}
