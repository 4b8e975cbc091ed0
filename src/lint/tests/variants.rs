use super::*;

const HEAD: &str = "\
openapi: 3.1.0
info: {title: Agenda, version: 1.0.0}
servers: [{url: https://api.example.com}]
paths:
";

/// Runs the rules over paths, which stand below two spaces.
fn found_in(paths: &str) -> Vec<&'static str> {
    codes(&run(&document(format!("{HEAD}{paths}")), None))
}

/// Runs the rules over a request body with this schema, which stands on one line.
fn found_in_body(schema: &str) -> Vec<&'static str> {
    found_in(&format!(
        "  /a:
    post:
      operationId: a
      summary: s
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
components:
  schemas:
    Choice: {{oneOf: [{{type: object, properties: {{}}}}]}}
    Object: {{type: object, properties: {{a: {{type: string}}}}}}
    List: {{type: array, items: {{type: string}}}}
"
    ))
}

/// Runs the rules over a response with this schema, which stands on one line.
fn found_in_response(schema: &str) -> Vec<&'static str> {
    let response = format!("{{description: d, content: {{application/json: {{schema: {schema}}}}}}}");
    found_in(&format!("  /a: {{get: {{operationId: a, summary: s, responses: {{'200': {response}}}}}}}\n"))
}

/// Runs the rules over the parameters of an operation, each on one line.
fn found_in_parameters(path: &str, parameters: &[&str]) -> Vec<&'static str> {
    let parameters: String = parameters.iter().map(|parameter| format!("        - {parameter}\n")).collect();
    found_in(&format!(
        "  {path}:\n    get:\n      operationId: a\n      summary: s\n      parameters:\n{parameters}"
    ))
}

#[test]
fn s09_only_the_versions_of_the_message_are_accepted() {
    let version = |line: &str| {
        let rest = HEAD.split_once('\n').unwrap().1;
        codes(&run(&document(format!("{line}{rest}  /a: {{get: {{operationId: a, summary: s}}}}\n")), None))
    };
    for accepted in ["openapi: 3.1.0\n", "openapi: '3.1.1'\n"] {
        assert_eq!(version(accepted), [""; 0], "{accepted}");
    }
    for refused in [
        "",
        "openapi:\n",
        "openapi: 3.1\n",
        "openapi: '3.1'\n",
        "openapi: 3.1.2\n",
        "openapi: 3.2.0\n",
        "openapi: []\n",
    ] {
        assert_eq!(version(refused), ["GA103"], "{refused}");
    }
    assert!(version("swagger: 2.0\n").contains(&"GA104"));
}

#[test]
fn request_bodies_are_objects_in_any_of_their_forms() {
    for accepted in [
        "{type: object, properties: {}}",
        "{type: [object, 'null'], properties: {a: {type: string}}}",
        "{properties: {a: {type: string}}}",
        "{$ref: '#/components/schemas/Object'}",
        "{allOf: [{$ref: '#/components/schemas/Object'}]}",
        "{type: object, allOf: [{$ref: '#/components/schemas/Object'}]}",
        "{type: object, properties: {a: {type: string}}, oneOf: [{required: [a]}]}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: true}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
    ] {
        assert_eq!(found_in_body(accepted), [""; 0], "{accepted}");
    }
    for dropped in [
        "{type: array, items: {type: string}}",
        "{type: string}",
        "{$ref: '#/components/schemas/List'}",
        "{$ref: '#/components/schemas/Choice'}",
        "{$ref: '#/components/schemas/Nothing'}",
        "{anyOf: [{$ref: '#/components/schemas/Object'}]}",
    ] {
        assert_eq!(found_in_body(dropped), ["GA223"], "{dropped}");
    }
    assert_eq!(found_in_body("{type: object}"), ["GA224"]);
    assert_eq!(found_in_body("{type: object, additionalProperties: true}"), ["GA226"]);
    assert_eq!(found_in_body("{type: object, additionalProperties: {}}"), ["GA226"]);
    assert_eq!(found_in_body("{type: object, patternProperties: {a: {type: string}}}"), ["GA226"]);
    assert_eq!(found_in_body("{type: object, additionalProperties: {type: object}}"), ["GA226"]);
}

#[test]
fn a_component_that_requests_and_responses_share_is_that_of_requests() {
    let found = found_in(
        "  /a:
    post:
      operationId: a
      summary: s
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components: {schemas: {A: {type: object, properties: {b: {type: object}}}, C: {type: object}}}
",
    );
    assert_eq!(found, ["GA224", "GA225"]);
}

#[test]
fn responses_may_be_anything_that_can_be_read() {
    for accepted in
        ["{}", "true", "{type: string}", "{type: array, items: {type: string}}", "{oneOf: [{type: string}]}"]
    {
        assert_eq!(found_in_response(accepted), [""; 0], "{accepted}");
    }
    assert_eq!(found_in_response("text"), ["GA107"]);
    assert_eq!(found_in_response("{type: array, items: {title: A}}"), ["GA116"]);
    assert_eq!(found_in_response("{type: object, properties: {a: 1}}"), ["GA107"]);
    assert_eq!(found_in_response("{type: object, properties: {$ref: {type: string}}}"), [""; 0]);
    assert_eq!(found_in_response("{type: object, example: {$ref: '#/x'}, properties: {}}"), [""; 0]);
}

#[test]
fn parameters_and_the_path_go_together() {
    let id = "{name: id, in: path, required: true, schema: {type: string}}";
    assert_eq!(found_in_parameters("/a/{id}", &[id]), [""; 0]);
    assert_eq!(found_in_parameters("/a/{id},{x}", &[id]), ["GA214"]);
    assert_eq!(found_in_parameters("/a", &[id]), ["GA216"]);
    assert_eq!(found_in_parameters("/a/{id}", &["{name: id, in: query, schema: {type: string}}"]), ["GA214"]);
    assert_eq!(found_in_parameters("/a/{id}", &[&id.replace("true", "false")]), ["GA215"]);
    assert_eq!(
        found_in_parameters("/a/{id}", &[id, "{name: id, in: query, schema: {type: string}}"]),
        ["GA219"]
    );
    assert_eq!(found_in_parameters("/a", &["{name: 12, in: query, schema: {type: string}}"]), ["GA218"]);
    assert_eq!(found_in_parameters("/a", &["text"]), ["GA107"]);
    assert_eq!(found_in_parameters("/a", &["null"]), ["GA106"]);
}

#[test]
fn keys_of_a_path_item_are_told_apart() {
    let operation = "{operationId: a, summary: s}";
    assert_eq!(found_in(&format!("  /a: {{get: {operation}, x-more: 1, parameters: []}}\n")), [""; 0]);
    assert_eq!(
        found_in(&format!("  /a: {{get: {operation}, trace: {{operationId: b, summary: s}}}}\n")),
        ["GA209"]
    );
    assert_eq!(found_in(&format!("  /a: {{get: {operation}, Post: {{}}}}\n")), ["GA209"]);
    assert_eq!(found_in(&format!("  /a: {{get: {operation}}}\n  x-more: {{get: 1}}\n")), [""; 0]);
    let reference = format!("  /a: {{$ref: '#/x-items'}}\nx-items: {{get: {operation}}}\n");
    assert_eq!(found_in(&reference), ["GA209"]);
}

#[test]
fn files_go_in_and_out_in_one_shape() {
    let list = "{type: array, items: {type: string}}";
    let body = |name: &str, schema: &str| {
        found_in_body(&format!("{{type: object, properties: {{{name}: {schema}}}}}"))
    };
    assert_eq!(body("openaiFileIdRefs", list), [""; 0]);
    assert_eq!(body("openaiFileIdRefs", "{$ref: '#/components/schemas/List'}"), [""; 0]);
    assert_eq!(body("openaiFileIdRefs", "{type: array, items: {type: integer}}"), ["GA232"]);
    assert_eq!(body("openaiFileIdRef", list), ["GA233"]);
    assert_eq!(body("openAIFileIDRefs", list), ["GA233"]);
    assert_eq!(
        found_in_parameters("/a", &["{name: openaiFileIdRefs, in: query, schema: {type: string}}"]),
        ["GA232"]
    );
    assert_eq!(
        found_in_response(
            "{type: object, properties: {openaiFileResponse: {type: array, items: {type: object, properties: {}}}}}"
        ),
        [""; 0]
    );
}

#[test]
fn the_flag_of_consequences_is_a_boolean_of_one_spelling() {
    let flag = |flag: &str| found_in(&format!("  /a: {{get: {{operationId: a, summary: s, {flag}}}}}\n"));
    assert_eq!(flag("x-openai-isConsequential: true"), [""; 0]);
    assert_eq!(flag("x-openai-isConsequential: 'true'"), ["GA229"]);
    assert_eq!(flag("x-openai-isConsequential: no"), ["GA229"]);
    assert_eq!(flag("x-openai-is-consequential: false"), ["GA229"]);
    assert_eq!(flag("x-openai-other: 1"), [""; 0]);
}
