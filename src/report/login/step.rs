//! The steps of a sign-in, a line each, and as data.

use crate::{
    report::styles::Styles,
    task::login::{Step, Taken, Turn},
};
use serde_json::{Value, json};
use std::time::Duration;

/// Returns the name of a step as it is shown.
pub fn name(step: Step) -> &'static str {
    match step {
        Step::Discovery => "discovery",
        Step::AuthorizationRequest => "authorization request",
        Step::SignIn => "sign-in",
        Step::Callback => "callback",
        Step::TokenRequest => "token request",
        Step::TokenValidation => "token validation",
        Step::Userinfo => "userinfo",
        Step::Storing => "storing",
    }
}

/// Returns the line about a step that is over.
pub fn step(taken: Taken, styles: Styles) -> String {
    let Taken { step, turn, took } = taken;
    let mark = match turn {
        Turn::Done => styles.good("✓"),
        Turn::Skipped => styles.faint("-"),
        Turn::Missed => styles.warning("!"),
        Turn::Failed => styles.error("✗"),
    };
    let took = match turn {
        Turn::Skipped => String::new(),
        Turn::Done | Turn::Missed | Turn::Failed => styles.faint(format!("{:>8}", duration(took))),
    };
    format!("  {mark} {:<21}  {:<42} {took}", name(step), words(step, turn)).trim_end().to_owned()
}

/// Returns the line about a step that was broken off.
pub fn broken_off(step: Step, styles: Styles) -> String {
    format!("  {} {:<21}  broken off", styles.error("✗"), name(step))
}

/// Returns what a step brought.
fn words(step: Step, turn: Turn) -> &'static str {
    match (turn, step) {
        (Turn::Failed, _) => "failed",
        (Turn::Done, Step::Discovery) => "provider's metadata read",
        (Turn::Done, Step::AuthorizationRequest) => "made; the loopback port is taken",
        (Turn::Done, Step::SignIn) => "the browser came back",
        (Turn::Done, Step::Callback) => "it belongs to this sign-in and has a code",
        (Turn::Done, Step::TokenRequest) => "code exchanged for tokens",
        (Turn::Done, Step::TokenValidation) => "ID token is genuine and for this client",
        (Turn::Done, Step::Userinfo) => "account read",
        (Turn::Done, Step::Storing) => "tokens kept",
        (Turn::Skipped, Step::Discovery) => "not asked: the project names the endpoints",
        (Turn::Skipped, Step::TokenValidation) => "nothing to validate: no ID token came",
        (Turn::Skipped, Step::Userinfo) => "not asked: no endpoint is known",
        (Turn::Skipped, _) => "nothing to do",
        (Turn::Missed, _) => "failed; the sign-in goes on without it",
    }
}

/// Returns the steps as data.
pub fn steps(steps: &[Taken]) -> Value {
    let step = |taken: &Taken| {
        let result = match taken.turn {
            Turn::Done => "done",
            Turn::Skipped => "skipped",
            Turn::Missed => "missed",
            Turn::Failed => "failed",
        };
        json!({ "step": taken.step.name(), "result": result, "duration_ms": millis(taken.took) })
    };
    steps.iter().map(step).collect()
}

/// Returns a duration in milliseconds, exact to the microsecond.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stand_in_columns() {
        let plain = |name, turn, millis| {
            step(Taken { step: name, turn, took: Duration::from_millis(millis) }, Styles::default())
        };
        assert_eq!(
            plain(Step::Discovery, Turn::Done, 12),
            "  ✓ discovery              provider's metadata read                      12 ms"
        );
        assert_eq!(
            plain(Step::Callback, Turn::Done, 4_230),
            "  ✓ callback               it belongs to this sign-in and has a code     4.2 s"
        );
        assert_eq!(
            plain(Step::TokenValidation, Turn::Skipped, 0),
            "  - token validation       nothing to validate: no ID token came"
        );
    }
}
