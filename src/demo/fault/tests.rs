use super::*;

fn refused(text: &str) -> FaultError {
    text.parse::<Fault>().unwrap_err()
}

#[test]
fn every_name_stands_once_and_every_value_once_in_it() {
    let mut names: Vec<_> = catalogue().map(|switch| switch.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    for switch in catalogue() {
        let mut values: Vec<_> = switch.choices.iter().map(|choice| choice.value.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), switch.choices.len(), "{}", switch.name);
    }
}

#[test]
fn every_switch_says_what_it_is_about_and_every_value_what_it_does() {
    for switch in catalogue() {
        assert!(switch.about.ends_with('.'), "{}", switch.name);
        for choice in switch.choices {
            assert!(!choice.does.is_empty() && !choice.does.ends_with('.'), "{}", switch.name);
            assert!(!choice.effects.is_empty(), "{}={} does nothing", switch.name, choice.value.as_str());
        }
    }
}

#[test]
fn a_fault_reads_back_as_it_was_typed() {
    for text in ["id_token.aud=wrong", "token.status=503", "token.status=503:2", "jwks.keys=rotated-late"] {
        assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
    }
}

#[test]
fn what_is_no_fault_says_what_it_may_have_been_meant_for() {
    assert!(matches!(refused("id_token.aud"), FaultError::Syntax { .. }));
    for count in ["token.status=503:0", "token.status=503:-1", "token.status=503:x", "token.status=503:"] {
        assert!(matches!(refused(count), FaultError::Syntax { .. }), "{count}");
    }
    let FaultError::UnknownName { nearest, .. } = refused("id_tokn.aud=wrong") else { panic!() };
    assert_eq!(nearest.first(), Some(&"id_token.aud"));
    let FaultError::UnknownValue { nearest, known, .. } = refused("id_token.aud=wrogn") else { panic!() };
    assert_eq!((nearest.first(), known.len()), (Some(&"wrong"), 4));
    for value in ["token.status=999", "token.status=99", "token.lifetime=-1", "token.error=Access Denied"] {
        assert!(matches!(refused(value), FaultError::UnknownValue { .. }), "{value}");
    }
    assert!(matches!(refused("client.type=spa:1"), FaultError::Uncountable { .. }));
}

#[test]
fn a_count_runs_out() {
    let faults = Faults::from(vec!["token.status=503:2".parse::<Fault>().unwrap()]);
    let ask =
        || faults.instead(Endpoint::Token, &HeaderMap::new(), "").map(|answer| answer.status().as_u16());
    assert_eq!([ask(), ask(), ask()], [Some(503), Some(503), None]);
}
