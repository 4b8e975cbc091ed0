//! Answers as providers give them, in our own words, and as a real Logto gave them.

use super::*;
use crate::probe::tests::{RecordedExchange, answered, recorded, subject};

fn asked(url: &str) -> Ask {
    Ask::http(&AS_CHATGPT, Request::get(url).body(Vec::new()).unwrap())
}

const ASKED: &str = "https://id.example.com/oidc/auth?client_id=agenda&redirect_uri=https%3A%2F%2Fchatgpt.com%2Faip%2Fg-1%2Foauth%2Fcallback&state=s&prompt=none";

fn read_answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Reading {
    read(&subject(), &asked(ASKED), &answered(status, headers, body))
}

fn page(status: u16, body: &str) -> Reading {
    read_answer(status, &[("content-type", "text/html")], body)
}

fn to(location: &str) -> Reading {
    read_answer(302, &[("location", location)], "")
}

#[test]
fn an_error_that_only_a_user_can_mend_means_that_all_is_accepted() {
    for error in ["login_required", "interaction_required", "consent_required", "account_selection_required"]
    {
        assert_eq!(
            to(&format!("https://chatgpt.com/aip/g-1/oauth/callback?error={error}&state=s")),
            Reading::Accepted
        );
    }
    assert_eq!(to("https://chatgpt.com/aip/g-1/oauth/callback?code=c&state=s"), Reading::Accepted);
}

#[test]
fn an_error_at_the_redirect_uri_is_about_something_else_than_the_redirect_uri() {
    for (error, description, refused) in [
        ("invalid_request", "Authorization Server policy requires PKCE to be used", Refused::NoPkce),
        ("invalid_request", "Missing parameter: code_challenge_method", Refused::NoPkce),
        ("invalid_request", "Code challenge required.", Refused::NoPkce),
        ("unsupported_response_type", "", Refused::ResponseType),
        ("unauthorized_client", "", Refused::ResponseType),
        ("invalid_scope", "", Refused::Scope),
        ("invalid_target", "resource indicator is missing, or unknown", Refused::Resource),
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("error", error), ("error_description", description)])
            .finish();
        for mark in ['?', '#'] {
            let location = format!("https://chatgpt.com/aip/g-1/oauth/callback{mark}{query}");
            assert_eq!(to(&location), Reading::Refused(refused), "{error} {description}");
        }
    }
    assert!(matches!(to("https://chatgpt.com/aip/g-1/oauth/callback?error=unheard_of"), Reading::Other(_)));
    assert!(matches!(
        to("https://chatgpt.com/aip/g-1/oauth/callback?error=server_error"),
        Reading::Unanswered(_)
    ));
}

#[test]
fn refusals_on_pages_are_read_by_the_words_of_the_standard() {
    for (status, body, refused) in [
        (400, "<h1>We are sorry</h1>Invalid parameter: redirect_uri", Refused::RedirectUri),
        (400, "Error 400: redirect_uri_mismatch", Refused::RedirectUri),
        (403, "The callback URL is not allowed", Refused::RedirectUri),
        (400, "Client not found.", Refused::Client),
        (401, "Unknown client", Refused::Client),
        (400, "code_challenge is required", Refused::NoPkce),
    ] {
        assert_eq!(page(status, body), Reading::Refused(refused), "{body}");
    }
    assert!(matches!(page(400, "<h1>Bad Request</h1>"), Reading::Other(_)));
    assert!(matches!(page(404, "<h1>Not Found</h1>"), Reading::Nowhere(_)));
    assert!(matches!(page(503, "<h1>Down</h1>"), Reading::Unanswered(_)));
    assert!(matches!(page(429, ""), Reading::Unanswered(_)));
}

#[test]
fn a_sign_in_page_and_the_way_to_it_say_no_more_than_that() {
    assert_eq!(page(200, "<form>user name</form>"), Reading::SignIn);
    assert_eq!(to("/sign-in?app_id=agenda"), Reading::SignIn);
    assert_eq!(to("https://login.example.com/start"), Reading::SignIn);
}

#[test]
fn the_same_place_elsewhere_is_a_move() {
    for location in [
        "https://www.id.example.com/oidc/auth?client_id=agenda",
        "/oidc/auth/?client_id=agenda",
        "http://id.example.com/oidc/auth",
    ] {
        assert!(matches!(to(location), Reading::Moved(_)), "{location}");
    }
}

#[test]
fn a_provider_that_shows_refusals_elsewhere_is_read_there() {
    let elsewhere = "https://id.example.com/error?error=invalid_client&error_description=Unknown+client";
    assert_eq!(to(elsewhere), Reading::Refused(Refused::Client));
    let mismatch =
        "/error?error=unauthorized_client&error_description=Callback+URL+mismatch+for+redirect_uri";
    assert_eq!(to(mismatch), Reading::Refused(Refused::RedirectUri));
}

#[test]
fn hostile_answers_are_read_without_a_panic() {
    for location in
        ["", ":", "//", "https://", "\u{fffd}", "https://chatgpt.com/aip/g-1/oauth/callback?error=%ff%00"]
    {
        to(location);
    }
    for body in ["", "<", "{", "{\"error\":1}", "{\"error\":{}}", "\u{0}"] {
        page(200, body);
        page(400, body);
    }
    let huge = "<".repeat(1_000_000);
    assert_eq!(page(200, &huge), Reading::SignIn);
}

#[test]
fn a_real_logto_is_read_rightly() {
    use Reading::{Accepted, Refused as No, SignIn};
    for (name, expected) in [
        ("dry-01-ok", Accepted),
        ("dry-02-unregistered", No(Refused::RedirectUri)),
        ("dry-03-unknown-client", No(Refused::Client)),
        ("dry-04-spa-no-pkce", No(Refused::NoPkce)),
        ("dry-05-response-type-token", No(Refused::ResponseType)),
        ("dry-06-scope-empty", Accepted),
        ("dry-07-scope-absent", Accepted),
        ("dry-08-bad-resource", No(Refused::Resource)),
        ("dry-10-scope-unknown", Accepted),
        ("authz-01-good", SignIn),
        ("authz-02-unregistered-redirect", No(Refused::RedirectUri)),
        ("authz-02b-unregistered-redirect-text-html", No(Refused::RedirectUri)),
        ("authz-02g-redirect-chatgpt-com-host", No(Refused::RedirectUri)),
        ("authz-02n-unregistered-prompt-none", No(Refused::RedirectUri)),
        ("authz-03-unknown-client", No(Refused::Client)),
        ("authz-03c-app-without-redirects", No(Refused::RedirectUri)),
        ("authz-05-unsupported-response-type", No(Refused::ResponseType)),
        ("authz-05b-bogus-response-type", No(Refused::ResponseType)),
        ("authz-07-pkce-none-spa", No(Refused::NoPkce)),
        ("authz-07-pkce-none-native", No(Refused::NoPkce)),
        ("authz-07-pkce-none-tradoff", SignIn),
        ("authz-07-pkce-plain-tradoff", No(Refused::NoPkce)),
        ("authz-09b-resource-unknown", No(Refused::Resource)),
    ] {
        let Some(RecordedExchange { url, answered }) = recorded(name) else { continue };
        assert_eq!(read(&subject(), &asked(&url), &answered), expected, "{name}");
    }
}
