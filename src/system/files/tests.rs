use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_text_is_read_whole_and_up_to_the_limit() {
    let folder = folder();
    let path = folder.path().join("a.yaml");
    fs::write(&path, "\u{feff}openapi: 3.1.0\r\n").unwrap();
    let files = RealFiles::default();
    assert_eq!(files.read(&path, 19).unwrap().text(), "\u{feff}openapi: 3.1.0\r\n");
    assert!(matches!(files.read(&path, 18), Err(ReadError::TooLarge { limit: 18, .. })));
}

#[cfg(unix)]
#[test]
fn s27_what_has_no_end_is_not_read() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    for path in [folder.path(), &pipe, Path::new("/dev/zero"), Path::new("/dev/null")] {
        assert!(matches!(RealFiles::default().read(path, 10), Err(ReadError::NotAFile { .. })), "{path:?}");
    }
    let missing = RealFiles::default().read(&folder.path().join("none"), 10).unwrap_err();
    assert!(matches!(missing, ReadError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound));
}

#[test]
fn s05_another_encoding_is_named_with_its_first_byte() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let utf16_be = "openapi".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let cases = [
        (utf16("\u{feff}openapi"), 0, "UTF-16"),
        (utf16("openapi: 3.1.0"), 1, "UTF-16"),
        (utf16_be, 0, "UTF-16"),
        (b"title: caf\xe9\n".to_vec(), 10, "Latin-1 or Windows-1252"),
        (b"title: \x93x\x94\n".to_vec(), 7, "Latin-1 or Windows-1252"),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), 0, "binary data"),
    ];
    for (bytes, offset, encoding) in cases {
        assert_eq!(decode(bytes), Err((offset, encoding)));
    }
    // A lone NUL is the parser's affair: it can say where.
    assert!(decode(b"a\0b: c".to_vec()).is_ok());
    assert!(decode(Vec::new()).is_ok());
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let folder = folder();
    let path = folder.path().join("sub/folder/gptauth.toml");
    let files = RealFiles::default();
    files.create_new(&path, b"first").unwrap();
    let error = files.create_new(&path, b"second").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(names(path.parent().unwrap()), ["gptauth.toml"]);
}

#[cfg(unix)]
#[test]
fn s28_a_replaced_file_keeps_its_mode_and_its_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let (path, link) = (folder.path().join("a"), folder.path().join("link"));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    RealFiles::default().replace(&link, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn s28_a_file_that_must_not_be_written_stays_as_it_is() {
    let folder = folder();
    let path = folder.path().join("a");
    fs::write(&path, "old").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = RealFiles::default().replace(&path, b"new").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn a_reader_sees_the_old_or_the_new_file_and_nothing_between() {
    let folder = folder();
    let path = folder.path().join("a");
    let text = |letter: &str| letter.repeat(300_000);
    fs::write(&path, text("a")).unwrap();
    let seen = path.clone();
    let reader = std::thread::spawn(move || {
        (0..200).all(|_| {
            let found = fs::read_to_string(&seen).unwrap();
            found.len() == 300_000 && (found.starts_with('a') == found.ends_with('a'))
        })
    });
    for letter in ["b", "a"].repeat(10) {
        RealFiles::default().replace(&path, text(letter).as_bytes()).unwrap();
    }
    assert!(reader.join().unwrap());
}

#[test]
fn only_our_own_temporary_folders_are_removed() {
    let folder = folder();
    let files = RealFiles::default();
    let ours = files.temporary_dir().unwrap();
    fs::write(ours.join("a"), "x").unwrap();
    assert!(files.remove_temporary_dir(folder.path()).is_err());
    assert!(folder.path().is_dir());
    files.remove_temporary_dir(&ours).unwrap();
    assert!(!ours.exists());
}

#[test]
fn a_content_that_fails_on_the_way_leaves_the_old_bytes_and_nothing_else() {
    let folder = folder();
    let path = folder.path().join("report.xml");
    fs::write(&path, "old").unwrap();
    let mut content = |out: &mut dyn Write| {
        out.write_all(&[b'x'; 100_000])?;
        Err(io::ErrorKind::InvalidData.into())
    };
    let error = RealFiles::default().replace_with(&path, &mut content).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(folder.path()).len()), ("old", 1));
    let mut content = |out: &mut dyn Write| (0..10_000).try_for_each(|_| out.write_all(b"piece "));
    RealFiles::default().replace_with(&path, &mut content).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "piece ".repeat(10_000));
}

#[cfg(unix)]
#[test]
fn a_file_without_a_name_is_its_owners_alone() {
    use std::os::unix::fs::MetadataExt;
    let file = super::nameless().unwrap();
    let metadata = file.metadata().unwrap();
    assert_eq!((metadata.mode() & 0o777, metadata.nlink()), (0o600, 0));
}
