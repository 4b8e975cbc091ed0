use super::*;
use crate::system::StoreItem;
use keyring_core::mock;

fn key(issuer: &str) -> StoreKey {
    StoreKey {
        issuer: issuer.to_owned(),
        client_id: "client".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    }
}

fn locks() -> (tempfile::TempDir, FileStore) {
    let folder = tempfile::tempdir().unwrap();
    let locks = FileStore::given(&folder.path().join("tokens")).unwrap();
    (folder, locks)
}

fn kept(store: &dyn TokenStore, key: &StoreKey) -> Option<String> {
    store.load(key).unwrap().map(|secret| secret.expose_secret().to_owned())
}

/// What any keyring must do.
fn assert_keeps(store: &dyn TokenStore) {
    let (one, other) = (key("https://gptauth-test.example"), key("https://gptauth-test.example/"));
    let long = "aZ09-._~+/=".repeat(1500);
    assert_eq!(kept(store, &one), None);
    store.save(&one, &"first".into()).unwrap();
    store.save(&one, &long.as_str().into()).unwrap();
    assert_eq!(kept(store, &one), Some(long));
    assert_eq!(kept(store, &other), None);
    let lock = store.try_lock(&one).unwrap();
    let own = Some(std::process::id());
    assert!(matches!(lock, LockAttempt::Taken(_)));
    assert!(matches!(store.try_lock(&one).unwrap(), LockAttempt::Held { by } if by == own));
    assert!(store.remove(&one).unwrap());
    assert!(!store.remove(&one).unwrap());
    assert_eq!(kept(store, &one), None);
}

fn mocked(keyring: &Arc<mock::Store>) -> (tempfile::TempDir, KeyringStore) {
    let (folder, locks) = locks();
    let keyring: Arc<CredentialStore> = Arc::clone(keyring) as _;
    (folder, KeyringStore::connect(move || Ok(keyring), locks).unwrap())
}

#[test]
fn a_keyring_keeps_what_it_is_given() {
    let (_folder, store) = mocked(&mock::Store::new().unwrap());
    assert_keeps(&store);
}

#[test]
fn a_keyring_with_small_items_keeps_long_secrets_in_pieces() {
    let (_folder, store) = mocked(&mock::Store::new().unwrap());
    assert_keeps(&KeyringStore { limit: 2560, ..store });
}

/// Touches the keyring of whoever runs it, so it waits to be asked:
/// `GPTAUTH_TEST_KEYRING=1 dbus-run-session -- …` with an unlocked keyring behind it.
#[test]
fn the_keyring_of_this_machine_keeps_what_it_is_given() {
    if crate::system::variable("GPTAUTH_TEST_KEYRING").is_none() {
        println!("skipped: GPTAUTH_TEST_KEYRING is not set");
        return;
    }
    let (_folder, locks) = locks();
    assert_keeps(&KeyringStore::connect(platform::connect, locks).unwrap());
}

#[test]
fn r12_a_keyring_that_is_not_there_says_why() {
    let (_folder, locks) = locks();
    let failed = || Err(Error::PlatformFailure("no session bus".into()));
    let Err(StoreError::NoKeyring { reason }) = KeyringStore::connect(failed, locks) else { panic!() };
    assert!(reason.contains("no session bus"), "{reason}");
}

#[test]
fn r12_a_keyring_that_hangs_is_left_behind() {
    let (hold, held) = mpsc::channel::<()>();
    let hanging = within(Duration::from_millis(10), move || {
        // Ends with the test, when nobody can send any more.
        let _ = held.recv();
        Ok(())
    });
    assert!(matches!(hanging, Err(Silence::Late)));
    drop(hold);
}

#[test]
fn r12_a_keyring_library_that_breaks_down_is_an_error() {
    let broken = within(ANSWER_TIME, || -> keyring_core::Result<()> { panic!("of the test") });
    assert!(matches!(broken, Err(Silence::Crashed)));
}

#[test]
fn r12_a_locked_keyring_refuses_and_what_it_holds_stays() {
    let keyring = mock::Store::new().unwrap();
    let (_folder, store) = mocked(&keyring);
    let key = key("https://op.example");
    store.save(&key, &"secret".into()).unwrap();
    let entry = store.keyring.build(SERVICE, &key.text(), None).unwrap();
    let lock = || {
        let credential: &mock::Cred = entry.as_any().downcast_ref().unwrap();
        credential.set_error(Error::NoStorageAccess("locked".into()));
    };
    lock();
    assert!(matches!(store.load(&key), Err(StoreError::Keyring { action: "read", .. })));
    lock();
    assert!(matches!(store.save(&key, &"new".into()), Err(StoreError::Keyring { .. })));
    assert_eq!(kept(&store, &key).as_deref(), Some("secret"));
}

#[test]
fn r10_an_item_that_is_not_ours_is_not_written_over() {
    let (_folder, store) = mocked(&mock::Store::new().unwrap());
    let key = key("https://op.example");
    let entry = store.keyring.build(SERVICE, &key.text(), None).unwrap();
    entry.set_secret(b"canary").unwrap();
    let error = store.save(&key, &"new".into()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(!error.to_string().contains("canary"));
    assert_eq!(entry.get_secret().unwrap(), b"canary");
}
