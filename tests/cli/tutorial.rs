//! The agenda schema that Logto publishes with its tutorial, unchanged, against the demo's API.

use crate::support::{Answer, Place, Servers, login};
use std::path::Path;

const SCHEMA: &str = "../shared/corpus/gpt-actions/logto-io-gpt-agenda-swagger.yaml";

#[test]
fn the_published_schema_works_unchanged_with_call_and_test() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let Ok(schema) = schema.canonicalize() else {
        println!("skipped: {SCHEMA} is not there");
        return;
    };
    let schema = schema.to_str().expect("a UTF-8 path");
    let place = Place::new();
    let servers = Servers::start(&place);
    place.write("gptauth.toml", &servers.project());
    let alice = Answer::SignIn { username: "alice", password: "alice-demo-password" };
    assert_eq!(login(&place, &servers, &[], alice).run.status, Some(0));

    let at = ["--schema", schema, "--server", servers.about("server")];
    let run = |command: &[&str]| place.run(command.iter().copied().chain(at));
    let list = run(&["call", "listItems"]);
    assert_eq!(list.status, Some(0), "{list}");
    let created = run(&["call", "createItems", "date=2026-12-24", "text=x", "--yes"]);
    assert_eq!(created.status, Some(0), "{created}");
    let id = created.stdout.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let id = format!("id={id}");
    for (operation, extra) in
        [("getItemById", None), ("updateItemById", Some("text=y")), ("deleteItemById", None)]
    {
        let arguments = ["call", operation, &id, "--yes"].into_iter().chain(extra).chain(at);
        let call = place.run(arguments);
        assert_eq!(call.status, Some(0), "{operation}\n{call}");
    }
    let test = run(&["test"]);
    assert_eq!(test.status, Some(0), "{test}");
}
