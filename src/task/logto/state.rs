//! What was done from here at a tenant: remembered beside the secrets, so that only one's own is ever
//! removed. Another machine knows nothing of it, and removes nothing.

use crate::{
    logto::tenant::Tenant,
    system::{LockAttempt, StoreError, StoreItem, StoreKey, StoreLock, System, TokenStore},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::time::Duration;

/// The version of what is written.
const VERSION: u64 = 1;
/// How long another process may work at the same tenant.
const LONGEST_WAIT: Duration = Duration::from_secs(180);
/// How often the lock is tried.
const RETRY: Duration = Duration::from_millis(100);

/// What was done from here to an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ours {
    /// The redirect URIs that were added from here.
    pub(super) redirect_uris: Vec<String>,
    /// The name of the secret that was kept before the one that is kept now.
    pub(super) old_secret: Option<String>,
}

/// What is remembered of a tenant.
pub(super) struct Memory<'a> {
    store: &'a dyn TokenStore,
    tenant: &'a Tenant,
}

impl<'a> Memory<'a> {
    pub(super) fn new(store: &'a dyn TokenStore, tenant: &'a Tenant) -> Self {
        Self { store, tenant }
    }

    /// Takes the lock of the tenant. `waiting` is told once that another process has it.
    pub(super) async fn lock(
        &self,
        system: &System,
        waiting: &mut dyn FnMut(Option<u32>),
    ) -> Result<Box<dyn StoreLock>, StoreError> {
        let started = system.clock.elapsed();
        let mut told = false;
        loop {
            let by = match self.store.try_lock(&self.key(""))? {
                LockAttempt::Taken(lock) => return Ok(lock),
                LockAttempt::Held { by } => by,
            };
            let waited = system.clock.elapsed().saturating_sub(started);
            if waited >= LONGEST_WAIT {
                return Err(StoreError::Locked { place: self.store.place().to_string(), by, waited });
            }
            if !std::mem::replace(&mut told, true) {
                waiting(by);
            }
            system.clock.sleep(RETRY).await;
        }
    }

    /// Returns what was done to an application.
    pub(super) fn ours(&self, id: &str) -> Result<Ours, StoreError> {
        let value = self.load(id)?;
        let old_secret = value.get("old_secret").and_then(Value::as_str);
        Ok(Ours { redirect_uris: texts(&value, "redirect_uris"), old_secret: old_secret.map(str::to_owned) })
    }

    /// Remembers what was done to an application.
    pub(super) fn remember(&self, id: &str, ours: &Ours) -> Result<(), StoreError> {
        if self.ours(id)? == *ours {
            return Ok(());
        }
        let value = json!({
            "version": VERSION, "redirect_uris": ours.redirect_uris, "old_secret": ours.old_secret,
        });
        self.store.save(&self.key(id), &value.to_string().into())
    }

    /// Returns the applications that were made from here and never proved to be the only ones.
    pub(super) fn fresh(&self) -> Result<Vec<String>, StoreError> {
        Ok(texts(&self.load("")?, "fresh"))
    }

    /// Remembers the applications that were made from here and are not yet proved to be the only ones.
    pub(super) fn set_fresh(&self, ids: &[String]) -> Result<(), StoreError> {
        if self.fresh()? == ids {
            return Ok(());
        }
        let value = json!({ "version": VERSION, "fresh": ids });
        self.store.save(&self.key(""), &value.to_string().into())
    }

    /// What cannot be read is as good as nothing: then nothing is ever removed.
    fn load(&self, id: &str) -> Result<Value, StoreError> {
        let Some(text) = self.store.load(&self.key(id))? else { return Ok(Value::Null) };
        let value: Value = serde_json::from_str(text.expose_secret()).unwrap_or_default();
        Ok(if value.get("version").and_then(Value::as_u64) == Some(VERSION) { value } else { Value::Null })
    }

    fn key(&self, id: &str) -> StoreKey {
        StoreKey {
            issuer: self.tenant.endpoint().to_string(),
            client_id: id.to_owned(),
            environment: None,
            account: None,
            item: StoreItem::LogtoApplication,
        }
    }
}

fn texts(value: &Value, name: &str) -> Vec<String> {
    let list = value.get(name).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{
        StoreChoice,
        fake::{World, run},
    };

    fn tenant() -> Tenant {
        Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap()
    }

    #[test]
    fn what_was_done_is_remembered_by_application() {
        let (world, tenant) = (World::new(), tenant());
        let store =
            world.system().stores.open(&StoreChoice::Auto, &super::super::access::key(&tenant)).unwrap();
        let memory = Memory::new(&*store, &tenant);
        assert_eq!(memory.ours("abc").unwrap(), Ours::default());
        let ours =
            Ours { redirect_uris: vec!["https://a.example/".to_owned()], old_secret: Some("x".to_owned()) };
        memory.remember("abc", &ours).unwrap();
        memory.set_fresh(&["abc".to_owned()]).unwrap();
        assert_eq!((memory.ours("abc").unwrap(), memory.fresh().unwrap()), (ours, vec!["abc".to_owned()]));
        assert_eq!(memory.ours("def").unwrap(), Ours::default());
    }

    #[test]
    fn what_cannot_be_read_makes_nothing_ones_own() {
        let (world, tenant) = (World::new(), tenant());
        let store =
            world.system().stores.open(&StoreChoice::Auto, &super::super::access::key(&tenant)).unwrap();
        let memory = Memory::new(&*store, &tenant);
        for text in
            ["", "[]", r#"{"version":2,"redirect_uris":["x"]}"#, r#"{"version":1,"redirect_uris":"x"}"#]
        {
            world.set_secret(&memory.key("abc"), text);
            assert_eq!(memory.ours("abc").unwrap(), Ours::default(), "{text}");
        }
    }

    #[test]
    fn a_process_waits_for_another_one_and_not_for_ever() {
        let (world, tenant) = (World::new(), tenant());
        let system = world.system();
        let store = system.stores.open(&StoreChoice::Auto, &super::super::access::key(&tenant)).unwrap();
        let memory = Memory::new(&*store, &tenant);
        world.lock(&memory.key(""));
        let mut told = 0;
        let error = run(memory.lock(&system, &mut |_| told += 1)).err().unwrap();
        assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        assert_eq!(told, 1);
        world.release(&memory.key(""));
        assert!(run(memory.lock(&system, &mut |_| ())).is_ok());
    }
}
