//! The file of the client's private key.

use super::{Fault, ProjectFault, Reader};
use std::path::{Component, Path, PathBuf};
use toml_edit::TableLike;

impl Reader<'_> {
    /// Reads where the key is. Who writes a project file does not thereby choose among the files of
    /// who signs in with it: the path leads into the project's folder and nowhere else.
    pub(super) fn client_key(&mut self, table: &dyn TableLike) -> Result<Option<PathBuf>, Fault> {
        let (key, place) = ("client_key", "oauth.client_key");
        let Some(path) = self.text(table, key, place)?.map(Path::new) else { return Ok(None) };
        let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if stays && path.file_name().is_some() {
            return Ok(Some(path.to_owned()));
        }
        Err((self.start(place), ProjectFault::KeyOutside))
    }
}

#[cfg(test)]
mod tests {
    use crate::{project::Project, source::Source};

    fn parse(path: &str) -> Result<Project, String> {
        let text = format!(
            "[oauth]\nissuer = \"https://id.example.com\"\nclient_id = \"a\"\nclient_key = '{path}'\n"
        );
        Project::parse(Source::new("gptauth.toml", text), "/project", None).map_err(|error| error.to_string())
    }

    #[test]
    fn e3_a_client_key_outside_of_the_project_is_refused_with_its_line() {
        for path in ["/etc/ssl/private/key.pem", "../key.pem", "keys/../../key.pem", "..", ".", "/", ""] {
            let error = parse(path).unwrap_err();
            assert!(error.starts_with("gptauth.toml:4:14: `client_key` must be a file"), "{path}: {error}");
        }
    }

    #[test]
    fn a_client_key_in_the_project_is_taken() {
        for path in ["key.pem", "./key.pem", "keys/agenda.pem", "..key"] {
            assert!(parse(path).unwrap().oauth.unwrap().client_key.is_some(), "{path}");
        }
    }
}
