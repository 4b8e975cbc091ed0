#![expect(clippy::disallowed_methods, reason = "links are made in a real folder")]

use super::*;
use crate::{
    openapi::{Node, Unread, Unresolved},
    system::{
        HttpError, PublicOnly,
        fake::{World, run},
    },
};
use http::{Response, header::LOCATION};

/// Returns why the reference at `/a` leads nowhere, or what it leads to.
fn outcome(document: &Document) -> String {
    match document.follow(document.at("/a").unwrap()) {
        Ok(node) => format!("{} {}", node.source().name(), node.pointer()),
        Err(Unresolved::Unread { why: Some(why), .. }) => why.to_string(),
        Err(other) => format!("{other:?}"),
    }
}

fn world(files: &[(&str, &str)]) -> World {
    let world = World::new();
    for (path, text) in files {
        world.set_file(path, *text);
    }
    world
}

fn opened(files: &[(&str, &str)], path: &str, project: Option<&str>) -> String {
    outcome(&open(&world(files).system(), Path::new(path), project.map(Path::new)).unwrap())
}

#[test]
fn files_below_the_folder_of_the_document_are_read() {
    let files = [
        ("api/openapi.yaml", "a: {$ref: 'schemas/item.yaml#/Item'}"),
        ("api/schemas/item.yaml", "Item: {$ref: owner.json}"),
        ("api/schemas/owner.json", r##"{"$ref": "../openapi.yaml#/b"}"##),
    ];
    assert_eq!(opened(&files[..2], "api/openapi.yaml", None), "it could not be read: entity not found");
    let with_target = [files[0], files[1], ("api/schemas/owner.json", "{}")];
    assert_eq!(opened(&with_target, "./api/openapi.yaml", None), "api/schemas/owner.json ");
    let around = [("api/openapi.yaml", "a: {$ref: 'schemas/item.yaml#/Item'}\nb: {}"), files[1], files[2]];
    assert_eq!(opened(&around, "api/openapi.yaml", None), "api/openapi.yaml /b");
}

#[test]
fn s15_what_is_outside_of_the_folder_is_never_looked_for() {
    for reference in [
        "/etc/passwd",
        "../secret.yaml",
        "schemas/../../secret.yaml",
        "..%2Fsecret.yaml",
        "%2e%2e/secret.yaml",
    ] {
        let document = format!("a: {{$ref: '{reference}'}}");
        let files = [("api/openapi.yaml", &*document), ("secret.yaml", "x: 1"), ("/etc/passwd", "x: 1")];
        assert_eq!(
            opened(&files, "api/openapi.yaml", None),
            "it leads out of the folder of the project",
            "{reference}"
        );
    }
    for reference in ["file:///etc/passwd", "file:secret.yaml", "ftp://x.example/a"] {
        let document = format!("a: {{$ref: '{reference}'}}");
        assert_eq!(opened(&[("openapi.yaml", &document)], "openapi.yaml", None), "its scheme is never read");
    }
}

#[test]
fn the_folder_of_the_project_is_the_wider_one() {
    let files = [("api/openapi.yaml", "a: {$ref: ../shared/x.yaml}"), ("shared/x.yaml", "x: 1")];
    assert_eq!(opened(&files, "api/openapi.yaml", Some("/project")), "shared/x.yaml ");
    assert_eq!(
        opened(&files, "api/openapi.yaml", Some("/project/other")),
        "it leads out of the folder of the project"
    );
}

#[cfg(unix)]
#[test]
fn s15_a_link_out_of_the_folder_is_refused_and_one_within_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(path("api/in")).unwrap();
    std::fs::write(path("secret.yaml"), "x: 1").unwrap();
    std::fs::write(path("api/in/x.yaml"), "x: 1").unwrap();
    std::os::unix::fs::symlink(path("secret.yaml"), path("api/out.yaml")).unwrap();
    std::os::unix::fs::symlink(folder.path(), path("api/up")).unwrap();
    std::os::unix::fs::symlink("in/x.yaml", path("api/link.yaml")).unwrap();
    for (reference, expected) in [
        ("out.yaml", "it leads out of the folder of the project".to_owned()),
        ("up/secret.yaml", "it leads out of the folder of the project".to_owned()),
        ("link.yaml", format!("{} ", path("api/link.yaml").display())),
    ] {
        std::fs::write(path("api/openapi.yaml"), format!("a: {{$ref: {reference}}}")).unwrap();
        let document = open(&System::real(), &path("api/openapi.yaml"), None).unwrap();
        assert_eq!(outcome(&document), expected, "{reference}");
    }
}

#[test]
fn files_without_end_come_to_an_end() {
    let world = World::new();
    for n in 0..400 {
        world.set_file(format!("x{n}.yaml"), format!("a: {{$ref: x{}.yaml}}", n + 1));
    }
    let document = open(&world.system(), Path::new("x0.yaml"), None).unwrap();
    assert_eq!(document.files().count(), 257);
    let last = document.references().last().unwrap();
    let Err(Unresolved::Unread { why: Some(why), .. }) = document.follow(last.node) else {
        panic!("{last:?}")
    };
    assert!(matches!(why, Unread::TooMany));
}

#[test]
fn standard_input_has_no_folder() {
    let world = world(&[("x.yaml", "x: 1")]);
    world.set_stdin("a: {$ref: x.yaml}");
    let document = open(&world.system(), Path::new("-"), None).unwrap();
    assert_eq!(outcome(&document), "a document on standard input has no folder to start from");
}

fn answer(status: u16, body: &str) -> Result<Response<Vec<u8>>, HttpError> {
    Ok(Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap())
}

fn moved(location: &str) -> Result<Response<Vec<u8>>, HttpError> {
    Ok(Response::builder().status(302).header(LOCATION, location).body(Vec::new()).unwrap())
}

#[test]
fn s16_without_being_asked_for_nothing_on_the_network_is_fetched() {
    for reference in
        ["http://169.254.169.254/latest/meta-data/", "http://localhost/x", "https://x.example/y#/z"]
    {
        let world = world(&[("openapi.yaml", &format!("a: {{$ref: '{reference}'}}"))]);
        let document = open(&world.system(), Path::new("openapi.yaml"), None).unwrap();
        assert_eq!(outcome(&document), "it leads to the network");
        let document = run(open_online(&world.system(), Path::new("openapi.yaml"), None, false)).unwrap();
        assert_eq!(outcome(&document), "it leads to the network");
        assert!(world.requests().is_empty());
    }
}

/// Opens a document with this reference and the network allowed.
fn remote(world: &World, reference: &str) -> String {
    world.set_file("openapi.yaml", format!("a: {{$ref: '{reference}'}}"));
    outcome(&run(open_online(&world.system(), Path::new("openapi.yaml"), None, true)).unwrap())
}

#[test]
fn s16_a_remote_reference_is_fetched_over_https_from_public_addresses() {
    let world = World::new();
    world.answer(|request| match request.uri().path() {
        "/moved" => moved("/x/item.yaml?a=b#/c"),
        "/x/item.yaml" => answer(200, "Item: {$ref: 'own.yaml'}"),
        _ => answer(200, "x: 1"),
    });
    assert_eq!(remote(&world, "https://x.example/x/item.yaml#/Item"), "https://x.example/x/own.yaml ");
    assert_eq!(remote(&world, "https://x.example/moved?key=secret"), "https://x.example/x/item.yaml ");
    for request in world.requests() {
        assert!(request.extensions().get::<PublicOnly>().is_some());
        assert!(
            request.headers().get("authorization").is_none() && request.headers().get("cookie").is_none()
        );
    }
}

#[test]
fn s16_every_address_on_the_way_is_looked_at() {
    let world = World::new();
    world.answer(|request| match request.uri().path() {
        "/down" => moved("http://x.example/a"),
        "/local" => moved("https://localhost/a"),
        "/file" => moved("file:///etc/passwd"),
        "/credentials" => moved("https://user:secret@x.example/"),
        "/circle" => moved("/circle"),
        "/nowhere" => answer(302, ""),
        "/none" => answer(404, ""),
        _ => answer(200, "\u{fffd}"),
    });
    for (reference, expected) in [
        ("http://x.example/a", "only https is fetched"),
        ("https://user:secret@x.example/a", "it holds credentials"),
        ("https://localhost/a", "it leads to an address that is not public"),
        ("https://x.example/down", "only https is fetched"),
        ("https://x.example/local", "it leads to an address that is not public"),
        ("https://x.example/file", "only https is fetched"),
        ("https://x.example/credentials", "it holds credentials"),
        (
            "https://x.example/circle",
            "it could not be read: `https://x.example/circle` redirects again and again",
        ),
        ("https://x.example/nowhere", "it could not be read: `https://x.example/nowhere` redirects nowhere"),
        (
            "https://x.example/none?token=t",
            "it could not be read: `https://x.example/none` answered 404 Not Found",
        ),
    ] {
        assert_eq!(remote(&world, reference), expected, "{reference}");
    }
}

#[test]
fn s16_remote_texts_without_end_come_to_an_end() {
    let world = World::new();
    world.answer(|request| answer(200, &format!("a: {{$ref: '{}x'}}", request.uri())));
    world.set_file("openapi.yaml", "a: {$ref: 'https://x.example/x'}");
    let document = run(open_online(&world.system(), Path::new("openapi.yaml"), None, true)).unwrap();
    let last = document.references().last().unwrap();
    let Err(Unresolved::Unread { why: Some(why), .. }) = document.follow(last.node) else {
        panic!("{last:?}")
    };
    assert!(matches!(why, Unread::TooMany));
    assert_eq!(world.requests().len(), 50);
}

fn fetched(world: &World, url: &str) -> Result<Document, DocumentError> {
    run(open_online(&world.system(), Path::new(url), None, false))
}

#[test]
fn s30_a_document_is_read_from_an_address_and_no_token_goes_there() {
    let world = World::new();
    world.answer(|request| match request.uri().path() {
        "/old" => moved("https://api.example.com/openapi.json"),
        _ => answer(200, r#"{"openapi": "3.1.0", "a": {"$ref": "other.json"}}"#),
    });
    let document = fetched(&world, "https://example.com/old?key=secret").unwrap();
    assert_eq!(document.source().name(), "https://api.example.com/openapi.json");
    assert_eq!(document.root().get("openapi").and_then(Node::as_str), Some("3.1.0"));
    assert_eq!(outcome(&document), "it leads to the network");
    assert!(fetched(&world, "http://localhost:8000/openapi.json").is_ok());
    assert!(world.requests().iter().all(|request| request.headers().get("authorization").is_none()));
}

#[test]
fn s30_what_is_no_document_is_told_apart() {
    let world = World::new();
    world.answer(|request| match request.uri().path() {
        "/html" => answer(200, "<!DOCTYPE html><title>Sign in</title>"),
        "/login" => moved("/html"),
        "/latin" => Ok(Response::new(vec![b'a', 0xe9])),
        "/503" => answer(503, ""),
        "/bomb" => {
            Err(HttpError::TooLarge { origin: "https://x.example".to_owned(), limit: MAX_DOCUMENT_BYTES })
        }
        _ => answer(404, ""),
    });
    let fault = |path: &str| fetched(&world, &format!("https://x.example{path}")).unwrap_err().to_string();
    assert_eq!(fault("/none"), "`https://x.example/none` answered 404 Not Found");
    assert_eq!(fault("/503"), "`https://x.example/503` answered 503 Service Unavailable");
    assert_eq!(fault("/html"), "https://x.example/html:1:1: this is an HTML page, not an OpenAPI document");
    assert_eq!(fault("/login"), "https://x.example/html:1:1: this is an HTML page, not an OpenAPI document");
    assert!(fault("/latin").ends_with("is not UTF-8 at byte 1: it looks like Latin-1 or Windows-1252"));
    assert!(matches!(
        fetched(&world, "https://x.example/bomb"),
        Err(DocumentError::Fetch(FetchError::Http { source: HttpError::TooLarge { .. }, .. }))
    ));
    for url in ["http://x.example/a", "https://user:secret@x.example/a", "https://"] {
        let error = fetched(&world, url).unwrap_err();
        assert!(matches!(error, DocumentError::Fetch(FetchError::Address { .. })), "{url}");
        assert!(!error.to_string().contains("secret"));
    }
    assert!(matches!(fetched(&world, "none.yaml"), Err(DocumentError::Read(_))));
}
