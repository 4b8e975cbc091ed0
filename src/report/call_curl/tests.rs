use super::*;

fn post(body: &str) -> Request<Vec<u8>> {
    Request::post("https://api.example.com/it's?a=%20")
        .header("accept", "*/*")
        .body(body.as_bytes().to_vec())
        .unwrap()
}

#[test]
fn x2_the_token_is_a_variable_of_the_shell() {
    let mut request = post("{}");
    request.headers_mut().insert("authorization", "Bearer canary".parse().unwrap());
    assert_eq!(
        command(&request, true),
        "curl --globoff --max-time 45 --request POST --url 'https://api.example.com/it%27s?a=%20' \
         --header 'accept: */*' --header \"authorization: Bearer $TOKEN\" --data-raw '{}'"
    );
    assert!(!command(&request, false).contains("authorization"));
}

#[test]
fn x1_a_body_keeps_its_value_without_any_character_that_a_shell_reads() {
    for text in [
        "@/etc/passwd",
        "it's",
        "$(id) `id` $HOME",
        "a\nb\r\tc",
        "!!",
        "\\",
        "\\\\",
        "\\'",
        "'\\''",
        "\"",
        "\u{2018}; id \u{2019}",
        "\u{201b}",
        "\u{202e}",
        "\u{9b}",
        "\u{0}",
        "ü € 😀",
        "%27 %PATH% ^& |",
        "--config x",
    ] {
        let body = serde_json::json!({ "a": text, text: [text] }).to_string();
        let command = command(&post(&body), true);
        let written = command.split_once("--data-raw '").unwrap().1.strip_suffix('\'').unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(written).unwrap()["a"], text);
        assert!(
            !written.contains(['\'', '\n', '\r', '\u{2018}', '\u{2019}', '\u{201b}', '\u{202e}', '\u{9b}']),
            "{written}"
        );
        assert!(!written.contains("\\\\") && !written.ends_with('\\'), "{written}");
    }
}

#[test]
fn the_layout_of_a_body_is_no_part_of_its_value() {
    assert_eq!(inert("{\n  \"a b\":\t[1]\r\n}"), "{   \"a b\": [1]  }");
}
