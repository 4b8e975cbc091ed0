//! Several files at once: all of them, or none.

use super::{folder_of, sync_folder, written};
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A file whose content is on the disk already, under another name.
struct Staged {
    /// As it was named.
    path: PathBuf,
    /// Where it goes: at the end of a link, where there is one.
    target: PathBuf,
    file: NamedTempFile,
    /// What is there now.
    old: Option<Vec<u8>>,
}

/// Writes all of `files`, or leaves everything as it was and says which of them could not be written.
///
/// Whatever can be refused is refused before the first file gets its name: a folder that cannot be
/// written, a full disk, something that is there.
pub(super) fn write(files: &[(PathBuf, &[u8])], force: bool) -> Result<(), (PathBuf, io::Error)> {
    let mut folders = Vec::new();
    let staged = files.iter().map(|(path, content)| {
        stage(path, content, force, &mut folders).map_err(|error| (path.clone(), error))
    });
    let done = staged.collect::<Result<Vec<_>, _>>().and_then(|staged| persist(staged, force));
    if done.is_err() {
        // The innermost first; one that somebody else put something into stays.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    done
}

fn stage(path: &Path, content: &[u8], force: bool, folders: &mut Vec<PathBuf>) -> io::Result<Staged> {
    let old = match fs::symlink_metadata(path) {
        Ok(_) if !force => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => Some(fs::canonicalize(path)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let target = old.clone().unwrap_or_else(|| path.to_owned());
    make_folders(folder_of(&target), folders)?;
    let file = written(folder_of(&target), content)?;
    let old = match old {
        None => None,
        Some(old) => {
            let metadata = fs::metadata(&old)?;
            if !metadata.is_file() || metadata.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            file.as_file().set_permissions(metadata.permissions())?;
            Some(fs::read(old)?)
        }
    };
    Ok(Staged { path: path.to_owned(), target, file, old })
}

/// Makes the folder and those above it, and remembers which were not there, the outermost first.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let absent = |folder: &&Path| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err();
    let mut new: Vec<_> = folder.ancestors().take_while(absent).map(Path::to_owned).collect();
    fs::create_dir_all(folder)?;
    new.reverse();
    made.append(&mut new);
    Ok(())
}

/// Gives every file its name; where one of them cannot have it, takes the others away again.
fn persist(staged: Vec<Staged>, force: bool) -> Result<(), (PathBuf, io::Error)> {
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    let mut folders = BTreeSet::new();
    for Staged { path, target, file, old } in staged {
        let named = if force { file.persist(&target) } else { file.persist_noclobber(&target) };
        if let Err(error) = named {
            take_back(done);
            return Err((path, error.error));
        }
        folders.insert(folder_of(&target).to_owned());
        done.push((target, old));
    }
    // They are there; that they outlast a power cut as well is no reason to take them away.
    folders.iter().for_each(|folder| drop(sync_folder(folder)));
    Ok(())
}

/// Puts back what was there before. This is as good as it gets: the disk has just refused a file.
fn take_back(done: Vec<(PathBuf, Option<Vec<u8>>)>) {
    for (path, old) in done.into_iter().rev() {
        match old {
            None => drop(fs::remove_file(&path)),
            Some(old) => {
                if let Ok(file) = written(folder_of(&path), &old) {
                    if let Ok(metadata) = fs::metadata(&path) {
                        drop(file.as_file().set_permissions(metadata.permissions()));
                    }
                    drop(file.persist(&path));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn several_files_are_written_with_the_folders_above_them() {
        let place = folder();
        let files = [(place.path().join("a/b/one"), &b"1"[..]), (place.path().join("a/two"), b"2")];
        write(&files, false).unwrap();
        assert_eq!(fs::read(&files[0].0).unwrap(), b"1");
        assert_eq!(fs::read(&files[1].0).unwrap(), b"2");
        assert_eq!(names(&place.path().join("a")), ["b", "two"]);
    }

    #[test]
    fn one_that_is_there_keeps_all_of_them_from_being_written() {
        let place = folder();
        fs::write(place.path().join("two"), "mine").unwrap();
        let files = [(place.path().join("new/one"), &b"1"[..]), (place.path().join("two"), b"2")];
        let (path, error) = write(&files, false).unwrap_err();
        assert_eq!((path, error.kind()), (place.path().join("two"), io::ErrorKind::AlreadyExists));
        assert_eq!(names(place.path()), ["two"]);
        assert_eq!(fs::read(place.path().join("two")).unwrap(), b"mine");
    }

    #[test]
    fn with_force_what_is_there_is_replaced_and_keeps_its_mode() {
        let place = folder();
        let path = place.path().join("one");
        fs::write(&path, "mine").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        write(&[(path.clone(), b"1")], true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"1");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_leaves_the_others_as_they_were() {
        let place = folder();
        fs::write(place.path().join("one"), "mine").unwrap();
        fs::create_dir(place.path().join("two")).unwrap();
        let files = [(place.path().join("one"), &b"1"[..]), (place.path().join("two"), b"2")];
        let (path, _) = write(&files, true).unwrap_err();
        assert_eq!(path, place.path().join("two"));
        assert_eq!(fs::read(place.path().join("one")).unwrap(), b"mine");
        assert_eq!(names(place.path()), ["one", "two"]);
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_an_error_of_the_file_below_it() {
        let place = folder();
        fs::write(place.path().join("a"), "mine").unwrap();
        let files = [(place.path().join("one"), &b"1"[..]), (place.path().join("a/two"), b"2")];
        assert_eq!(write(&files, false).unwrap_err().0, place.path().join("a/two"));
        assert_eq!(names(place.path()), ["a"]);
    }

    #[test]
    fn what_was_done_is_taken_back() {
        let place = folder();
        fs::write(place.path().join("old"), "new content").unwrap();
        fs::write(place.path().join("new"), "new content").unwrap();
        take_back(vec![
            (place.path().join("old"), Some(b"old content".to_vec())),
            (place.path().join("new"), None),
        ]);
        assert_eq!(fs::read(place.path().join("old")).unwrap(), b"old content");
        assert_eq!(names(place.path()), ["old"]);
    }
}
