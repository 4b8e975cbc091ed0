use super::*;
use crate::platform::gpt_action::TARGET;

const GOOD: &str = r#"{"access_token":"at","token_type":"bearer","refresh_token":"rt","expires_in":59}"#;

fn judged(grant: Grant, status: u16, body: &str) -> Outlook {
    let response = Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap();
    let endpoint = "https://id.example.com/oidc/token".parse().unwrap();
    judge(grant, &TARGET.reactions, &endpoint, &response, &["s3cret-value"])
}

fn words(outlook: &Outlook) -> Vec<&'static str> {
    outlook.statements.iter().map(|claim| claim.value).collect()
}

#[test]
fn the_answer_of_openais_page_is_all_that_chatgpt_needs() {
    let outlook = judged(Grant::Code, 200, GOOD);
    assert_eq!((outlook.prospect, outlook.shown.as_deref()), (Prospect::GoesOn, None));
    assert_eq!(words(&outlook), [TARGET.reactions.accepted.value]);
}

#[test]
fn a_missing_access_token_shows_the_line_that_chatgpt_shows() {
    let logto =
        r#"{"code":"oidc.invalid_grant","message":"Grant request is invalid.","error":"invalid_grant"}"#;
    let outlook = judged(Grant::Refresh, 400, logto);
    assert_eq!(outlook.prospect, Prospect::Stranded);
    assert_eq!(
        outlook.shown.as_deref(),
        Some(
            "Missing access token, received 400 from https://id.example.com/oidc/token: response_data=\
             {'code': 'oidc.invalid_grant', 'message': 'Grant request is invalid.', 'error': 'invalid_grant'}"
        )
    );
    let reactions = &TARGET.reactions;
    assert_eq!(
        words(&outlook),
        [reactions.missing_access_token.value, reactions.refresh_refused.value, reactions.way_out.value]
    );
}

#[test]
fn a_refresh_is_judged_by_its_status() {
    for (status, prospect) in [
        (200, Prospect::GoesOn),
        (401, Prospect::SignsInAgain),
        (400, Prospect::Stranded),
        (403, Prospect::Stranded),
        (429, Prospect::NotKnown),
        (503, Prospect::NotKnown),
    ] {
        let body = if status == 200 { GOOD } else { r#"{"error":"invalid_grant"}"# };
        assert_eq!(judged(Grant::Refresh, status, body).prospect, prospect, "{status}");
    }
}

#[test]
fn an_error_with_status_200_brings_no_access_token() {
    let outlook = judged(Grant::Code, 200, r#"{"error":"bad_verification_code"}"#);
    assert_eq!(outlook.prospect, Prospect::Stranded);
    assert!(outlook.shown.unwrap().contains("received 200 from"));
}

#[test]
fn a_wrapper_and_another_name_hide_the_token() {
    for body in [
        r#"{"data":{"access_token":"at"}}"#,
        r#"{"accessToken":"at"}"#,
        r#"{"access_token":""}"#,
        r#"{"access_token":7}"#,
    ] {
        assert_eq!(judged(Grant::Code, 200, body).prospect, Prospect::Stranded, "{body}");
    }
}

#[test]
fn a_form_encoded_answer_is_not_read_and_no_line_is_made_up_for_it() {
    let outlook = judged(Grant::Code, 200, "access_token=at&token_type=bearer");
    assert_eq!((outlook.prospect, outlook.shown.as_deref()), (Prospect::Stranded, None));
    assert_eq!(words(&outlook), [TARGET.reactions.not_json.value]);
}

#[test]
fn what_is_missing_beside_the_token_is_said() {
    let reactions = &TARGET.reactions;
    let bare = judged(Grant::Code, 200, r#"{"access_token":"at"}"#);
    assert_eq!(
        words(&bare)[1..],
        [reactions.token_type_missing.value, reactions.no_lifetime.value, reactions.no_refresh_token.value]
    );
    let odd = judged(
        Grant::Code,
        200,
        r#"{"access_token":"at","token_type":"mac","expires_in":"3600","refresh_token":""}"#,
    );
    assert_eq!(
        words(&odd)[1..],
        [
            reactions.token_type_other.value,
            reactions.lifetime_not_a_number.value,
            reactions.no_refresh_token.value
        ]
    );
    let refreshed =
        judged(Grant::Refresh, 200, r#"{"access_token":"at","token_type":"BEARER","expires_in":1}"#);
    assert!(refreshed.statements.is_empty(), "a refresh need not bring a new refresh token");
}

#[test]
fn the_line_masks_secrets_and_is_written_as_python_writes() {
    let body = r#"{"error":"it's","a":null,"b":[true,false,1.5],"client_secret":"x1","echo":"s3cret-value","n":"a\"b'c\n"}"#;
    let shown = judged(Grant::Refresh, 400, body).shown.unwrap();
    let data = shown.split_once("response_data=").unwrap().1;
    assert_eq!(
        data,
        r#"{'error': "it's", 'a': None, 'b': [True, False, 1.5], 'client_secret': '[masked]', 'echo': '[masked]', 'n': 'a"b\'c\n'}"#
    );
}

#[test]
fn a_page_in_place_of_an_answer_makes_no_line() {
    let outlook = judged(Grant::Refresh, 502, "<html>");
    assert_eq!((outlook.prospect, outlook.shown.as_deref()), (Prospect::NotKnown, None));
    let refused = judged(Grant::Refresh, 400, "<html>");
    assert_eq!((refused.prospect, refused.shown.as_deref()), (Prospect::Stranded, None));
}

#[test]
fn a_long_line_is_cut() {
    let body = format!(r#"{{"error":"{}"}}"#, "no ".repeat(1_000));
    let shown = judged(Grant::Refresh, 400, &body).shown.unwrap();
    assert!(shown.chars().count() <= LONGEST_LINE && shown.ends_with('…'), "{shown}");
}

#[test]
fn every_statement_has_a_source() {
    let outlook = judged(Grant::Refresh, 400, "{}");
    assert!(outlook.statements.iter().all(|claim| !claim.basis.source.is_empty()));
}
