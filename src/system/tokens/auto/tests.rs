use super::*;
use crate::system::{StoreChoice, StoreItem, TokenStores, fake::World};
use secrecy::ExposeSecret;

impl TokenStore for Box<dyn TokenStore> {
    fn place(&self) -> &StorePlace {
        (**self).place()
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        (**self).load(key)
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        (**self).save(key, secret)
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        (**self).remove(key)
    }

    fn try_lock(&self, key: &StoreKey) -> Result<Option<Box<dyn StoreLock>>, StoreError> {
        (**self).try_lock(key)
    }
}

struct Both {
    keyring: World,
    folder: tempfile::TempDir,
    store: AutoStore<Box<dyn TokenStore>>,
    key: StoreKey,
}

impl Both {
    fn new() -> Self {
        let keyring = World::new();
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::given(&folder.path().join("tokens")).unwrap();
        let store = AutoStore::new(TokenStores::open(&keyring, &StoreChoice::Keyring).unwrap(), files);
        let key = StoreKey {
            issuer: "https://op.example".to_owned(),
            client_id: "client".to_owned(),
            environment: None,
            item: StoreItem::Tokens,
        };
        Self { keyring, folder, store, key }
    }

    fn files(&self) -> FileStore {
        FileStore::given(&self.folder.path().join("tokens")).unwrap()
    }

    fn kept(&self) -> Option<String> {
        self.store.load(&self.key).unwrap().map(|secret| secret.expose_secret().to_owned())
    }
}

#[test]
fn the_keyring_is_the_place_to_save() {
    let both = Both::new();
    assert_eq!(both.kept(), None);
    both.store.save(&both.key, &"secret".into()).unwrap();
    assert_eq!(both.keyring.secret(&both.key).as_deref(), Some("secret"));
    assert_eq!(both.kept().as_deref(), Some("secret"));
    assert!(both.files().load(&both.key).unwrap().is_none());
    assert_eq!(both.store.place(), &StorePlace::Keyring { name: "test keyring" });
}

#[test]
fn what_was_saved_while_no_keyring_answered_is_newer_and_moves_there() {
    let both = Both::new();
    both.keyring.set_secret(&both.key, "spent");
    both.files().save(&both.key, &"newer".into()).unwrap();
    assert_eq!(both.kept().as_deref(), Some("newer"));
    both.store.save(&both.key, &"newest".into()).unwrap();
    assert!(both.files().load(&both.key).unwrap().is_none());
    assert_eq!(both.kept().as_deref(), Some("newest"));
}

#[test]
fn a_keyring_that_refuses_to_save_leaves_the_copy() {
    let both = Both::new();
    both.files().save(&both.key, &"newer".into()).unwrap();
    both.keyring.break_store();
    assert!(both.store.save(&both.key, &"newest".into()).is_err());
    assert_eq!(both.kept().as_deref(), Some("newer"));
}

#[test]
fn removing_removes_both() {
    let both = Both::new();
    both.keyring.set_secret(&both.key, "spent");
    both.files().save(&both.key, &"newer".into()).unwrap();
    assert!(both.store.remove(&both.key).unwrap());
    assert_eq!(both.kept(), None);
    assert!(!both.store.remove(&both.key).unwrap());
}

#[test]
fn the_lock_is_the_one_that_the_files_alone_would_take() {
    let both = Both::new();
    let held = both.store.try_lock(&both.key).unwrap();
    assert!(held.is_some());
    assert!(both.files().try_lock(&both.key).unwrap().is_none());
}
