//! Sample values for what was not given.

use crate::{
    invoke::{
        bind::{self, Arguments},
        depth, nested,
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
        arguments.filled_body = Some(around(operation, signature, arguments, &schema, seed)?);
    }
    Ok(())
}

/// Returns a body that fits together with what is given of it. Alternatives are chosen by what is
/// given only where the body that came first does not fit: an example of the document is whole.
fn around(
    operation: &Operation<'_>,
    signature: &Signature,
    arguments: &Arguments,
    schema: &JsonSchema,
    seed: u64,
) -> Result<Value, GenerateError> {
    let first = sample(Place::Body.word(), schema, seed);
    let given = bind::given_of_body(signature, arguments).unwrap_or_default();
    if given.is_empty() {
        return first;
    }
    let fits = |body: &Value| {
        let filled = Arguments { filled_body: Some(body.clone()), ..arguments.clone() };
        let bound = bind::bind(signature, &filled);
        // What is wrong with the arguments themselves is said when they are bound.
        bound.map_or(true, |bound| depth::judge(operation, signature, &bound).is_ok())
    };
    match first {
        Ok(body) if fits(&body) => Ok(body),
        first => sample(Place::Body.word(), &schema.with_members(&given), seed).or(first),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        invoke::{bind::Typed, read},
        openapi::Document,
        platform::gpt_action,
        source::Source,
    };
    use serde_json::json;

    const DOCUMENT: &str = r#"
openapi: 3.1.0
paths:
  /payments:
    post:
      operationId: pay
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [kind, by, code]
              properties:
                kind: {enum: [card, iban, cash]}
                by: {type: object, required: [name, city], properties: {name: {type: string}, city: {type: string}}}
                code: {type: string, pattern: '^(a|b)\1$'}
              oneOf:
                - {required: [card], properties: {kind: {const: card}, card: {type: integer}, iban: false}}
                - {required: [iban], properties: {kind: {const: iban}, iban: {type: string}, card: false}}
                - {properties: {kind: {const: cash}, card: false, iban: false}}
"#;

    /// Returns the body that is made up around what is given.
    fn body(given: &[(&str, &[&str], Value)], seed: u64) -> Result<Value, GenerateError> {
        let document = Document::parse(Source::new("x.yaml", DOCUMENT)).unwrap();
        let signature = read::signatures(&document, &gpt_action::TARGET.call).remove(0);
        let operation = document.operations()[0];
        let typed = given.iter().map(|(name, path, value)| Typed {
            name: (*name).to_owned(),
            path: path.iter().map(|key| (*key).to_owned()).collect(),
            value: value.clone(),
        });
        let mut arguments = Arguments { typed: typed.collect(), ..Arguments::default() };
        generate(&operation, &signature, &mut arguments, seed)?;
        let bound = bind::bind(&signature, &arguments).unwrap();
        depth::judge(&operation, &signature, &bound).unwrap();
        Ok(serde_json::from_slice(&bound.body.unwrap()).unwrap())
    }

    #[test]
    fn what_is_made_up_fits_together_with_what_is_given() {
        let code = ("code", &[][..], json!("aa"));
        for seed in 0..20 {
            let iban = body(&[code.clone(), ("kind", &[], json!("iban"))], seed).unwrap();
            assert!(iban["iban"].is_string() && iban.get("card").is_none(), "{iban}");
            let card = body(&[code.clone(), ("card", &[], json!(7))], seed).unwrap();
            assert_eq!((&card["kind"], &card["card"]), (&json!("card"), &json!(7)));
            let by = body(&[code.clone(), ("by", &["name"], json!("Ada"))], seed).unwrap();
            assert_eq!(by["by"]["name"], "Ada");
            assert!(by["by"]["city"].is_string(), "{by}");
        }
    }

    #[test]
    fn what_cannot_be_made_up_is_named_and_can_be_given() {
        let error = body(&[], 1).unwrap_err();
        assert_eq!(error.to_string(), "no sample value for `body`");
        assert!(body(&[("code", &[], json!("bb"))], 1).is_ok());
    }
}
