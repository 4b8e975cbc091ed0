//! Where the pipeline of a project belongs.

use super::{InitError, LIMIT, ToWrite};
use crate::{
    system::System,
    template::ci::{self, Service},
};
use std::path::{Component, Path, PathBuf};

/// A pipeline to write.
#[derive(Debug, Clone, Copy)]
pub struct Pipeline<'a> {
    /// The service that runs it.
    pub service: Service,
    /// The environment of the project that it tests; the project's own server without one.
    pub environment: Option<&'a str>,
}

/// A pipeline that was written.
#[derive(Debug)]
pub struct Placed {
    /// The service that runs it.
    pub service: Service,
    /// Its file, from the top of the repository.
    pub file: PathBuf,
    /// The file that must include it, where there was one of somebody else already.
    pub to_be_included_by: Option<PathBuf>,
}

/// Returns the file of a pipeline: services read it at the top of the repository, wherever below it
/// the project is.
pub(super) fn place(
    system: &System,
    directory: &Path,
    pipeline: Pipeline<'_>,
) -> Result<(ToWrite, Placed), InitError> {
    let service = pipeline.service;
    let (up, folder) = repository(system, directory).unwrap_or_default();
    let top = plain(&directory.join(up));
    let own = top.join(service.file());
    let (file, to_be_included_by) = match service.file_to_include() {
        Some(beside) if system.files.exists(&own) => {
            let present = system.files.read(&own, LIMIT)?;
            match service.is_ours(present.text()) {
                true => (service.file(), None),
                false => (beside, Some(own)),
            }
        }
        _ => (service.file(), None),
    };
    let content = ci::render(service, &folder, pipeline.environment);
    let placed = Placed { service, file: file.to_owned(), to_be_included_by };
    Ok((ToWrite { path: top.join(file), content }, placed))
}

/// Returns the way from `directory` up to the top of its repository, and back down with `/` between
/// the parts; nothing where it is in no repository.
pub(super) fn repository(system: &System, directory: &Path) -> Option<(PathBuf, String)> {
    let here = system.files.current_dir().ok()?;
    let whole = plain(&here.join(directory));
    let top = whole.ancestors().find(|folder| system.files.exists(&folder.join(".git")))?;
    let below: Vec<_> = whole.strip_prefix(top).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some((below.iter().map(|_| "..").collect(), below.join("/")))
}

/// Returns a path without `.`, and without `..` but at its start. The folder need not be there yet.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        let last = out.components().next_back();
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(last, Some(Component::Normal(_))) => drop(out.pop()),
            Component::ParentDir if last == Some(Component::RootDir) => {}
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_the_short_way() {
        for (long, short) in [
            ("actions/agenda/../../.github", ".github"),
            ("./a/./b", "a/b"),
            ("../..", "../.."),
            ("a/../../b", "../b"),
            ("/a/../../b", "/b"),
            ("", ""),
        ] {
            assert_eq!(plain(Path::new(long)), Path::new(short), "{long}");
        }
    }
}
