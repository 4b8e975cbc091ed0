//! The questions that `call` asks in a terminal.

use crate::{
    cli::{failure::Failure, prompt, terminal::Terminal},
    invoke::{
        bind::{BoundCall, Missing},
        server::Server,
        signature::ShapeKind,
    },
    report::escape,
};

/// Asks for an argument that the operation needs.
pub(super) fn argument(missing: &Missing) -> Result<String, Failure> {
    let kind = match missing.kind {
        ShapeKind::Any => missing.place.word().to_owned(),
        kind => format!("{}, {}", missing.place.word(), kind.word()),
    };
    let about = missing.description.as_deref().map(|text| format!(": {}", escape::excerpt(text, 50)));
    let prompt = format!("{} ({kind}){}", escape::line(&missing.name), about.unwrap_or_default());
    // A text may be empty; anything else would only fail a moment later.
    let may_be_empty = missing.kind == ShapeKind::String;
    prompt::text(&prompt, None, |text| match text.is_empty() && !may_be_empty {
        true => Err("a value is needed".to_owned()),
        false => Ok(()),
    })
}

/// Asks whether a call may be made, with all that it would send.
pub(super) fn consent(bound: &BoundCall, server: &Server, terminal: &mut Terminal) -> Result<(), Failure> {
    let styles = terminal.talk_styles();
    terminal.say("ChatGPT asks its user before this call:");
    terminal.say(format_args!(
        "  {} {}  at {}",
        styles.strong(bound.method.as_str()),
        escape::line(&bound.path),
        styles.strong(escape::line(&server.origin()))
    ));
    for (name, value) in &bound.shown {
        terminal.say(format_args!(
            "  {} {}",
            styles.faint(format!("{}:", escape::line(name))),
            escape::excerpt(value, 200)
        ));
    }
    if prompt::yes("Allow?", false)? { Ok(()) } else { Err(Failure::usage("not allowed; nothing was sent")) }
}
