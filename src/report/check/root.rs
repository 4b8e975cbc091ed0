//! Where the paths in a report start.

use std::path::{Component, Path, PathBuf};

/// The folder that reports for other programs name files from: the top of the checkout, since that
/// is where code scanning and annotations look them up, wherever the command was started.
#[derive(Debug, Clone)]
pub struct Root {
    current: PathBuf,
    top: PathBuf,
}

impl Root {
    /// Returns the root of files that are named from `current`, in a checkout whose top is `top`.
    pub fn new(current: impl Into<PathBuf>, top: impl Into<PathBuf>) -> Self {
        Self { current: current.into(), top: top.into() }
    }

    /// Returns the path below the top, with `/` on every system; the whole path of a file elsewhere,
    /// and the name itself of what is no file: `<stdin>`, an address.
    pub(super) fn path(&self, name: &str) -> String {
        if name.starts_with('<') || is_address(name) {
            return name.to_owned();
        }
        let whole = self.whole(name);
        let below = whole.strip_prefix(&self.top).unwrap_or(&whole);
        let path = below.to_string_lossy();
        if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
    }

    /// Returns the path as a reference (RFC 3986), and whether it is relative to the top.
    pub(super) fn uri(&self, name: &str) -> (String, bool) {
        let path = self.path(name);
        if is_address(name) {
            return (path, false);
        }
        if name.starts_with('<') || self.whole(name).starts_with(&self.top) {
            return (encoded(&path), true);
        }
        let slash = if path.starts_with('/') { "" } else { "/" };
        (format!("file://{slash}{}", encoded(&path)), false)
    }

    /// Returns the path from the root of the file system, without `.` and `..`.
    fn whole(&self, name: &str) -> PathBuf {
        let mut whole = PathBuf::new();
        for part in self.current.join(Path::new(name)).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    whole.pop();
                }
                part => whole.push(part),
            }
        }
        whole
    }
}

fn is_address(name: &str) -> bool {
    name.starts_with("https://") || name.starts_with("http://")
}

/// Percent-encodes all but unreserved characters and `/`; a colon in a first segment would make it
/// a scheme.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_the_top_of_the_checkout() {
        let root = Root::new("/repo/gpt", "/repo");
        assert_eq!(root.path("openapi.yaml"), "gpt/openapi.yaml");
        assert_eq!(root.path("./a/../openapi.yaml"), "gpt/openapi.yaml");
        assert_eq!(root.path("../gptauth.toml"), "gptauth.toml");
        assert_eq!(root.path("/repo/gptauth.toml"), "gptauth.toml");
        assert_eq!(root.uri("öpen api.yaml"), ("gpt/%C3%B6pen%20api.yaml".to_owned(), true));
    }

    #[test]
    fn a_file_elsewhere_keeps_its_whole_path() {
        let root = Root::new("/repo/gpt", "/repo");
        assert_eq!(root.path("/tmp/openapi.yaml"), "/tmp/openapi.yaml");
        assert_eq!(root.path("/repository/x"), "/repository/x");
        assert_eq!(root.uri("../../tmp/a b"), ("file:///tmp/a%20b".to_owned(), false));
    }

    #[test]
    fn what_is_no_file_keeps_its_name() {
        let root = Root::new("/repo", "/repo");
        assert_eq!(root.path("<stdin>"), "<stdin>");
        let address = "https://example.com/openapi.json?v=1";
        assert_eq!(
            (root.path(address), root.uri(address)),
            (address.to_owned(), (address.to_owned(), false))
        );
        assert_eq!(root.uri("<stdin>"), ("%3Cstdin%3E".to_owned(), true));
        assert_eq!(root.uri("a:b").0, "a%3Ab");
    }
}
