//! `gptauth init --from`.

use crate::support::Place;
use insta::assert_snapshot;
use std::io::{Read, Write};

const PETS: &str = "\
swagger: '2.0'
info: {title: Pets, version: '1'}
host: api.pets.example
schemes: [https]
paths:
  /pets:
    get:
      tags: [pets]
      summary: List all pets
      parameters:
        - {name: X-Trace, in: header, type: string}
      responses:
        200: {description: The pets., schema: {type: array, items: {$ref: '#/definitions/Pet'}}}
    post:
      tags: [pets]
      operationId: addPet
      summary: Add a pet
      parameters:
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses:
        201: {description: The pet.}
  /photos:
    post:
      tags: [photos]
      operationId: addPhoto
      summary: Add a photo
      parameters:
        - {name: file, in: formData, type: file, required: true}
      responses:
        201: {description: Done.}
definitions:
  Pet: {type: object, properties: {name: {type: string, x-nullable: true}}}
  Unused: {type: object}
";

#[test]
fn a_swagger_document_becomes_a_project_that_passes_check() {
    let place = Place::new();
    place.write("swagger.yaml", PETS);
    let run = place.run(["init", "action", "--yes", "--from", "swagger.yaml"]);
    assert_snapshot!(run, @"
    status: 0
    stdout:

    stderr:
        took 2 operations
        note: getPets: the header parameter `X-Trace` is left out: ChatGPT sends none; if the API needs it, take it from the query
        note: addPhoto: is left out: it takes `multipart/form-data`, and ChatGPT sends JSON only; offer an operation that takes a JSON object
        wrote action/gptauth.toml
        wrote action/openapi.yaml

        next:  cd action && gptauth check
        then   put the client id of your application into gptauth.toml
        then   gptauth login
    ");
    assert_snapshot!(place.read("action/openapi.yaml"), @r##"
    openapi: 3.1.0
    info:
      title: Pets
      version: "1"
    servers:
      - url: https://api.pets.example
    paths:
      /pets:
        get:
          operationId: getPets
          summary: List all pets
          responses:
            "200":
              description: The pets.
              content:
                application/json:
                  schema:
                    type: array
                    items:
                      $ref: "#/components/schemas/Pet"
        post:
          operationId: addPet
          summary: Add a pet
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  $ref: "#/components/schemas/Pet"
          responses:
            "201":
              description: The pet.
    components:
      schemas:
        Pet:
          type: object
          properties:
            name:
              type: [string, "null"]
    "##);
    let check = place.run(["--project", "action/gptauth.toml", "check", "--severity", "warning"]);
    assert_eq!(check.status, Some(0), "{check}");
    assert!(check.stdout.contains("Nothing found"), "{check}");
}

#[test]
fn operations_are_chosen_by_name_place_tag_and_path() {
    for (flags, expected) in [
        (["--operation", "addPet"], "addPet"),
        (["--operation", "GET /pets"], "getPets"),
        (["--path", "/p*s"], "addPet"),
        (["--tag", "Pets"], "getPets"),
    ] {
        let place = Place::new();
        place.write("swagger.yaml", PETS);
        let run = place.run(["init", "--yes", "--from", "swagger.yaml"].into_iter().chain(flags));
        assert_eq!(run.status, Some(0), "{run}");
        let document = place.read("openapi.yaml");
        assert!(document.contains(expected), "{flags:?}: {document}");
        assert!(!document.contains("Unused") && !document.contains("addPhoto"), "{document}");
    }
}

#[test]
fn a_choice_that_fits_nothing_writes_nothing() {
    let place = Place::new();
    place.write("swagger.yaml", PETS);
    let run = place.run(["init", "--yes", "--from", "swagger.yaml", "--operation", "addPett"]);
    assert_snapshot!(run, @"
    status: 2
    stdout:

    stderr:
        error: there is no operation `addPett`
        hint: did you mean `addPet`?
    ");
    assert!(!place.path().join("openapi.yaml").exists());
    let run = place.run(["init", "--yes", "--from", "swagger.yaml", "--operation", "addPhoto"]);
    assert_snapshot!(run, @"
    status: 2
    stdout:

    stderr:
        error: none of the chosen operations can be called by ChatGPT
        hint: addPhoto: is left out: it takes `multipart/form-data`, and ChatGPT sends JSON only
    ");
    assert!(!place.path().join("gptauth.toml").exists());
}

#[test]
fn more_operations_than_the_editor_takes_are_refused_with_their_tags() {
    let place = Place::new();
    let mut document = "openapi: 3.1.0\npaths:\n".to_owned();
    for at in 0..31 {
        let tag = if at < 20 { "items" } else { "users" };
        document.push_str(&format!("  /a{at}:\n    get: {{operationId: get{at}, tags: [{tag}]}}\n"));
    }
    place.write("large.yaml", &document);
    assert_snapshot!(place.run(["init", "--yes", "--from", "large.yaml"]), @"
    status: 2
    stdout:

    stderr:
        error: 31 operations are chosen, and ChatGPT takes at most 30
        hint: operations by tag: items 20, users 11
        hint: choose with `--operation ID`, `--tag TAG` and `--path '/items/**'`, each as often as you like
    ");
    let run = place.run(["init", "--yes", "--from", "large.yaml", "--tag", "users"]);
    assert_eq!(run.status, Some(0), "{run}");
}

#[test]
fn flags_of_a_choice_need_a_document() {
    let place = Place::new();
    for flags in [["--tag", "x"], ["--operation", "x"], ["--path", "/x"]] {
        assert_eq!(place.run(["init", "--yes"].into_iter().chain(flags)).status, Some(2));
    }
    let both = place.run(["init", "--yes", "--from", "x", "--template", "minimal"]);
    assert_eq!(both.status, Some(2), "{both}");
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let place = Place::new();
    let run = place.run(["init", "--yes", "--from", "none.yaml"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("none.yaml"), "{run}");
}

#[test]
fn a_document_comes_from_standard_input_too() {
    let place = Place::new();
    place.write("swagger.yaml", PETS);
    let mut command = place.command(["init", "action", "--from", "-", "--tag", "pets"]);
    command.stdin(std::fs::File::open(place.path().join("swagger.yaml")).expect("a file"));
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.read("action/openapi.yaml").contains("operationId: addPet"), "{run}");
}

#[test]
fn flags_of_the_project_go_into_the_document_and_the_settings() {
    let place = Place::new();
    place.write("swagger.yaml", PETS);
    let flags = ["--server", "https://gateway.example.org/pets/", "--issuer", "https://id.example.org"];
    let run =
        place.run(["init", "--yes", "--from", "swagger.yaml", "--title", "My pets"].into_iter().chain(flags));
    assert_eq!(run.status, Some(0), "{run}");
    let document = place.read("openapi.yaml");
    assert!(
        document.contains("title: My pets") && document.contains("url: https://gateway.example.org/pets\n")
    );
    assert!(place.read("gptauth.toml").contains("issuer = \"https://id.example.org\""));
    assert_eq!(place.run(["check"]).status, Some(0));
}

#[test]
fn what_stands_in_other_files_is_taken_along() {
    let place = Place::new();
    let api = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\nservers: [{url: https://api.pets.example}]\n\
               paths:\n  /pets:\n    get:\n      operationId: listPets\n      summary: List all pets\n      \
               responses:\n        '200':\n          description: The pets.\n          content:\n            \
               application/json:\n              schema: {$ref: './parts/pets.yaml#/Pets'}\n";
    place.write("source/api.yaml", api);
    place.write(
        "source/parts/pets.yaml",
        "Pets: {type: array, items: {$ref: '#/Pet'}}\nPet: {type: object, properties: {name: {type: string}}}\n",
    );
    let run = place.run(["init", "action", "--yes", "--from", "source/api.yaml"]);
    assert_eq!(run.status, Some(0), "{run}");
    let written = place.read("action/openapi.yaml");
    assert!(!written.contains("pets.yaml"), "{written}");
    assert!(written.contains("name:"), "{written}");
    let check = place.run(["check", "action/openapi.yaml"]);
    assert_eq!(check.status, Some(0), "{check}");
}

#[test]
fn s15_a_reference_out_of_the_folder_is_not_taken_along() {
    let place = Place::new();
    place.write("secret.yaml", "Canary: {type: object, properties: {canary: {type: string}}}\n");
    let api = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\nservers: [{url: https://api.pets.example}]\n\
               paths:\n  /pets:\n    get:\n      operationId: listPets\n      summary: List all pets\n      \
               responses:\n        '200':\n          description: The pets.\n          content:\n            \
               application/json:\n              schema: {$ref: '../secret.yaml#/Canary'}\n";
    place.write("source/api.yaml", api);
    let run = place.run(["init", "action", "--yes", "--from", "source/api.yaml"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(run.stderr.contains("leads to nothing that was read"), "{run}");
    assert!(!place.read("action/openapi.yaml").contains("canary"), "{run}");
}

#[test]
fn a_document_comes_from_an_address_too() {
    let place = Place::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = port.local_addr().expect("an address");
    let server = std::thread::spawn(move || {
        let (mut stream, _) = port.accept().expect("a client");
        let mut head = [0; 4096];
        let read = stream.read(&mut head).expect("a request");
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PETS}", PETS.len());
        stream.write_all(answer.as_bytes()).expect("an answer");
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    let url = format!("http://{address}/swagger.yaml");
    let mut command = place.command(["init", "--yes", "--from", &url]);
    command.env("GPTAUTH_ACCESS_TOKEN", "canary");
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.read("openapi.yaml").contains("/pets"));
    let request = server.join().expect("a request");
    assert!(
        request.starts_with("GET /swagger.yaml ") && !request.contains("canary"),
        "no token is sent: {request}"
    );
}
