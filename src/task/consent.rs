//! What the user allowed once and for all: operations, by a hash that changes with them.
//!
//! It is kept with the user's own data, never in a project: nobody else's repository can allow
//! anything.

use super::action::Action;
use crate::{
    invoke::signature::Signature,
    json_schema::{Direction, JsonSchema},
    system::System,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{io, path::PathBuf};

/// The largest file of allowed operations, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// How ChatGPT asks before a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// It does not ask for a call that only reads.
    NotAsked,
    /// It asks, and "Always allow" is among the answers.
    Once,
    /// It asks every time.
    EveryTime,
}

/// Returns how the user is asked before a call of the operation.
pub fn of(action: &Action, signature: &Signature) -> Consent {
    let harmless = action.target.call.harmless_methods.value.contains(&signature.method.as_str());
    match signature.consequential {
        true => Consent::EveryTime,
        false if harmless => Consent::NotAsked,
        false => Consent::Once,
    }
}

/// Returns the hash of an operation as it is called: server, method, path, and all that the document
/// says of it, the schemas of its request included.
pub fn operation_hash(action: &Action, signature: &Signature, origin: &str) -> String {
    let operation = action.described(signature);
    let body = operation.and_then(|own| own.request_body()?.json_schema());
    let body = body.map(|schema| JsonSchema::of(schema, Direction::Request));
    let parameters = operation.iter().flat_map(|own| own.parameters());
    let whole = json!({
        "origin": origin,
        "method": signature.method.as_str(),
        "path": signature.path,
        "operation": operation.map(|own| own.node().to_json()),
        "parameters": parameters.map(|own| own.node().to_json()).collect::<Vec<_>>(),
        "body": body.as_ref().map(JsonSchema::as_value),
    });
    Sha256::digest(whole.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns whether the user allowed the operation for good. A file that cannot be read allows
/// nothing.
pub fn is_allowed(system: &System, hash: &str) -> bool {
    allowed(system).iter().any(|own| own == hash)
}

/// Keeps that the user allowed the operation for good.
///
/// # Errors
///
/// Where nothing can be written, or the user has no home.
pub fn remember(system: &System, hash: &str) -> io::Result<()> {
    let path = path(system).ok_or(io::ErrorKind::NotFound)?;
    let mut allowed = allowed(system);
    allowed.push(hash.to_owned());
    let document = json!({ "schema": 1, "allowed": allowed });
    let content = format!("{document:#}\n");
    match system.files.exists(&path) {
        true => system.files.replace(&path, content.as_bytes()),
        false => system.files.create_new(&path, content.as_bytes()),
    }
}

fn allowed(system: &System) -> Vec<String> {
    let text = path(system).and_then(|path| system.files.read(&path, MAX_BYTES).ok());
    let document = text.and_then(|text| serde_json::from_str::<Value>(text.text()).ok()).unwrap_or_default();
    let hashes = document.get("allowed").and_then(Value::as_array).into_iter().flatten();
    hashes.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn path(system: &System) -> Option<PathBuf> {
    system.files.data_dir().map(|folder| folder.join("allowed-operations.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{system::fake::World, task::action};
    use std::path::Path;

    const DOCUMENT: &str = include_str!("../../fixtures/call/rooms.yaml");

    fn action(world: &World, document: &str) -> Action {
        world.set_file("rooms.yaml", document);
        let selection = action::Selection { schema: Some(Path::new("rooms.yaml")), ..Default::default() };
        action::open(&world.system(), selection).unwrap()
    }

    fn hash(document: &str, operation: &str, origin: &str) -> String {
        let action = action(&World::new(), document);
        operation_hash(&action, action.operation(operation).unwrap(), origin)
    }

    #[test]
    fn c11_who_is_asked_is_up_to_the_document_and_the_method() {
        let action = action(&World::new(), DOCUMENT);
        let consent = |name| of(&action, action.operation(name).unwrap());
        assert_eq!(consent("findSlots"), Consent::NotAsked);
        assert_eq!(consent("book"), Consent::EveryTime);
        assert_eq!(consent("cancel"), Consent::Once);
    }

    #[test]
    fn an_operation_that_changed_is_asked_about_again() {
        let here = "https://rooms.example.com";
        let before = hash(DOCUMENT, "book", here);
        assert_eq!(before, hash(DOCUMENT, "book", here));
        assert_ne!(before, hash(DOCUMENT, "book", "https://elsewhere.example"));
        assert_ne!(before, hash(DOCUMENT, "cancel", here));
        for (from, to) in
            [("Book a room", "Book rooms"), ("maxLength: 80", "maxLength: 81"), ("/bookings:", "/book:")]
        {
            assert_ne!(before, hash(&DOCUMENT.replace(from, to), "book", here), "{from}");
        }
    }

    #[test]
    fn what_is_allowed_is_kept_with_the_user_and_adds_up() {
        let world = World::new();
        let system = world.system();
        assert!(!is_allowed(&system, "a"));
        remember(&system, "a").unwrap();
        remember(&system, "b").unwrap();
        assert!(is_allowed(&system, "a") && is_allowed(&system, "b") && !is_allowed(&system, "c"));
        world.set_file("/data/gptauth/allowed-operations.json", "{ broken");
        assert!(!is_allowed(&system, "a"));
    }
}
