//! A secret in pieces, for a keyring whose items are limited: Windows takes 2,560 bytes, and tokens
//! are often longer.
//!
//! The item under the key itself, the head, is always written last, and in one go: it holds the secret
//! where that fits, and otherwise says where the pieces are. New pieces are written beside the old
//! ones, so until the head changes the old secret is whole, and from then on the new one is.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One item of a keyring after another, by name.
pub(super) trait Items {
    /// Why an item could not be read or written.
    type Error;
    /// Returns an item.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Self::Error>;
    /// Writes an item, whole or not at all.
    fn set(&self, name: &str, content: &[u8]) -> Result<(), Self::Error>;
    /// Removes an item; returns whether there was one.
    fn delete(&self, name: &str) -> Result<bool, Self::Error>;
}

/// Why pieces cannot be put together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read<E> {
    /// An item could not be read.
    Failed(E),
    /// A piece is missing, or is not the one that belongs there.
    Broken,
}

/// Where the pieces of a secret are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    set: String,
    count: usize,
    digest: String,
}

impl Head {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let pieces = value.get("gptauth_pieces")?;
        Some(Self {
            set: pieces.get("set")?.as_str()?.to_owned(),
            count: usize::try_from(pieces.get("count")?.as_u64()?).ok()?,
            digest: pieces.get("sha256")?.as_str()?.to_owned(),
        })
    }

    fn bytes(&self) -> Vec<u8> {
        let pieces = json!({ "set": self.set, "count": self.count, "sha256": self.digest });
        json!({ "gptauth_pieces": pieces }).to_string().into_bytes()
    }

    fn names(&self, name: &str) -> impl Iterator<Item = String> {
        (0..self.count).map(move |at| piece(name, &self.set, at))
    }
}

fn piece(name: &str, set: &str, at: usize) -> String {
    format!("{name}#{set}{at}")
}

fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns what is kept under `name`.
pub(super) fn get<I: Items>(items: &I, name: &str) -> Result<Option<Vec<u8>>, Read<I::Error>> {
    let mut head = items.get(name).map_err(Read::Failed)?;
    loop {
        let Some(bytes) = head else { return Ok(None) };
        let Some(parts) = Head::parse(&bytes) else { return Ok(Some(bytes)) };
        if let Some(content) = join(items, name, &parts).map_err(Read::Failed)? {
            return Ok(Some(content));
        }
        // Somebody may have replaced them meanwhile; then the head is another one.
        head = items.get(name).map_err(Read::Failed)?;
        if head.as_ref() == Some(&bytes) {
            return Err(Read::Broken);
        }
    }
}

fn join<I: Items>(items: &I, name: &str, head: &Head) -> Result<Option<Vec<u8>>, I::Error> {
    let mut content = Vec::new();
    for name in head.names(name) {
        let Some(part) = items.get(&name)? else { return Ok(None) };
        content.extend(part);
    }
    Ok((digest(&content) == head.digest).then_some(content))
}

/// Keeps `content` under `name`, in items of at most `limit` bytes.
pub(super) fn set<I: Items>(items: &I, name: &str, content: &[u8], limit: usize) -> Result<(), I::Error> {
    let old = items.get(name)?.as_deref().and_then(Head::parse);
    if content.len() <= limit {
        items.set(name, content)?;
    } else {
        // Of two sets of names, the one that is not in use.
        let set = if old.as_ref().is_some_and(|old| old.set == "a") { "b" } else { "a" };
        let parts = content.chunks(limit);
        let head = Head { set: set.to_owned(), count: parts.len(), digest: digest(content) };
        for (name, part) in head.names(name).zip(parts) {
            items.set(&name, part)?;
        }
        items.set(name, &head.bytes())?;
    }
    if let Some(old) = old {
        // The new secret is in place. Old pieces that stay are spent, and the next save but one
        // writes over them.
        let _ = discard(items, name, &old);
    }
    Ok(())
}

/// Removes what is kept under `name`; returns whether something was.
pub(super) fn delete<I: Items>(items: &I, name: &str) -> Result<bool, I::Error> {
    let old = items.get(name)?.as_deref().and_then(Head::parse);
    if let Some(old) = old {
        discard(items, name, &old)?;
    }
    items.delete(name)
}

fn discard<I: Items>(items: &I, name: &str, head: &Head) -> Result<(), I::Error> {
    for name in head.names(name) {
        items.delete(&name)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        cell::{Cell, RefCell},
        collections::BTreeMap,
    };

    const LIMIT: usize = 120;

    /// A keyring that stops working after some writes and removals.
    #[derive(Default)]
    struct Keyring {
        items: RefCell<BTreeMap<String, Vec<u8>>>,
        changes_left: Cell<Option<usize>>,
    }

    #[derive(Debug, PartialEq, Eq)]
    struct Stopped;

    impl Keyring {
        fn change(&self) -> Result<(), Stopped> {
            match self.changes_left.get() {
                Some(0) => Err(Stopped),
                Some(left) => {
                    self.changes_left.set(Some(left - 1));
                    Ok(())
                }
                None => Ok(()),
            }
        }

        fn kept(&self) -> Option<Vec<u8>> {
            get(self, "name").unwrap()
        }
    }

    impl Items for Keyring {
        type Error = Stopped;

        fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Stopped> {
            Ok(self.items.borrow().get(name).cloned())
        }

        fn set(&self, name: &str, content: &[u8]) -> Result<(), Stopped> {
            assert!(content.len() <= LIMIT, "{} bytes in one item", content.len());
            self.change()?;
            self.items.borrow_mut().insert(name.to_owned(), content.to_owned());
            Ok(())
        }

        fn delete(&self, name: &str) -> Result<bool, Stopped> {
            self.change()?;
            Ok(self.items.borrow_mut().remove(name).is_some())
        }
    }

    #[test]
    fn long_and_short_secrets_replace_each_other_and_leave_nothing() {
        let keyring = Keyring::default();
        assert_eq!(keyring.kept(), None);
        for length in [1, LIMIT, LIMIT + 1, 16 * 1024, 3 * LIMIT, 0, 5 * LIMIT + 7, LIMIT] {
            let content = vec![b'x'; length];
            set(&keyring, "name", &content, LIMIT).unwrap();
            assert_eq!(keyring.kept().as_deref(), Some(&*content));
            let pieces = if length <= LIMIT { 0 } else { length.div_ceil(LIMIT) };
            assert_eq!(keyring.items.borrow().len(), 1 + pieces);
        }
        set(&keyring, "name", &[b'x'; 1000], LIMIT).unwrap();
        assert_eq!(delete(&keyring, "name"), Ok(true));
        assert_eq!(delete(&keyring, "name"), Ok(false));
        assert!(keyring.items.borrow().is_empty());
    }

    #[test]
    fn r02_a_write_that_stops_anywhere_leaves_the_old_secret_or_the_new_one() {
        for (old, new) in [(10, 500), (500, 10), (500, 700), (700, 500)] {
            let (old, new) = (vec![b'o'; old], vec![b'n'; new]);
            for changes in 0..20 {
                let keyring = Keyring::default();
                set(&keyring, "name", &old, LIMIT).unwrap();
                keyring.changes_left.set(Some(changes));
                let written = set(&keyring, "name", &new, LIMIT);
                keyring.changes_left.set(None);
                let kept = keyring.kept().unwrap();
                assert_eq!(kept == new, written.is_ok(), "after {changes} changes");
                assert!(kept == old || kept == new, "after {changes} changes");
                set(&keyring, "name", &new, LIMIT).unwrap();
                assert_eq!(keyring.kept().as_deref(), Some(&*new));
            }
        }
    }

    #[test]
    fn r10_a_piece_that_is_missing_or_another_is_told_from_nothing() {
        let keyring = Keyring::default();
        set(&keyring, "name", &[b'x'; 500], LIMIT).unwrap();
        keyring.items.borrow_mut().insert("name#a1".to_owned(), vec![b'y'; LIMIT]);
        assert_eq!(get(&keyring, "name"), Err(Read::Broken));
        keyring.items.borrow_mut().remove("name#a1");
        assert_eq!(get(&keyring, "name"), Err(Read::Broken));
    }
}
