//! The arguments of an operation, as they are typed.

use super::Args;
use crate::{
    cli::failure::Failure,
    invoke::{
        bind::{Arguments, Rigor, Typed},
        nested,
        signature::Signature,
    },
    system::System,
    task::action::Action,
};
use serde_json::Value;
use std::path::Path;

/// The largest value that is read from a file or standard input, in bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Reads the arguments, from files and standard input where they say so.
pub(super) fn read(
    args: &Args,
    action: &Action,
    signature: &Signature,
    system: &System,
) -> Result<Arguments, Failure> {
    let stdin = |value: &Option<String>| matches!(value.as_deref(), Some("-" | "@-"));
    let schema_is_stdin = args.schema.as_deref() == Some(Path::new("-"));
    let options = [schema_is_stdin, stdin(&args.body), stdin(&args.input)];
    let named =
        args.arguments.iter().filter(|text| text.split_once('=').is_some_and(|(_, value)| value == "@-"));
    if options.into_iter().filter(|own| *own).count() + named.count() > 1 {
        return Err(Failure::usage("standard input can be only one thing")
            .hinted("give the others as files: `@FILE`"));
    }
    let body = args.body.as_deref().map(|text| whole(text, system)).transpose()?;
    let rigor = if args.no_validate { Rigor::Lenient } else { Rigor::Strict };
    let mut arguments = Arguments { body, rigor, ..Arguments::default() };
    if let Some(text) = &args.input {
        arguments.typed.extend(input(&whole(text, system)?)?);
    }
    for text in &args.arguments {
        match Written::of(text, system)? {
            Written::Json(name, value) => arguments.typed.push(place(signature, name, value)),
            Written::Text(name, value) => {
                let operation = action.described(signature);
                let typed = operation.map(|own| nested::typed(&own, signature, name, &value, rigor));
                let typed = typed.transpose()?;
                match typed.flatten() {
                    Some(typed) => arguments.typed.push(typed),
                    None => arguments.named.push((name.to_owned(), value)),
                }
            }
        }
    }
    Ok(arguments)
}

/// Returns the seed that was given, or one that nobody has seen yet.
pub(super) fn seed(args: &Args, system: &System) -> Result<u32, Failure> {
    if let Some(seed) = args.seed {
        return Ok(seed);
    }
    // Short enough to be typed again.
    let mut bytes = [0; 4];
    system.random.fill(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes) % 1_000_000)
}

/// One argument with its name.
enum Written<'a> {
    Text(&'a str, String),
    Json(&'a str, Value),
}

impl<'a> Written<'a> {
    fn of(text: &'a str, system: &System) -> Result<Self, Failure> {
        let none = || {
            Failure::usage(format!("`{text}` is no argument of an operation"))
                .hinted("arguments are NAME=VALUE or NAME:=JSON; all of them as JSON go to `--input`")
        };
        let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(none)?;
        let Some(name) = name.strip_suffix(':') else {
            return Ok(Self::Text(name, from_file(name, value, system)?));
        };
        let json = from_file(name, value, system)?;
        let value = serde_json::from_str(&json).map_err(|error| {
            Failure::usage(format!("`{name}` is not JSON: line {}, column {}", error.line(), error.column()))
                .hinted(format!("a text is `{name}=…`; in JSON it has double quotes"))
        })?;
        Ok(Self::Json(name, value))
    }
}

/// Returns a value, or the text of the file that it names; `@-` is standard input.
fn from_file(name: &str, value: &str, system: &System) -> Result<String, Failure> {
    let Some(path) = value.strip_prefix('@') else { return Ok(value.to_owned()) };
    if path == "-" {
        return Ok(system.files.read_stdin(MAX_BYTES)?.text().to_owned());
    }
    let read = system.files.read(path.as_ref(), MAX_BYTES);
    let read = read.map_err(|error| {
        Failure::from(error)
            .hinted(format!("a value that begins with @ is typed as JSON: `{name}:='\"@…\"'`"))
    })?;
    Ok(read.text().to_owned())
}

/// Returns what an option holds: text, `@FILE`, or `-` for standard input.
fn whole(text: &str, system: &System) -> Result<String, Failure> {
    Ok(match text.strip_prefix('@') {
        _ if matches!(text, "-" | "@-") => system.files.read_stdin(MAX_BYTES)?.text().to_owned(),
        Some(path) => system.files.read(path.as_ref(), MAX_BYTES)?.text().to_owned(),
        None => text.to_owned(),
    })
}

/// Returns the arguments of a flat object, as the model writes them.
fn input(text: &str) -> Result<Vec<Typed>, Failure> {
    // The class of error is the one that ChatGPT shows where its model wrote broken JSON.
    let failed = |what: String| {
        Failure::usage(what).hinted("ChatGPT calls this `ApiSyntaxError`; it takes one JSON object")
    };
    let value: Value = serde_json::from_str(text).map_err(|error| {
        failed(format!("`--input` is not JSON: line {}, column {}", error.line(), error.column()))
    })?;
    let Value::Object(members) = value else { return Err(failed("`--input` is no JSON object".to_owned())) };
    Ok(members.into_iter().map(|(name, value)| Typed { name, path: Vec::new(), value }).collect())
}

fn place(signature: &Signature, name: &str, value: Value) -> Typed {
    match nested::split(signature, name) {
        Some((argument, path)) => {
            Typed { name: argument.to_owned(), path: path.into_iter().map(str::to_owned).collect(), value }
        }
        None => Typed { name: name.to_owned(), path: Vec::new(), value },
    }
}
