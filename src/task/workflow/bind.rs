//! Steps bound to the operations that they call.

use super::{Bound, Source};
use crate::{
    arazzo::{Description, Fault, Parameter, ParameterPlace, Step, Target, UNDONE_BY},
    invoke::signature::{Place, Signature},
    nearest::nearest,
};

/// Returns what the steps call, by workflow and step.
///
/// # Errors
///
/// A fault for every step that does not fit.
pub(super) fn targets(description: &Description, sources: &[Source]) -> Result<Vec<Vec<Bound>>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut targets = Vec::new();
    for workflow in &description.workflows {
        let bound: Vec<_> = workflow.steps.iter().map(|step| bind(step, sources, &mut faults)).collect();
        let reads = |at: usize| match bound.get(at) {
            Some(Some(Bound::Operation { source, operation })) => {
                let signature = &sources[*source].action.signatures[*operation];
                signature.method.is_safe().then_some(signature)
            }
            _ => None,
        };
        for (at, step) in workflow.steps.iter().enumerate() {
            let Some(by) = step.undone_by else { continue };
            let only_reads =
                |own: &Signature, so: &str| format!("`{}` only reads ({}), and {so}", own.name, own.method);
            let makes = reads(at).map(|own| only_reads(own, "leaves nothing to undo"));
            let undoes = reads(by).map(|own| only_reads(own, "undoes nothing"));
            let help = format!("name the step that removes what this one makes, or leave `{UNDONE_BY}` out");
            faults.extend(makes.or(undoes).map(|message| fault(step, message, help)));
        }
        targets.push(bound.into_iter().flatten().collect());
    }
    if faults.is_empty() { Ok(targets) } else { Err(faults) }
}

fn bind(step: &Step, sources: &[Source], faults: &mut Vec<Fault>) -> Option<Bound> {
    let found = match &step.target {
        Target::Workflow(at) => return Some(Bound::Workflow(*at)),
        Target::OperationId { source, id } => by_id(step, sources, source.as_deref(), id),
        Target::OperationPath { source, pointer } => by_path(step, sources, source, pointer),
    };
    let (source, operation) = found.map_err(|fault| faults.push(fault)).ok()?;
    let signature = &sources[source].action.signatures[operation];
    faults.extend(step.parameters.iter().filter_map(|own| unfit(own, signature)));
    if let Some(body) = &step.body {
        let (message, help) = match &signature.body {
            None => (format!("`{}` takes no request body", signature.name), "leave `requestBody` out"),
            Some(_) if !body.is_json() => (
                format!("an action sends JSON, not `{}`", body.content_type.as_deref().unwrap_or_default()),
                "describe the body as `application/json`, here and in the OpenAPI document",
            ),
            Some(_) => return Some(Bound::Operation { source, operation }),
        };
        faults.push(Fault { message, help: Some(help.to_owned()), span: body.span.clone() });
    }
    Some(Bound::Operation { source, operation })
}

fn by_id(step: &Step, sources: &[Source], name: Option<&str>, id: &str) -> Result<(usize, usize), Fault> {
    let of_source = |own: &&Source| name.is_none_or(|name| own.name == name);
    let found = sources.iter().enumerate().filter(|(_, own)| of_source(own)).find_map(|(at, own)| {
        Some((at, own.action.signatures.iter().position(|signature| signature.name == id)?))
    });
    found.ok_or_else(|| {
        let known = sources.iter().filter(of_source).flat_map(|own| &own.action.signatures);
        let near = nearest(id, known.map(|own| own.name.as_str()));
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`gptauth call` lists the operations".to_owned(),
        };
        fault(step, format!("there is no operation `{id}`"), help)
    })
}

fn by_path(step: &Step, sources: &[Source], name: &str, pointer: &str) -> Result<(usize, usize), Fault> {
    let wrong = |help: &str| Err(fault(step, format!("`#{pointer}` leads to no operation"), help.to_owned()));
    let Some((at, source)) = sources.iter().enumerate().find(|(_, own)| own.name == name) else {
        return wrong("the source is no OpenAPI document");
    };
    let mut tokens = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
    let (Some(paths), Some(path), method, None) =
        (tokens.next(), tokens.next(), tokens.next(), tokens.next())
    else {
        return wrong("write `#/paths/~1items/get`");
    };
    let Some(method) = method.filter(|_| paths == "paths") else {
        return wrong("it ends with a method: `#/paths/~1items/get`");
    };
    let signatures = &source.action.signatures;
    let found = signatures
        .iter()
        .position(|own| own.path == path && own.method.as_str().to_ascii_lowercase() == method);
    match found {
        Some(operation) => Ok((at, operation)),
        None => wrong("in a path, `/` is written `~1`: `#/paths/~1items~1{id}/get`"),
    }
}

fn fault(step: &Step, message: String, help: String) -> Fault {
    Fault { message, help: Some(help), span: step.span.clone() }
}

/// Returns what is wrong with a parameter that the operation does not take.
fn unfit(parameter: &Parameter, signature: &Signature) -> Option<Fault> {
    let place = place(parameter.place?)?;
    let own = signature.parameters.iter().filter(|own| own.place == place);
    if own.clone().any(|own| own.name == parameter.name) {
        return None;
    }
    let help = match nearest(&parameter.name, own.map(|own| own.name.as_str())).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<_> =
                signature.parameters.iter().filter(|own| own.name == parameter.name).collect();
            match known.first() {
                Some(own) => format!("it is `in: {}`", own.place.word()),
                None => "ChatGPT sends no parameter that the document does not declare".to_owned(),
            }
        }
    };
    Some(Fault {
        message: format!("`{}` takes no {} parameter `{}`", signature.name, place.word(), parameter.name),
        help: Some(help),
        span: parameter.span.clone(),
    })
}

/// Returns whether an action can send something there.
pub(super) fn is_sent(place: ParameterPlace) -> bool {
    self::place(place).is_some()
}

/// Returns where a parameter goes, if it can go there.
pub(super) fn place(place: ParameterPlace) -> Option<Place> {
    match place {
        ParameterPlace::Path => Some(Place::Path),
        ParameterPlace::Query => Some(Place::Query),
        ParameterPlace::Header | ParameterPlace::Cookie => None,
    }
}
