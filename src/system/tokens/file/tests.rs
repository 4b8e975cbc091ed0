use super::*;
use crate::system::{StoreItem, StoreLock};

fn key(issuer: &str) -> StoreKey {
    StoreKey {
        issuer: issuer.to_owned(),
        client_id: "client".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    }
}

fn store() -> (tempfile::TempDir, FileStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::given(&folder.path().join("tokens")).unwrap();
    (folder, store)
}

fn kept(store: &FileStore, key: &StoreKey) -> Option<String> {
    store.load(key).unwrap().map(|secret| secret.expose_secret().to_owned())
}

#[test]
fn opening_and_asking_leave_no_trace() {
    let (folder, store) = store();
    let key = key("https://op.example");
    assert_eq!(kept(&store, &key), None);
    assert!(!store.remove(&key).unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn r17_a_long_and_unusual_token_comes_back_whole() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    let token = "aZ09-._~+/=\"\\\u{1F511}".repeat(2000);
    store.save(&key, &token.as_str().into()).unwrap();
    assert_eq!(kept(&store, &key).as_deref(), Some(token.as_str()));
    assert!(store.remove(&key).unwrap());
    assert!(!store.remove(&key).unwrap());
    assert_eq!(kept(&store, &key), None);
}

#[test]
fn r14_keys_that_differ_in_anything_do_not_see_each_other() {
    let (_folder, store) = store();
    let base = key("https://op.example");
    let others = [
        StoreKey { issuer: "https://op.example/".to_owned(), ..base.clone() },
        StoreKey { client_id: "Client".to_owned(), ..base.clone() },
        StoreKey { environment: Some(String::new()), ..base.clone() },
        StoreKey { environment: Some("staging".to_owned()), ..base.clone() },
        StoreKey { account: Some(String::new()), ..base.clone() },
        StoreKey { account: Some("bob".to_owned()), ..base.clone() },
        StoreKey { item: StoreItem::ClientSecret, ..base.clone() },
        StoreKey {
            issuer: "https://op.example\",\"client".to_owned(),
            client_id: String::new(),
            ..base.clone()
        },
    ];
    store.save(&base, &"base".into()).unwrap();
    for other in others {
        assert_eq!(kept(&store, &other), None, "{other:?}");
        store.save(&other, &"other".into()).unwrap();
        assert_eq!(kept(&store, &base).as_deref(), Some("base"));
    }
}

#[test]
fn r13_no_name_leads_out_of_the_folder() {
    let (folder, store) = store();
    for name in ["../../x", "con", "", &"x".repeat(300), "a/b", "a\0b", "a\nb", "👍"] {
        let key =
            StoreKey { environment: Some(name.to_owned()), account: Some(name.to_owned()), ..key(name) };
        store.save(&key, &"secret".into()).unwrap();
        assert_eq!(kept(&store, &key).as_deref(), Some("secret"), "{name:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path().join("tokens")).unwrap().count(), 8);
}

#[test]
fn r10_what_cannot_be_understood_is_not_written_over() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    store.save(&key, &"secret".into()).unwrap();
    let path = store.path(&key, "json");
    let good = fs::read_to_string(&path).unwrap();
    for bad in [
        String::new(),
        "{\"gptauth_store\":1,\"secr".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        good.replace("\"secret\":\"secret\"", "\"secret\":7"),
        good.replace("op.example", "other.example"),
        good.replace("\"gptauth_store\":1", "\"gptauth_store\":\"1\""),
    ] {
        fs::write(&path, &bad).unwrap();
        for result in
            [store.load(&key).map(|_| ()), store.save(&key, &"new".into()), store.remove(&key).map(|_| ())]
        {
            let error = result.unwrap_err();
            assert!(matches!(error, StoreError::Corrupt { .. }), "{bad}: {error}");
            assert!(error.to_string().contains(path.to_str().unwrap()));
            assert!(!error.to_string().contains("secret\":"), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), bad);
    }
}

#[test]
fn r10_a_newer_version_is_not_downgraded() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    store.save(&key, &"secret".into()).unwrap();
    let path = store.path(&key, "json");
    let newer = fs::read_to_string(&path).unwrap().replace("\"gptauth_store\":1", "\"gptauth_store\":2");
    fs::write(&path, &newer).unwrap();
    let error = store.save(&key, &"new".into()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn r10_a_byte_order_mark_and_unknown_members_do_no_harm() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    store.save(&key, &"old".into()).unwrap();
    let path = store.path(&key, "json");
    let edited = fs::read_to_string(&path).unwrap().replace("{", "\u{feff}{\"note\":\"mine\",");
    fs::write(&path, edited).unwrap();
    assert_eq!(kept(&store, &key).as_deref(), Some("old"));
    store.save(&key, &"new".into()).unwrap();
    assert_eq!(kept(&store, &key).as_deref(), Some("new"));
    assert!(fs::read_to_string(&path).unwrap().contains("\"note\":\"mine\""));
}

/// Takes the lock of `key`, which nobody holds.
fn lock(store: &FileStore, key: &StoreKey) -> Box<dyn StoreLock> {
    match store.try_lock(key).unwrap() {
        LockAttempt::Taken(lock) => lock,
        LockAttempt::Held { by } => panic!("held by {by:?}"),
    }
}

fn is_locked(store: &FileStore, key: &StoreKey) -> bool {
    matches!(store.try_lock(key).unwrap(), LockAttempt::Held { .. })
}

#[test]
fn r04_a_lock_excludes_until_it_is_dropped_and_outlives_a_save() {
    let (_folder, store) = store();
    let (key, other) = (key("https://op.example"), key("https://other.example"));
    let held = lock(&store, &key);
    assert!(is_locked(&store, &key) && !is_locked(&store, &other));
    store.save(&key, &"secret".into()).unwrap();
    assert!(is_locked(&store, &key));
    store.remove(&key).unwrap();
    assert!(is_locked(&store, &key));
    drop(held);
    assert!(!is_locked(&store, &key));
}

#[test]
fn r04_whoever_finds_the_lock_taken_learns_by_which_process() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    let path = store.path(&key, "lock");
    let _held = lock(&store, &key);
    let by = |store: &FileStore| match store.try_lock(&key).unwrap() {
        LockAttempt::Held { by } => by,
        LockAttempt::Taken(_) => panic!("nobody holds it"),
    };
    assert_eq!(by(&store), Some(std::process::id()));
    for note in ["", "nonsense", "\u{0}\u{0}", &"7".repeat(100)] {
        fs::write(&path, note).unwrap();
        assert_eq!(by(&store), None, "{note:?}");
    }
}

#[test]
fn r04_a_lock_file_that_cannot_be_written_is_named() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    store.save(&key, &"secret".into()).unwrap();
    let path = store.path(&key, "lock");
    fs::create_dir(&path).unwrap();
    let error = store.try_lock(&key).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn r02_an_exchange_that_was_cut_off_is_known_to_the_next_one() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    let held = lock(&store, &key);
    assert!(!held.is_unsettled());
    held.begin();
    // As the end of the process would: whether by a signal or by an error.
    drop(held);
    let held = lock(&store, &key);
    assert!(held.is_unsettled());
    drop(held);
    let held = lock(&store, &key);
    assert!(held.is_unsettled(), "only who settles it forgets it");
    held.begin();
    held.settle();
    drop(held);
    assert!(!lock(&store, &key).is_unsettled());
}

#[test]
fn the_keys_are_listed_without_what_is_no_key() {
    let (_folder, store) = store();
    let one = key("https://op.example");
    let bob = StoreKey { account: Some("bob".to_owned()), ..one.clone() };
    let other = StoreKey { item: StoreItem::ClientSecret, ..one.clone() };
    assert_eq!(store.keys().unwrap(), []);
    for key in [&one, &bob, &other] {
        store.save(key, &"secret".into()).unwrap();
    }
    fs::write(store.folder.join("broken.json"), "{").unwrap();
    fs::write(store.folder.join("else.json"), "{}").unwrap();
    let _lock = lock(&store, &one);
    assert_eq!(store.keys().unwrap(), [bob, one]);
}

#[test]
fn r02_a_reader_sees_the_old_or_the_new_secret_and_nothing_between() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    let secret = |letter: &str| SecretString::from(letter.repeat(200_000));
    store.save(&key, &secret("a")).unwrap();
    let (path, reading) = (store.folder.clone(), key.clone());
    let reader = std::thread::spawn(move || {
        let store = FileStore::given(&path).unwrap();
        for _ in 0..100 {
            let found = kept(&store, &reading).unwrap();
            assert!(found.len() == 200_000 && found.starts_with('a') == found.ends_with('a'));
        }
    });
    for letter in ["b", "a"].repeat(10) {
        store.save(&key, &secret(letter)).unwrap();
    }
    reader.join().unwrap();
    let left = fs::read_dir(&store.folder).unwrap().count();
    assert_eq!(left, 1, "no temporary file stays behind");
}

#[test]
fn r02_what_a_killed_process_left_is_swept_away_once_it_is_old() {
    let (_folder, store) = store();
    let key = key("https://op.example");
    store.save(&key, &"secret".into()).unwrap();
    let (old, young) = (store.folder.join(".new-old"), store.folder.join(".new-young"));
    let written = File::create(&old).unwrap();
    written.set_modified(std::time::SystemTime::now() - UNFINISHED_AGE * 2).unwrap();
    File::create(&young).unwrap();
    store.save(&key, &"secret".into()).unwrap();
    assert!(!old.exists() && young.exists());
    assert_eq!(kept(&store, &key).as_deref(), Some("secret"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn saved() -> (tempfile::TempDir, FileStore, StoreKey, PathBuf) {
        let (folder, store) = store();
        let key = key("https://op.example");
        store.save(&key, &"secret".into()).unwrap();
        let path = store.path(&key, "json");
        (folder, store, key, path)
    }

    fn assert_unsafe<T>(result: Result<T, StoreError>) {
        let error = result.map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    }

    #[test]
    fn r11_others_can_read_neither_the_folder_nor_a_file_in_it() {
        let (_folder, store, key, path) = saved();
        let _lock = store.try_lock(&key).unwrap();
        assert_eq!(mode(&store.folder), 0o700);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&store.path(&key, "lock")), 0o600);
    }

    #[test]
    fn r09_a_loose_mode_of_our_own_is_mended() {
        let (_folder, store, key, path) = saved();
        set_mode(&path, 0o644);
        set_mode(&store.folder, 0o755);
        let ours = FileStore::open(store.folder.clone(), true).unwrap();
        assert_eq!(kept(&ours, &key).as_deref(), Some("secret"));
        assert_eq!((mode(&store.folder), mode(&path)), (0o700, 0o600));
        assert_eq!(ours.mended(), [store.folder.clone(), path], "and said, once");
        assert_eq!(ours.mended(), Vec::<PathBuf>::new());
    }

    #[test]
    fn r09_a_folder_that_the_user_named_is_refused_rather_than_changed() {
        let folder = tempfile::tempdir().unwrap();
        set_mode(folder.path(), 0o755);
        assert_unsafe(FileStore::given(folder.path()));
        assert_eq!(mode(folder.path()), 0o755);
    }

    #[test]
    fn r09_a_folder_that_everybody_can_swap_is_refused() {
        let (folder, store, key, _) = saved();
        set_mode(folder.path(), 0o777);
        assert_unsafe(store.load(&key));
        set_mode(folder.path(), 0o1777);
        assert_eq!(kept(&store, &key).as_deref(), Some("secret"));
    }

    #[test]
    fn r09_a_link_is_followed_neither_to_read_nor_to_write() {
        let (folder, store, key, path) = saved();
        let target = folder.path().join("target");
        fs::rename(&path, &target).unwrap();
        let before = fs::read(&target).unwrap();
        symlink(&target, &path).unwrap();
        assert_unsafe(store.load(&key));
        assert_unsafe(store.save(&key, &"new".into()));
        assert_unsafe(store.remove(&key));
        assert_eq!(fs::read(&target).unwrap(), before);
        symlink(&target, store.path(&key, "lock")).unwrap();
        assert_unsafe(store.try_lock(&key));
    }

    #[test]
    fn r09_a_folder_or_a_pipe_in_the_place_of_a_file_is_refused_at_once() {
        let (_folder, store, key, path) = saved();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_unsafe(store.load(&key));
        fs::remove_dir(&path).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        assert_unsafe(store.load(&key));
        let linked = store.folder.with_file_name("linked");
        symlink(&store.folder, &linked).unwrap();
        assert_unsafe(FileStore::given(&linked));
        fs::write(linked.with_file_name("file"), "").unwrap();
        assert_unsafe(FileStore::given(&linked.with_file_name("file")));
    }

    #[test]
    fn r09_what_belongs_to_another_user_is_refused() {
        let (_folder, store, key, path) = saved();
        // Only root can give a file away; for anybody else somebody else's folder stands in.
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&path, Some(65534), None).unwrap();
            assert_unsafe(store.load(&key));
            std::os::unix::fs::chown(&store.folder, Some(65534), None).unwrap();
            assert_unsafe(store.load(&key));
        } else {
            assert_unsafe(FileStore::given(Path::new("/usr")));
        }
    }

    #[test]
    fn r03_a_place_where_nothing_can_be_kept_is_named() {
        let error = FileStore::given(Path::new("/dev/null/tokens")).map(|_| ()).unwrap_err();
        assert!(
            matches!(&error, StoreError::Io { path, .. } if path == Path::new("/dev/null/tokens")),
            "{error}"
        );
    }
}
