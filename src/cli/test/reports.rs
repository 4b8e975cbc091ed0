//! The reports of a test: their forms, and the files that they are written into.

use super::{Args, TestFormat};
use crate::{
    cli::failure::{ExitStatus, Failure},
    invoke::signature::Signature,
    report::test::{Form, Github, Json, Junit, Markdown, Tap, Text},
    scenario::Plan,
    system::{Spool, System, Writing},
    task::test::{StepOutcome, Stop, TestOutcome},
};
use clap::ValueEnum;
use std::{
    io::{self, Write},
    mem,
    path::{Path, PathBuf},
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

/// The reports of a test that runs: their rows are written as its steps end, and set aside.
pub(super) struct Reports<'a> {
    files: Vec<(&'a Path, Report)>,
    /// The answer of the command, where it is no table that is shown row by row.
    answer: Option<Report>,
}

/// A report as far as it is written.
struct Report {
    form: Box<dyn Form>,
    rows: Spool,
    written: io::Result<()>,
}

impl<'a> Reports<'a> {
    /// Begins the reports that are asked for.
    pub(super) fn begin(args: &'a Args, plan: &Plan, signatures: &[Signature], system: &System) -> Self {
        let begin = |format| Report {
            form: form(format, plan, signatures),
            rows: Spool::new(&system.files),
            written: Ok(()),
        };
        Self {
            files: args.report.iter().map(|own| (own.path.as_path(), begin(own.format))).collect(),
            answer: (args.format != TestFormat::Text).then(|| begin(args.format)),
        }
    }

    /// Takes in a step.
    pub(super) fn row(&mut self, step: &StepOutcome, stop: Option<&Stop>) {
        for own in self.files.iter_mut().map(|(_, own)| own).chain(&mut self.answer) {
            if own.written.is_ok() {
                own.written = own.form.row(step, stop, &mut own.rows);
            }
        }
    }

    /// Writes every file, each whole or not at all; one that cannot be written keeps none of the others.
    pub(super) fn write(&mut self, outcome: &TestOutcome, system: &System) -> Result<(), Failure> {
        let mut kept = Ok(());
        for (path, report) in &mut self.files {
            kept = write_file(path, system, &mut |out| report.write(outcome, out)).and(kept);
        }
        kept
    }

    /// Writes the answer of the command.
    pub(super) fn answer(&mut self, outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
        self.answer.as_mut().map_or(Ok(()), |report| report.write(outcome, out))
    }
}

impl Report {
    fn write(&mut self, outcome: &TestOutcome, out: &mut dyn Write) -> io::Result<()> {
        mem::replace(&mut self.written, Ok(()))?;
        self.form.report(outcome, &mut self.rows.read()?, out)
    }
}

fn form(format: TestFormat, plan: &Plan, signatures: &[Signature]) -> Box<dyn Form> {
    match format {
        TestFormat::Text => {
            let names = plan.steps.iter().map(|step| signatures[step.operation].name.as_str());
            Box::new(Text::new(names))
        }
        TestFormat::Json => Box::new(Json),
        TestFormat::Junit => Box::new(Junit::new(plan, signatures)),
        TestFormat::Tap => Box::new(Tap::default()),
        TestFormat::Github => Box::new(Github),
        TestFormat::Markdown => Box::new(Markdown),
    }
}

/// Writes every file in its form.
pub(super) fn write_each(
    files: &[ReportFile],
    system: &System,
    form: impl Fn(TestFormat, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut kept = Ok(());
    for file in files {
        kept = write_file(&file.path, system, &mut |out| form(file.format, out)).and(kept);
    }
    kept
}

fn write_file(path: &Path, system: &System, content: &mut Writing<'_>) -> Result<(), Failure> {
    system.files.replace_with(path, content).map_err(|error| {
        let message = format!("cannot write the report `{}`: {error}", path.display());
        Failure::new(ExitStatus::Usage, message)
    })
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
