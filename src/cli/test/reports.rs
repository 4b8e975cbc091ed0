//! The reports of a test: their forms, and the files that they are written into.

use super::TestFormat;
use crate::{
    cli::failure::{ExitStatus, Failure},
    report::{self, styles::Styles},
    system::System,
    task::test::TestOutcome,
};
use clap::ValueEnum;
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// A report that is written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportFile {
    format: TestFormat,
    path: PathBuf,
}

/// Takes `FORMAT=FILE`.
pub(super) fn parse(text: &str) -> Result<ReportFile, String> {
    let (format, path) = text.split_once('=').ok_or("expected FORMAT=FILE, `junit=report.xml` for one")?;
    let format = TestFormat::from_str(format, false).map_err(|_| {
        let known: Vec<_> = TestFormat::value_variants()
            .iter()
            .filter_map(|own| Some(own.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("there is no form `{format}`; there are {}", known.join(", "))
    })?;
    if path.is_empty() {
        return Err("the name of the file is empty".to_owned());
    }
    Ok(ReportFile { format, path: PathBuf::from(path) })
}

/// Writes an outcome in a form.
pub(super) fn form(
    format: TestFormat,
    outcome: &TestOutcome,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TestFormat::Text => report::test::text(outcome, styles, out),
        TestFormat::Json => report::test::json(outcome, out),
        TestFormat::Junit => report::test::junit(outcome, out),
        TestFormat::Tap => report::test::tap(outcome, out),
        TestFormat::Github => report::test::github(outcome, out),
        TestFormat::Markdown => report::test::markdown(outcome, out),
    }
}

/// Writes every file, each whole or not at all; one that cannot be written keeps none of the others.
pub(super) fn write(files: &[ReportFile], outcome: &TestOutcome, system: &System) -> Result<(), Failure> {
    write_each(files, system, |format, out| form(format, outcome, Styles::default(), out))
}

/// Writes every file in its form.
pub(super) fn write_each(
    files: &[ReportFile],
    system: &System,
    form: impl Fn(TestFormat, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut failed = Ok(());
    for file in files {
        let mut text = Vec::new();
        let written = form(file.format, &mut text).and_then(|()| system.files.replace(&file.path, &text));
        if let Err(error) = written {
            let message = format!("cannot write the report `{}`: {error}", file.path.display());
            failed = Err(Failure::new(ExitStatus::Usage, message));
        }
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_file_is_named_after_its_form() {
        let file = parse("junit=a=b.xml").unwrap();
        assert_eq!(file, ReportFile { format: TestFormat::Junit, path: PathBuf::from("a=b.xml") });
        for text in ["junit", "junit=", "xml=a", "=a", "JUNIT=a", ""] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }
}
