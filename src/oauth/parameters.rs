//! Authorization parameters beyond our own: `prompt`, `audience`, `resource` (RFC 8707), and whatever
//! else a provider understands.

use super::values::Resource;

/// The parameters that are decided elsewhere; two of a kind would be an invalid request (RFC 6749
/// §3.1), and some of them would change what we check in the answer.
const OWN: [&str; 15] = [
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "grant_type",
];
/// The one parameter that may stand more than once (RFC 8707 §2).
pub(super) const RESOURCE: &str = "resource";

/// Parameters that are added to an authorization request, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExtraParameters(Vec<(String, String)>);

/// Why a parameter is not added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// It has no name, or no value; an empty value means that it is not there (RFC 6749 §3.1).
    #[error("the parameter `{name}` has {missing}")]
    Empty {
        /// Its name.
        name: String,
        /// What it has not.
        missing: &'static str,
    },
    /// It is one that we send ourselves.
    #[error("the parameter `{name}` is already ours")]
    Own {
        /// Its name.
        name: String,
    },
    /// It stands twice.
    #[error("the parameter `{name}` is given twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// A resource must be an absolute URI without a fragment (RFC 8707 §2).
    #[error("the resource `{resource}` is not an absolute URI without a fragment")]
    Resource {
        /// The resource.
        resource: String,
    },
}

impl ExtraParameters {
    /// Adds a parameter. `resource` may be added more than once, and the same one again is passed
    /// over.
    ///
    /// # Errors
    ///
    /// As [`ParameterError`]; then nothing was added.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), ParameterError> {
        let named = || name.to_owned();
        if name.is_empty() {
            return Err(ParameterError::Empty { name: named(), missing: "no name" });
        }
        if value.is_empty() {
            return Err(ParameterError::Empty { name: named(), missing: "no value" });
        }
        if OWN.contains(&name) {
            return Err(ParameterError::Own { name: named() });
        }
        if name == RESOURCE {
            let resource = Resource::parse(value);
            let resource = resource.ok_or_else(|| ParameterError::Resource { resource: value.to_owned() })?;
            if self.resources().any(|own| own == resource) {
                return Ok(());
            }
        } else if self.0.iter().any(|(own, _)| own == name) {
            return Err(ParameterError::Twice { name: named() });
        }
        self.0.push((named(), value.to_owned()));
        Ok(())
    }

    /// Returns the parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the resources, which the token request names again.
    pub fn resources(&self) -> impl Iterator<Item = Resource> {
        self.iter().filter(|(name, _)| *name == RESOURCE).filter_map(|(_, value)| Resource::parse(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(pairs: &[(&str, &str)]) -> Result<ExtraParameters, ParameterError> {
        let mut extra = ExtraParameters::default();
        for (name, value) in pairs {
            extra.add(name, value)?;
        }
        Ok(extra)
    }

    #[test]
    fn parameters_keep_their_order_and_their_text() {
        let extra = added(&[("prompt", "consent"), ("audience", "https://api.example.com/ ü")]).unwrap();
        let pairs = extra.iter().collect::<Vec<_>>();
        assert_eq!(pairs, [("prompt", "consent"), ("audience", "https://api.example.com/ ü")]);
        assert_eq!(extra.resources().count(), 0);
    }

    #[test]
    fn several_resources_may_be_asked_for_and_none_of_them_twice() {
        let extra = added(&[("resource", "https://a.example"), ("resource", "urn:b"), ("resource", "urn:b")]);
        let resources = extra.unwrap().resources().collect::<Vec<_>>();
        assert_eq!(
            resources.iter().map(Resource::as_str).collect::<Vec<_>>(),
            ["https://a.example", "urn:b"]
        );
    }

    #[test]
    fn what_is_decided_elsewhere_is_refused() {
        for name in OWN {
            assert_eq!(added(&[(name, "x")]), Err(ParameterError::Own { name: name.to_owned() }));
        }
    }

    #[test]
    fn a_parameter_twice_or_empty_is_refused() {
        let twice = added(&[("prompt", "login"), ("prompt", "consent")]);
        assert_eq!(twice, Err(ParameterError::Twice { name: "prompt".to_owned() }));
        assert!(matches!(added(&[("prompt", "")]), Err(ParameterError::Empty { missing: "no value", .. })));
        assert!(matches!(added(&[("", "x")]), Err(ParameterError::Empty { missing: "no name", .. })));
    }

    #[test]
    fn a_resource_that_is_relative_or_has_a_fragment_is_refused() {
        for resource in ["api", "/api", "//api.example.com", "https://api.example.com/#x", "https://"] {
            assert!(matches!(added(&[("resource", resource)]), Err(ParameterError::Resource { .. })));
        }
    }
}
