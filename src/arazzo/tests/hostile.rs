use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

const HEAD: &str =
    "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: a.yaml}]\n";

#[test]
fn nesting_beyond_the_limit_of_the_reader_is_refused_and_below_it_is_read() {
    let payload = |depth: usize| {
        let nested = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        format!(
            "{HEAD}workflows: [{{workflowId: w, steps: [{{stepId: s, operationId: o, requestBody: {{payload: {nested}}}}}]}}]"
        )
    };
    assert!(read(&payload(100_000)).is_err());
    assert!(read(&payload(200)).is_ok());
}

#[test]
fn thousands_of_workflows_that_need_each_other_are_ordered_without_going_deep() {
    let mut text = format!("{HEAD}workflows:\n");
    for at in 0..5_000 {
        let needs = if at == 0 { String::new() } else { format!(", dependsOn: [w{}]", at - 1) };
        writeln!(text, "  - {{workflowId: w{at}{needs}, steps: [{{stepId: s, operationId: o}}]}}").unwrap();
    }
    let own = read(&text).unwrap();
    let order = own.in_order(&[4_999]);
    assert_eq!((order.len(), order[0]), (5_000, 0));
}

#[test]
fn schemas_that_refer_to_themselves_end() {
    let inputs =
        "components: {inputs: {a: {$ref: '#/components/inputs/b'}, b: {$ref: '#/components/inputs/a'}}}";
    let text = format!(
        "{HEAD}{inputs}\nworkflows: [{{workflowId: w, inputs: {{$ref: '#/components/inputs/a'}}, steps: [{{stepId: s, operationId: o}}]}}]"
    );
    assert!(read(&text).is_ok());
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = format!("{HEAD}x-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for at in 1..9 {
        let inner = vec![format!("*a{}", at - 1); 10].join(", ");
        writeln!(text, "x-a{at}: &a{at} [{inner}]").unwrap();
    }
    assert!(matches!(read(&text), Err(ReadError::Parse(_))));
}

#[test]
fn a_text_of_another_kind_has_few_faults() {
    let mut text = format!("{HEAD}workflows: []\n");
    for at in 0..500 {
        writeln!(text, "key{at}: 1").unwrap();
    }
    assert_eq!(faults(&text).len(), 50);
}

#[test]
fn a_jsonpath_that_is_nested_as_deep_as_it_may_be_is_read_at_once() {
    for (path, is_read) in [
        ("$[?((((((@.a))))))]", true),
        ("$[?@[?@[?@[?@.a]]]]", true),
        ("$..[?@.a || (@.b && (@.c || (@.d)))]", true),
        ("$[?((((((@.a)))))]", false),
        ("$[?!!!!!!!@.a]", false),
    ] {
        let criterion = format!("{{context: $response.body, type: jsonpath, condition: '{path}'}}");
        let step = format!("{{stepId: s, operationId: o, successCriteria: [{criterion}]}}");
        let own = read(&format!("{HEAD}workflows: [{{workflowId: w, steps: [{step}]}}]"));
        assert_eq!(own.is_ok(), is_read, "{path}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        _ = faults(&format!("{HEAD}{text}"));
        _ = faults(&text);
    }

    /// A text in which one line is lost, doubled or put elsewhere.
    #[test]
    fn lines_that_move_make_nobody_stumble(at in 0_usize..60, to in 0_usize..60, indent in 0_usize..8) {
        let mut lines: Vec<_> = WHOLE_LINES.lines().map(str::to_owned).collect();
        let at = at % lines.len();
        let line = lines.remove(at);
        let to = to % (lines.len() + 1);
        lines.insert(to, format!("{}{}", " ".repeat(indent), line.trim_start()));
        _ = faults(&lines.join("\n"));
    }
}

const WHOLE_LINES: &str = r#"arazzo: 1.0.1
info:
  title: t
  version: 1.0.0
sourceDescriptions:
  - name: a
    url: a.yaml
workflows:
  - workflowId: w
    inputs:
      type: object
      properties:
        x: {type: string}
    steps:
      - stepId: s
        operationId: o
        parameters:
          - name: p
            in: query
            value: $inputs.x
        requestBody:
          payload:
            a: "{$inputs.x}"
        successCriteria:
          - condition: $statusCode == 200
          - context: $response.body
            condition: $.a
            type: jsonpath
        onFailure:
          - name: r
            type: retry
            retryAfter: 1
            retryLimit: 2
        outputs:
          id: $response.body#/id
    outputs:
      id: $steps.s.outputs.id
"#;
