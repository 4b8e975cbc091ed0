//! What a token store has to say while a task uses it: that it is waited for, so that a wait is not taken
//! for a hang, and that others could read it.

use super::terminal::Terminal;
use crate::{
    report::{escape, styles::Styles},
    system::{LockAttempt, StoreChoice, StoreError, StoreKey, StorePlace, System, TokenStore, TokenStores},
};
use secrecy::SecretString;
use std::{
    cell::Cell,
    io::{self, Write},
    rc::Rc,
};

/// After how many tries of a lock it is said that it is waited for: a refresh takes no longer mostly.
const QUIET_TRIES: u32 = 15;

/// Returns the system with stores that say what they have to say. That they are waited for is not said
/// where only warnings are wanted.
pub(super) fn attach(system: System, terminal: &Terminal) -> System {
    let say = |text: String| {
        // Nobody can be told when stderr itself is gone.
        let _ = io::stderr().write_all(text.as_bytes());
    };
    let talk = Talk { say: Rc::new(say), styles: terminal.talk_styles(), quiet: terminal.quiet() };
    System { stores: Rc::new(TalkingStores { inner: system.stores, talk }), ..system }
}

/// How something is said.
#[derive(Clone)]
struct Talk {
    say: Rc<dyn Fn(String)>,
    styles: Styles,
    quiet: bool,
}

struct TalkingStores {
    inner: Rc<dyn TokenStores>,
    talk: Talk,
}

impl TokenStores for TalkingStores {
    fn open(&self, choice: &StoreChoice, owner: &StoreKey) -> Result<Box<dyn TokenStore>, StoreError> {
        let inner = self.inner.open(choice, owner)?;
        Ok(Box::new(TalkingStore { inner, talk: self.talk.clone(), tries: Cell::new(0) }))
    }

    fn known(&self, choice: &StoreChoice) -> Result<Vec<StoreKey>, StoreError> {
        self.inner.known(choice)
    }
}

struct TalkingStore {
    inner: Box<dyn TokenStore>,
    talk: Talk,
    tries: Cell<u32>,
}

impl TalkingStore {
    /// Passes an answer on, once what was mended on the way is said.
    fn after<T>(&self, answer: T) -> T {
        for path in self.inner.mended() {
            let label = self.talk.styles.warning("warning:");
            (self.talk.say)(format!(
                "{label} others could read `{}`; now only you can. If others use this machine, sign in again: \
                 `gptauth logout`, `gptauth login`\n",
                escape::line(&path.display().to_string())
            ));
        }
        answer
    }
}

impl TokenStore for TalkingStore {
    fn place(&self) -> &StorePlace {
        self.inner.place()
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        self.after(self.inner.load(key))
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        self.after(self.inner.save(key, secret))
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        self.after(self.inner.remove(key))
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        let attempt = self.after(self.inner.try_lock(key))?;
        let LockAttempt::Held { by } = attempt else { return Ok(attempt) };
        self.tries.set(self.tries.get() + 1);
        if self.tries.get() == QUIET_TRIES && !self.talk.quiet {
            let pid = by.map_or_else(String::new, |pid| format!(" (pid {pid})"));
            (self.talk.say)(format!("waiting for another gptauth{pid} to finish with the tokens\n"));
        }
        Ok(attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{StoreItem, fake::World};
    use std::cell::RefCell;

    #[test]
    fn r04_a_wait_is_said_once_and_names_the_process() {
        let world = World::new();
        let said = Rc::<RefCell<Vec<String>>>::default();
        let lines = Rc::clone(&said);
        let say: Rc<dyn Fn(String)> = Rc::new(move |text| lines.borrow_mut().push(text));
        let key = StoreKey {
            issuer: "https://op.example".to_owned(),
            client_id: "agenda".to_owned(),
            environment: None,
            account: None,
            item: StoreItem::Tokens,
        };
        world.lock(&key);
        let talk = Talk { say, styles: Styles::default(), quiet: false };
        let stores = TalkingStores { inner: world.system().stores, talk };
        let store = stores.open(&StoreChoice::Auto, &key).unwrap();
        for tries in 1..100 {
            assert!(matches!(store.try_lock(&key).unwrap(), LockAttempt::Held { .. }));
            assert_eq!(said.borrow().len(), usize::from(tries >= QUIET_TRIES));
        }
        assert_eq!(*said.borrow(), ["waiting for another gptauth (pid 4711) to finish with the tokens\n"]);
    }
}
