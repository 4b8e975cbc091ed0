//! The back ends that can be written, and the one that was.

use super::styles::Styles;
use crate::template::backend::{Backend, Provider};
use serde_json::json;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes the frameworks for a person, one a line.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn list(styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    Backend::ALL.iter().try_for_each(|backend| {
        writeln!(out, "{}  {}", styles.strong(format!("{:8}", backend.name())), backend.summary())
    })
}

/// Writes the frameworks as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn list_json(out: &mut dyn Write) -> io::Result<()> {
    let backends =
        Backend::ALL.map(|backend| json!({ "name": backend.name(), "summary": backend.summary() }));
    writeln!(out, "{:#}", json!({ "schema": 1, "backends": backends }))
}

/// Writes what was written as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn json(
    backend: Backend,
    provider: &Provider,
    directory: &Path,
    written: &[PathBuf],
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = json!({
        "schema": 1,
        "backend": backend.name(),
        "directory": directory.display().to_string(),
        "written": written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "issuer": provider.issuer,
        "userinfo_endpoint": provider.userinfo_endpoint,
        "introspection_endpoint": provider.introspection_endpoint,
        "jwks_uri": provider.jwks_uri,
        "start": start(backend, directory),
    });
    writeln!(out, "{document:#}")
}

/// Returns the commands that start it, as they are typed in a shell.
pub fn start(backend: Backend, directory: &Path) -> Vec<String> {
    let directory = directory.display().to_string();
    let plain = directory.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
    let directory = if plain { directory } else { format!("'{}'", directory.replace('\'', "'\\''")) };
    let change = format!("cd {}", super::escape::line(&directory));
    let here = ["cd ", "cd ."].contains(&change.as_str());
    let commands = backend.start().iter().map(|command| (*command).to_owned());
    (!here).then_some(change).into_iter().chain(commands).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_typed_as_a_shell_takes_it() {
        assert_eq!(start(Backend::Go, Path::new("my api's")), ["cd 'my api'\\''s'", "go run ."]);
        assert_eq!(start(Backend::Axum, Path::new("")), ["cargo run"]);
        assert_eq!(start(Backend::Hono, Path::new("a/b")), ["cd a/b", "npm install", "npm start"]);
    }
}
