//! Sample values for what was not given.

use crate::{
    invoke::{
        bind::Arguments,
        nested,
        signature::{Place, Signature},
    },
    json_schema::{Direction, JsonSchema},
    openapi::{Node, Operation},
    sample::{SampleError, Sampler},
};
use serde_json::Value;

/// Why something could not be generated.
#[derive(Debug, thiserror::Error)]
#[error("no sample value for `{name}`")]
pub struct GenerateError {
    /// The parameter, or `body`.
    pub name: String,
    /// What stood in the way.
    #[source]
    pub source: SampleError,
}

/// Adds sample values for the required parameters and for the whole body, to be taken where nothing
/// else is given. The same seed gives the same values.
///
/// # Errors
///
/// Where a schema allows no value that was found.
pub fn generate(
    operation: &Operation<'_>,
    signature: &Signature,
    arguments: &mut Arguments,
    seed: u64,
) -> Result<(), GenerateError> {
    for own in signature.parameters.iter().filter(|own| own.required && own.place.is_sent()) {
        let name = format!("{}:{}", own.place.word(), own.name);
        let parameter = operation.parameters().into_iter().find(|node| {
            node.name() == Some(&own.name)
                && node.location().map(|location| location.as_str()) == Some(own.place.word())
        });
        let schema =
            nested::schema(operation, signature, &name).map(|node| JsonSchema::of(node, Direction::Request));
        let schema = schema.unwrap_or_else(|| JsonSchema::from_value(true.into()));
        let schema = schema.shown_by(parameter.map(|parameter| shown(parameter.node())).unwrap_or_default());
        let value = sample(&own.name, &schema, seed)?;
        arguments.filled.push((name, value));
    }
    let body = operation.request_body().filter(|_| signature.body.is_some() && arguments.body.is_none());
    let media_type = body.and_then(|body| body.json_media_type());
    if let Some((media_type, schema)) = media_type.and_then(|node| Some((node, node.get("schema")?))) {
        let schema = JsonSchema::of(schema, Direction::Request).shown_by(shown(media_type));
        arguments.filled_body = Some(sample(Place::Body.word(), &schema, seed)?);
    }
    Ok(())
}

fn sample(name: &str, schema: &JsonSchema, seed: u64) -> Result<Value, GenerateError> {
    let failed = |source| GenerateError { name: name.to_owned(), source };
    Sampler::new(schema).map_err(failed)?.sample(seed).map_err(failed)
}

/// Returns the values that a parameter or media type shows of itself: `example`, and `examples` by
/// name.
fn shown(node: Node<'_>) -> Vec<Value> {
    let by_name = node.get("examples").filter(|examples| examples.is_mapping());
    let by_name = by_name.into_iter().flat_map(Node::entries);
    let values = by_name.filter_map(|(_, example)| node.document().resolve(example)?.get("value"));
    node.get("example").into_iter().chain(values).map(Node::to_json).collect()
}
