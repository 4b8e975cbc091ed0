use super::*;
use crate::system::{StoreChoice, StoreKind, TokenStores, fake::World};

fn key() -> StoreKey {
    StoreKey {
        issuer: "https://op.example".to_owned(),
        client_id: "client".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::Tokens,
    }
}

fn account(name: &str) -> StoreKey {
    StoreKey { account: Some(name.to_owned()), ..key() }
}

struct Machine {
    keyring: World,
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        Self { keyring: World::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn files(&self) -> FileStore {
        FileStore::given(&self.folder.path().join("tokens")).unwrap()
    }

    fn memory(&self) -> Memory {
        Memory::within(self.files())
    }

    fn keyring(&self) -> Remembering {
        let store = TokenStores::open(&self.keyring, &StoreChoice::Keyring, &key()).unwrap();
        Remembering::new(store, self.memory(), StoreReason::Available)
    }

    fn in_files(&self) -> Remembering {
        Remembering::new(Box::new(self.files()), self.memory(), StoreReason::Asked { until_now: None })
    }
}

#[test]
fn the_place_of_the_first_secret_is_remembered_for_the_whole_project() {
    let machine = Machine::new();
    assert_eq!(machine.memory().of(&key()).unwrap(), None);
    machine.keyring().save(&account("bob"), &"secret".into()).unwrap();
    for key in [key(), account("bob"), account("ada"), StoreKey { item: StoreItem::ClientSecret, ..key() }] {
        assert_eq!(machine.memory().of(&key).unwrap(), Some(Where::Keyring), "{key:?}");
    }
    let elsewhere = StoreKey { environment: Some("staging".to_owned()), ..key() };
    assert_eq!(machine.memory().of(&elsewhere).unwrap(), None);
}

#[test]
fn another_place_is_remembered_once_something_is_kept_there() {
    let machine = Machine::new();
    machine.keyring().save(&key(), &"secret".into()).unwrap();
    assert_eq!(machine.memory().of(&key()).unwrap(), Some(Where::Keyring));
    machine.in_files().save(&key(), &"secret".into()).unwrap();
    assert_eq!(machine.memory().of(&key()).unwrap(), Some(Where::Files));
    machine.keyring.break_store();
    assert!(machine.keyring().save(&key(), &"new".into()).is_err());
    assert_eq!(machine.memory().of(&key()).unwrap(), Some(Where::Files));
}

#[test]
fn reading_and_removing_remember_nothing() {
    let machine = Machine::new();
    let store = machine.keyring();
    assert!(store.load(&key()).unwrap().is_none() && !store.remove(&key()).unwrap());
    assert_eq!(machine.memory().of(&key()).unwrap(), None);
    assert_eq!(machine.memory().keys().unwrap(), []);
}

#[test]
fn every_account_that_was_ever_kept_is_listed() {
    let machine = Machine::new();
    machine.keyring().save(&account("bob"), &"secret".into()).unwrap();
    machine.in_files().save(&account("ada"), &"secret".into()).unwrap();
    machine.in_files().remove(&account("ada")).unwrap();
    assert_eq!(machine.memory().keys().unwrap(), [account("ada"), account("bob"), key()]);
}

#[test]
fn a_place_of_a_later_version_is_as_good_as_none() {
    let machine = Machine::new();
    machine.files().save(&record(&key(), None), &"cloud".into()).unwrap();
    assert_eq!(machine.memory().of(&key()).unwrap(), None);
}

#[test]
fn what_is_remembered_is_no_secret_and_the_place_says_why() {
    let machine = Machine::new();
    let store = machine.keyring();
    store.save(&key(), &"canary".into()).unwrap();
    assert_eq!(store.place().because, StoreReason::Available);
    assert_eq!(store.place().kind, StoreKind::Keyring { name: "test keyring" });
    let files = std::fs::read_dir(machine.folder.path().join("tokens")).unwrap();
    for file in files {
        assert!(!std::fs::read_to_string(file.unwrap().path()).unwrap().contains("canary"));
    }
}
