//! What is in the token store of a place, as only its owner can see it.

use super::Place;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Returns the folder of the store.
pub(crate) fn folder(place: &Place) -> PathBuf {
    place.home().join(".local/share/gptauth/tokens")
}

/// Returns whether a folder is a token store: the default one, or one that a test names `tokens`.
pub(crate) fn is_folder(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == "tokens" || name == ".gptauth")
}

/// Returns the entries of the store that are of this kind: `tokens`, `client-secret`, `place`.
pub(crate) fn entries(folder: &Path, item: &str) -> Vec<(PathBuf, Value)> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let paths = files.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = paths
        .filter_map(|path| {
            let envelope: Value = serde_json::from_str(&fs::read_to_string(&path).ok()?).ok()?;
            (envelope["item"] == item).then_some((path, envelope))
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Returns the tokens in an entry.
pub(crate) fn tokens(envelope: &Value) -> Value {
    serde_json::from_str(envelope["secret"].as_str().expect("a secret")).expect("tokens")
}

/// Changes the one set of tokens of a place.
pub(crate) fn change_tokens(place: &Place, change: impl FnOnce(&mut Value)) {
    let mut entries = entries(&folder(place), "tokens");
    assert_eq!(entries.len(), 1, "one set of tokens");
    let (path, mut envelope) = entries.remove(0);
    let mut tokens = tokens(&envelope);
    change(&mut tokens);
    envelope["secret"] = tokens.to_string().into();
    fs::write(path, envelope.to_string()).expect("a written entry");
}

/// Lets the access token of a place expire.
pub(crate) fn expire(place: &Place) {
    change_tokens(place, |tokens| tokens["expires_at"] = "2020-01-01T00:00:00Z".into());
}
