//! Numbers within their bounds.

use super::merge::Flat;
use fastrand::Rng;
use serde_json::{Number, Value};

/// How far from a single bound, or from 0, numbers are taken.
const REACH: i64 = 100;

/// Returns a whole number.
pub(super) fn integer(flat: &Flat, random: &mut Rng) -> Option<Value> {
    let bound = |keyword: &str| flat.get(keyword);
    let least = [
        bound("minimum").and_then(|bound| whole(bound, f64::ceil)),
        bound("exclusiveMinimum").and_then(|bound| whole(bound, f64::floor)?.checked_add(1)),
    ];
    let most = [
        bound("maximum").and_then(|bound| whole(bound, f64::floor)),
        bound("exclusiveMaximum").and_then(|bound| whole(bound, f64::ceil)?.checked_sub(1)),
    ];
    let (least, most) = (least.into_iter().flatten().max(), most.into_iter().flatten().min());
    let (least, most) = range(least, most)?;
    let step = match bound("multipleOf") {
        Some(step) => whole_step(step)?,
        None => 1,
    };
    // The multiples between the bounds, counted from the first of them.
    let first = least.checked_add((step - least.rem_euclid(step)) % step).filter(|first| *first <= most);
    let Some(first) = first else {
        // The usual reach holds no multiple; 0 and the step itself are the next best.
        return [0, step]
            .into_iter()
            .find(|number| (least..=most).contains(number))
            .or(Some(step))
            .map(Value::from);
    };
    let multiples = most.checked_sub(first)? / step;
    Some((first + step * random.i64(0..=multiples)).into())
}

/// Returns the smallest whole multiple of a step, which may have decimals.
fn whole_step(step: &Value) -> Option<i64> {
    const MOST: u16 = 1000;
    let exact = step.as_f64()?;
    let times = (1..=MOST).map(f64::from).find(|times| (exact * times).fract() == 0.0)?;
    let multiple = Number::from_f64(exact * times).map(Value::from)?;
    step.as_i64().or_else(|| whole(&multiple, f64::round)).filter(|step| *step > 0)
}

/// Returns a range of whole numbers between the bounds that there are.
fn range(least: Option<i64>, most: Option<i64>) -> Option<(i64, i64)> {
    let (least, most) = match (least, most) {
        (None, None) => (1, REACH),
        (Some(least), None) => (least, least.saturating_add(REACH)),
        (None, Some(most)) => (most.saturating_sub(REACH), most),
        // The ranges of `int32` and `int64` say nothing about what is usual.
        (Some(least), Some(most)) if least <= i64::from(i32::MIN) && most >= i64::from(i32::MAX) => {
            (1, REACH)
        }
        (Some(least), Some(most)) if most >= i64::from(i32::MAX) => {
            (least, least.saturating_add(REACH).min(most))
        }
        (Some(least), Some(most)) if least <= i64::from(i32::MIN) => {
            (most.saturating_sub(REACH).max(least), most)
        }
        (Some(least), Some(most)) => (least, most),
    };
    (least <= most).then_some((least, most))
}

/// Returns a bound as a whole number.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a bound beyond 64 bits is the last of them"
)]
fn whole(bound: &Value, round: fn(f64) -> f64) -> Option<i64> {
    bound.as_i64().or_else(|| bound.as_f64().map(|bound| round(bound) as i64))
}

/// Returns a number, with at most two decimals where the bounds leave room.
pub(super) fn number(flat: &Flat, random: &mut Rng) -> Option<Value> {
    let bound = |keyword: &str| flat.get(keyword).and_then(Value::as_f64);
    let reach = 100.0;
    let least = bound("minimum").into_iter().chain(bound("exclusiveMinimum")).reduce(f64::max);
    let most = bound("maximum").into_iter().chain(bound("exclusiveMaximum")).reduce(f64::min);
    let (least, most) = match (least, most) {
        (None, None) => (0.0, reach),
        (Some(least), None) => (least, least + reach),
        (None, Some(most)) => (most - reach, most),
        (Some(least), Some(most)) => (least, most),
    };
    if let Some(step) = bound("multipleOf") {
        let multiples = ((most - least) / step).floor().clamp(0.0, 1000.0);
        let multiple = (least / step).ceil() + (multiples * random.f64()).floor();
        return decimal(multiple * step, decimals(step));
    }
    let exact = least + (most - least) * (0.25 + random.f64() / 2.0);
    let short =
        decimal(exact, 2).filter(|short| short.as_f64().is_some_and(|short| least < short && short < most));
    short.or_else(|| Number::from_f64(exact).map(Value::from))
}

/// Returns how many decimals a step has, up to 12.
fn decimals(step: f64) -> usize {
    (0..12)
        .find(|decimals| decimal(step, *decimals).and_then(|short| short.as_f64()) == Some(step))
        .unwrap_or(12)
}

/// Returns a number rounded to that many decimals; a whole one is written without a point.
fn decimal(exact: f64, decimals: usize) -> Option<Value> {
    let text = format!("{exact:.decimals$}");
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    text.parse().ok().and_then(Number::from_f64).map(Value::from)
}
