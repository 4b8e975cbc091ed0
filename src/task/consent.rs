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
    system.files.replace(&path, format!("{document:#}\n").as_bytes())
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
