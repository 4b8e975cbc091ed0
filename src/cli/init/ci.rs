//! What is left to do for a pipeline.

use crate::{
    cli::{options::GlobalOptions, terminal::Terminal},
    report::escape,
    task::{
        init::InitOutcome,
        kept::{ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE, REFRESH_TOKEN_VARIABLE},
    },
    template::ci::Service,
};
use clap::{ValueEnum, builder::PossibleValue};

/// Says how the pipeline is included, and which secrets it needs.
pub(super) fn tell(outcome: &InitOutcome, global: &GlobalOptions, terminal: &mut Terminal) {
    let Some(pipeline) = &outcome.pipeline else { return };
    let styles = terminal.talk_styles();
    let service = pipeline.service;
    if let Some(including) = &pipeline.to_be_included_by {
        let including = including.display().to_string();
        let file = pipeline.file.display();
        terminal.status(format_args!(
            "\n{} is there already and stays as it is. Add to it:\n  include:\n    - local: {file}",
            escape::line(&including),
        ));
    }
    terminal.status(format_args!(
        "\n{} builds gptauth from source once and keeps it. Store for it, under\n{}:",
        service.title(),
        styles.strong(service.place_of_secrets()),
    ));
    for (name, about) in [
        (CLIENT_SECRET_VARIABLE, "the client secret at the provider"),
        (REFRESH_TOKEN_VARIABLE, "of a user made for tests, signed in for this alone:"),
    ] {
        terminal.status(format_args!("  {}  {about}", styles.strong(name)));
    }
    let account = if global.account.is_some() { "" } else { "--account ci " };
    for command in ["login", "refresh --show-tokens --format json"] {
        let command = terminal.command(&format!("{account}{command}"));
        terminal.status(format_args!("    {}", styles.typed(command)));
    }
    terminal.hint(format_args!(
        "where the provider replaces the refresh token at each use, the first run would use it up: \
         take a client without rotation, or have an earlier step set {ACCESS_TOKEN_VARIABLE}"
    ));
}

impl ValueEnum for Service {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.title()))
    }
}
