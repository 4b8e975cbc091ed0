use super::*;
use serde_json::{Value, json};

const PRUNE: Asked = Asked { prune: true, rotate_secret: false, remove_old_secret: false };

fn desired() -> Desired {
    Desired {
        name: Some("Agenda".to_owned()),
        client_id: Some("abc".to_owned()),
        redirect_uris: vec![
            "https://chatgpt.com/aip/g-1/oauth/callback".to_owned(),
            "http://127.0.0.1:4180/callback".to_owned(),
        ],
        always_issue_refresh_token: true,
        refresh_token_days: Some(30),
        custom_domain: None,
        uses_custom_domain: true,
    }
}

fn application(changes: &Value) -> Application {
    let mut value = json!({
        "id": "abc", "name": "Agenda", "type": "Traditional",
        "oidcClientMetadata": {
            "redirectUris": ["https://chatgpt.com/aip/g-1/oauth/callback", "http://127.0.0.1:4180/callback"],
            "postLogoutRedirectUris": [],
        },
        "customClientMetadata": { "alwaysIssueRefreshToken": true, "refreshTokenTtlInDays": 30 },
    });
    for (name, member) in changes.as_object().unwrap() {
        value[name] = member.clone();
    }
    Application::parse(value).unwrap()
}

fn observed(changes: &Value) -> Observed {
    Observed { application: Some(application(changes)), secret: SecretState::Right, ..Observed::default() }
}

#[test]
fn nothing_is_planned_where_all_is_as_it_should_be() {
    let plan = plan(&desired(), &observed(&json!({})), Asked::default()).unwrap();
    assert!(plan.is_empty(), "{plan:?}");
    assert_eq!(
        (plan.application.as_deref(), plan.name.as_str(), plan.notes.len()),
        (Some("abc"), "Agenda", 0)
    );
}

#[test]
fn an_application_that_is_not_there_is_made_whole() {
    let desired = Desired { client_id: None, ..desired() };
    let observed = Observed { secret: SecretState::Missing, ..Observed::default() };
    let plan = plan(&desired, &observed, Asked::default()).unwrap();
    assert_eq!(
        plan.changes,
        [
            Change::CreateApplication { name: "Agenda".to_owned() },
            Change::AddRedirectUri("https://chatgpt.com/aip/g-1/oauth/callback".to_owned()),
            Change::AddRedirectUri("http://127.0.0.1:4180/callback".to_owned()),
            Change::AlwaysIssueRefreshToken { from: None, to: true },
            Change::RefreshTokenDays { from: None, to: 30 },
            Change::KeepSecret { replaces: false },
            Change::WriteClientId { from: None, to: None },
        ]
    );
}

#[test]
fn each_difference_is_a_change_of_its_own() {
    let observed = observed(&json!({
        "oidcClientMetadata": { "redirectUris": ["http://127.0.0.1:4180/callback", "https://theirs.example/"] },
        "customClientMetadata": { "alwaysIssueRefreshToken": false, "refreshTokenTtlInDays": 14 },
    }));
    let plan = plan(&desired(), &observed, PRUNE).unwrap();
    assert_eq!(
        plan.changes,
        [
            Change::AddRedirectUri("https://chatgpt.com/aip/g-1/oauth/callback".to_owned()),
            Change::AlwaysIssueRefreshToken { from: Some(false), to: true },
            Change::RefreshTokenDays { from: Some(14), to: 30 },
        ],
        "what others registered stays"
    );
}

#[test]
fn only_ones_own_is_pruned_and_only_when_asked_for() {
    let uris = json!([
        "https://chatgpt.com/aip/g-1/oauth/callback",
        "http://127.0.0.1:4180/callback",
        "https://old.example/",
        "https://theirs.example/"
    ]);
    let mut observed = observed(&json!({ "oidcClientMetadata": { "redirectUris": uris } }));
    observed.own = ["https://old.example/", "http://127.0.0.1:4180/callback", "https://gone.example/"]
        .map(str::to_owned)
        .to_vec();
    let kept = plan(&desired(), &observed, Asked::default()).unwrap();
    assert!(kept.is_empty());
    assert_eq!(kept.notes, [Note::Prunable(vec!["https://old.example/".to_owned()])]);
    let pruned = plan(&desired(), &observed, PRUNE).unwrap();
    assert_eq!(pruned.changes, [Change::RemoveRedirectUri("https://old.example/".to_owned())]);
    assert_eq!(pruned.wanted(&desired()).remove, ["https://old.example/"]);
}

#[test]
fn an_application_of_another_type_is_no_plan() {
    let observed = observed(&json!({ "type": "SPA" }));
    let error = plan(&desired(), &observed, Asked::default()).unwrap_err();
    assert_eq!(error, PlanError::WrongType { id: "abc".to_owned(), kind: "SPA".to_owned() });
}

#[test]
fn without_a_name_nothing_is_made() {
    let desired = Desired { name: None, ..desired() };
    assert_eq!(plan(&desired, &Observed::default(), Asked::default()), Err(PlanError::NoName));
    assert!(plan(&desired, &observed(&json!({})), Asked::default()).is_ok(), "one that is there has its own");
}

#[test]
fn an_application_found_by_its_name_is_written_down() {
    let desired = Desired { client_id: Some("gone".to_owned()), ..desired() };
    let mut observed = observed(&json!({}));
    observed.namesakes = vec!["def".to_owned()];
    observed.secret = SecretState::Wrong;
    let plan = plan(&desired, &observed, Asked::default()).unwrap();
    assert_eq!(
        plan.changes,
        [
            Change::KeepSecret { replaces: true },
            Change::WriteClientId { from: Some("gone".to_owned()), to: Some("abc".to_owned()) },
        ]
    );
    assert_eq!(
        plan.notes,
        [Note::UnknownClientId("gone".to_owned()), Note::Namesakes(vec!["def".to_owned()])]
    );
}

#[test]
fn a_domain_is_added_or_its_state_is_told() {
    let desired = Desired { custom_domain: Some("auth.example.com".to_owned()), ..desired() };
    let with =
        |domain| plan(&desired, &Observed { domain, ..observed(&json!({})) }, Asked::default()).unwrap();
    let missing = with(DomainState::Missing);
    assert_eq!(missing.changes, [Change::AddDomain("auth.example.com".to_owned())]);
    let pending = with(DomainState::There { status: "PendingSsl".to_owned() });
    assert!(pending.is_empty() && matches!(&pending.notes[..], [Note::DomainPending { .. }]));
    let unsupported = with(DomainState::Unsupported);
    assert!(unsupported.is_empty() && matches!(&unsupported.notes[..], [Note::DomainUnsupported(_)]));
    let active = with(DomainState::There { status: "Active".to_owned() });
    assert!(active.is_empty() && active.notes.is_empty());
    let unused = Desired { uses_custom_domain: false, ..desired };
    let observed =
        Observed { domain: DomainState::There { status: "Active".to_owned() }, ..observed(&json!({})) };
    let unused = plan(&unused, &observed, Asked::default()).unwrap();
    assert_eq!(unused.notes, [Note::DomainUnused("auth.example.com".to_owned())]);
}

#[test]
fn what_is_missing_in_the_project_is_told() {
    let desired = Desired { redirect_uris: Vec::new(), name: Some("Other".to_owned()), ..desired() };
    let plan = plan(&desired, &observed(&json!({})), Asked::default()).unwrap();
    let (there, here) = ("Agenda".to_owned(), "Other".to_owned());
    assert_eq!(plan.notes, [Note::OtherName { there, here }, Note::NoCallback, Note::NoLoopback]);
    assert!(plan.is_empty(), "a name is not changed from here");
}

#[test]
fn a_smaller_plan_is_within_what_was_approved_and_another_is_not() {
    let none = Desired { client_id: None, ..desired() };
    let approved =
        plan(&none, &Observed { secret: SecretState::Missing, ..Observed::default() }, Asked::default())
            .unwrap();
    let found = Observed { secret: SecretState::Missing, ..observed(&json!({})) };
    let smaller = plan(&none, &found, Asked::default()).unwrap();
    assert!(smaller.is_within(&approved), "somebody else made it meanwhile");
    assert!(!approved.is_within(&smaller), "it was removed meanwhile");
    let other = plan(&none, &observed(&json!({ "customClientMetadata": {} })), Asked::default()).unwrap();
    assert!(!other.is_within(&smaller));
}

#[test]
fn what_was_approved_for_one_application_is_not_done_to_another() {
    let missing = json!({ "customClientMetadata": {} });
    let approved = plan(&desired(), &observed(&missing), Asked::default()).unwrap();
    let mut elsewhere = missing;
    elsewhere["id"] = json!("def");
    let named = Desired { client_id: Some("def".to_owned()), ..desired() };
    let other = plan(&named, &observed(&elsewhere), Asked::default()).unwrap();
    assert_eq!(other.changes, approved.changes);
    assert!(!other.is_within(&approved), "the project names another one by now");
}

#[test]
fn a_third_party_application_is_told() {
    let plan = plan(&desired(), &observed(&json!({ "isThirdParty": true })), Asked::default()).unwrap();
    assert!(plan.is_empty() && plan.notes == [Note::ThirdParty], "{plan:?}");
}

#[test]
fn a_secret_is_replaced_and_the_old_one_removed_only_when_asked_for() {
    let mut observed = observed(&json!({}));
    observed.kept_secret = Some("Default secret".to_owned());
    observed.old_secret = Some("older".to_owned());
    let changes = |rotate_secret, remove_old_secret| {
        plan(&desired(), &observed, Asked { prune: false, rotate_secret, remove_old_secret }).unwrap().changes
    };
    let remove = |name: &str| Change::RemoveSecret { name: name.to_owned() };
    assert_eq!(changes(true, false), [Change::RotateSecret]);
    assert_eq!(changes(true, true), [Change::RotateSecret, remove("Default secret")]);
    assert_eq!(changes(false, true), [remove("older")]);
    observed.old_secret = None;
    let asked = Asked { remove_old_secret: true, ..Asked::default() };
    let nothing = plan(&desired(), &observed, asked).unwrap();
    assert!(nothing.is_empty() && nothing.notes == [Note::NoOldSecret]);
}
