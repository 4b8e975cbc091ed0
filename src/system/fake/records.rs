//! Records in memory.

use super::World;
use crate::system::{Record, Records};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    io,
};

#[derive(Default)]
pub(super) struct Kept {
    contents: RefCell<BTreeMap<String, String>>,
    held: RefCell<BTreeSet<String>>,
}

impl World {
    /// Leaves a record behind, as a process does that was killed.
    pub(crate) fn set_record(&self, name: &str, content: &str) {
        self.0.records.contents.borrow_mut().insert(name.to_owned(), content.to_owned());
    }

    /// Lets another process hold a record.
    pub(crate) fn hold_record_elsewhere(&self, name: &str) {
        self.0.records.held.borrow_mut().insert(name.to_owned());
    }

    /// Returns every record, by name, held or not.
    pub(crate) fn records(&self) -> BTreeMap<String, String> {
        self.0.records.contents.borrow().clone()
    }

    fn take_record(&self, name: &str) -> Option<Box<dyn Record>> {
        if !self.0.records.held.borrow_mut().insert(name.to_owned()) {
            return None;
        }
        let mut contents = self.0.records.contents.borrow_mut();
        let content = contents.entry(name.to_owned()).or_default().clone();
        Some(Box::new(FakeRecord { world: self.clone(), name: name.to_owned(), content }))
    }
}

impl Records for World {
    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn Record>>> {
        if self.is_read_only() {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        Ok(self.take_record(name))
    }

    fn abandoned(&self) -> io::Result<Vec<Box<dyn Record>>> {
        let names: Vec<_> = self.0.records.contents.borrow().keys().cloned().collect();
        Ok(names.iter().filter_map(|name| self.take_record(name)).collect())
    }
}

struct FakeRecord {
    world: World,
    name: String,
    content: String,
}

impl Record for FakeRecord {
    fn content(&self) -> &str {
        &self.content
    }

    fn write(&mut self, content: &str) -> io::Result<()> {
        content.clone_into(&mut self.content);
        self.world.set_record(&self.name, content);
        Ok(())
    }

    fn remove(self: Box<Self>) -> io::Result<()> {
        self.world.0.records.contents.borrow_mut().remove(&self.name);
        Ok(())
    }
}

impl Drop for FakeRecord {
    fn drop(&mut self) {
        self.world.0.records.held.borrow_mut().remove(&self.name);
    }
}
