use super::*;

const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ";

/// Every text in which the canary must not survive.
fn assert_masked(shown: &str) {
    let lower = shown.to_lowercase();
    for canary in ["canary", "y2fuyxj5", "yw5hcn"] {
        assert!(!lower.contains(canary), "{shown}");
    }
}

#[test]
fn x3_a_form_keeps_its_names_and_loses_its_secrets() {
    let body = "grant_type=authorization_code&code=canary-1&client_id=app&client_secret=canary%2B2&code_verifier=canary3&redirect_uri=https%3A%2F%2Fx.example%2Fcb";
    let shown = form(body);
    assert_masked(&shown);
    assert_eq!(
        shown,
        "grant_type=authorization_code&code=[masked]&client_id=app&client_secret=[masked]\
         &code_verifier=[masked]&redirect_uri=https%3A%2F%2Fx.example%2Fcb"
    );
}

#[test]
fn x3_odd_spellings_of_a_name_do_not_hide_a_secret() {
    for text in [
        "%63lient_secret=canary",
        "Access_Token=canary",
        "client-secret=canary",
        "a=1&refresh_token=canary#",
        "x=https%3A%2F%2Fa.example%2F%3Faccess_token%3Dcanary",
    ] {
        assert_masked(&form(text));
    }
}

#[test]
fn x3_an_url_shows_neither_its_user_nor_its_secrets() {
    for text in [
        "https://canary:canary@op.example/x?code=canary&state=canary",
        "https://op.example/cb#access_token=canary&token_type=bearer",
        "https://op.example/cb?id_token_hint=eyJhbGciOiJub25lIn0.Y2FuYXJ5.&x=1",
    ] {
        assert_masked(&url(&Url::parse(text).unwrap()));
        assert_masked(&reference(text));
    }
    let public = "https://op.example/authorize?client_id=app&scope=openid%20email";
    assert_eq!(url(&Url::parse(public).unwrap()), public);
}

#[test]
fn x3_a_json_body_loses_its_secrets_at_any_depth() {
    let shown = body(
        Some("application/json"),
        br#"{"access_token":"canary","id_token":null,"expires_in":3600,
            "nested":[{"refresh_token":"canary","password":["canary"],"token":12345}],
            "error_description":"code=canary is used up, Bearer canary-canary-canary"}"#,
        4000,
    );
    assert_masked(&shown);
    assert!(shown.contains("\"expires_in\": 3600") && shown.contains("\"id_token\": null"), "{shown}");
    assert!(!shown.contains("12345"));
}

#[test]
fn x3_a_token_request_in_json_loses_its_code() {
    let shown =
        body(Some("application/json"), br#"{"grant_type":"authorization_code","code":"canary"}"#, 4000);
    assert_masked(&shown);
}

#[test]
fn everyday_codes_and_states_of_an_api_stay_readable() {
    let shown = body(None, br#"{"code":"oidc.invalid_grant","items":[{"state":"open","code":404}]}"#, 4000);
    assert!(
        shown.contains("oidc.invalid_grant") && shown.contains("open") && shown.contains("404"),
        "{shown}"
    );
    assert_masked(&body(None, br#"{"state":"canary-7f3a"}"#, 4000));
}

#[test]
fn x3_json_that_is_cut_or_broken_is_masked_all_the_same() {
    for text in [
        r#"{"access_token":"canary","expires_in":"#,
        r#"{"access_token": 'canary'}"#,
        "access_token = canary\nclient_secret: canary",
        r#"{"message":"{\"refresh_token\":\"canary\"}","#,
        "<input name=code value=x> code=canary</p>",
        "Authorization: Basic Y2FuYXJ5OmNhbmFyeQ==",
    ] {
        assert_masked(&body(Some("text/plain"), text.as_bytes(), 4000));
    }
}

#[test]
fn a_jwt_anywhere_is_cut_to_its_header() {
    let header = "eyJhbGciOiJSUzI1NiJ9.…";
    assert_eq!(text(&format!("token {JWT}, used")), format!("token {header}, used"));
    assert_eq!(self::header("X-Anything", JWT), header);
    assert_eq!(form(&format!("id_token={JWT}")), format!("id_token={header}"));
    assert_masked(&reference(&format!("/introspect/{JWT}?x")));
    assert_masked(&text("eyJhbGciOiJSU0EifQ.canary.canary.canary.canary"));
}

#[test]
fn x3_headers_show_what_helps_and_nothing_more() {
    assert_eq!(header("Authorization", "Bearer canary"), "Bearer [masked]");
    assert_eq!(header("authorization", "Basic YXBwOmNhbmFyeQ=="), "Basic app:[masked]");
    assert_eq!(header("authorization", "Basic !canary"), "Basic [masked]");
    assert_eq!(header("authorization", "canary"), "[masked]");
    assert_eq!(header("Cookie", "a=canary; canary"), "a=[masked];[masked]");
    assert_eq!(header("Set-Cookie", "sid=canary; Path=/; HttpOnly"), "sid=[masked]; Path=/; HttpOnly");
    assert_eq!(header("Location", "/cb?code=canary&iss=https://op"), "/cb?code=[masked]&iss=https://op");
    for name in ["X-API-Key", "api-key", "X-Auth-Token", "X-CSRF-Token", "Proxy-Authorization", "X-Auth"] {
        assert_masked(&header(name, "canary"));
    }
}

#[test]
fn challenges_and_ordinary_headers_are_shown_whole() {
    let challenge = r#"Bearer realm="x", error="invalid_token", resource_metadata="https://a.example/""#;
    assert_eq!(header("WWW-Authenticate", challenge), challenge);
    let bare = r#"Bearer resource_metadata="https://a.example/""#;
    assert_eq!(header("WWW-Authenticate", bare), bare);
    assert_eq!(header("Content-Type", "application/json"), "application/json");
}

#[test]
fn c08_what_is_shown_cannot_steer_a_terminal() {
    let shown = body(None, "{\"a\":\"\u{9b}0m\u{202e}\"}\u{1b}[31m".as_bytes(), 4000);
    assert!(!shown.chars().any(|character| character.is_control() && character != '\n'), "{shown:?}");
    assert!(!header("x", "a\u{1b}[0m").contains('\u{1b}'));
    assert!(!form("a=\u{1b}[0m&\u{1b}").contains('\u{1b}'));
}

#[test]
fn c07_binary_and_long_bodies_are_not_poured_out() {
    assert_eq!(body(Some("image/png"), &[0x89, b'P', 0xff], 4000), "(3 bytes that are not text)");
    let shown = body(None, "x".repeat(1_000_000).as_bytes(), 100);
    assert!(shown.ends_with("x…\n(1000000 bytes in all)") && shown.len() < 150, "{shown}");
    let cut =
        body(None, format!("{}{{\"access_token\":\"canary", " ".repeat(MAX_BODY - 22)).as_bytes(), MAX_BODY);
    assert_masked(&cut);
}

#[test]
fn ordinary_text_is_left_alone() {
    for ordinary in
        ["the token has expired", "password: required", "state: open", "error code: not_found", ""]
    {
        let expected = ordinary.replace("required", MASK);
        assert_eq!(text(ordinary), expected);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn x3_no_surrounding_lets_a_named_secret_through(before in ".{0,40}", after in ".{0,40}", name in 0..SECRET_NAMES.len()) {
        let name = SECRET_NAMES[name];
        for text in [
            format!("{before} {name}=canary7 {after}"),
            format!("{before} \"{name}\": \"canary7\"{after}"),
            format!("{before}&{name}=canary7&{after}"),
        ] {
            for shown in [
                super::text(&text),
                form(&text),
                reference(&text),
                header("x", &text),
                header("set-cookie", &text),
                body(None, text.as_bytes(), 4000),
                body(Some("application/x-www-form-urlencoded"), text.as_bytes(), 4000),
            ] {
                proptest::prop_assert!(!shown.contains("canary7"), "{text:?} -> {shown:?}");
            }
        }
    }

    #[test]
    fn whatever_comes_is_shown_without_steering_a_terminal(text in "\\PC{0,30}[\\x00-\\x9f]{0,10}.{0,30}") {
        for shown in [super::text(&text), form(&text), reference(&text), header("location", &text), header("cookie", &text), header("authorization", &text)] {
            proptest::prop_assert!(!shown.chars().any(char::is_control), "{text:?} -> {shown:?}");
        }
    }
}

#[test]
fn the_client_secrets_that_logto_tells_are_masked_and_other_values_are_not() {
    let body = r#"[{"tenantId":"default","applicationId":"a","name":"Default secret","value":"canary","createdAt":1,"expiresAt":null},{"name":"x","value":"shown"}]"#;
    let shown = super::body(Some("application/json"), body.as_bytes(), 1000);
    assert!(
        !shown.contains("canary") && shown.contains("Default secret") && shown.contains("shown"),
        "{shown}"
    );
}
