//! Asks the provider whom an access token speaks for.

use super::discover::{DiscoverError, send_small};
use crate::{
    oauth::{
        bearer::UnsendableToken,
        userinfo::{self, UserInfo, UserinfoError},
        values::AccessToken,
    },
    system::{HttpError, System},
};
use url::Url;

/// Why the account is not known.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The provider is not known.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// No answer came.
    #[error("the Userinfo endpoint cannot be reached")]
    Http(#[from] HttpError),
    /// The token cannot be sent.
    #[error(transparent)]
    Token(#[from] UnsendableToken),
    /// The answer was no, or none of the protocol's.
    #[error(transparent)]
    Userinfo(#[from] UserinfoError),
}

/// Returns the account; `expected` is the subject that it must be about, where one is known.
///
/// # Errors
///
/// As [`AccountError`].
pub async fn account(
    system: &System,
    endpoint: &Url,
    token: &AccessToken,
    expected: Option<&str>,
) -> Result<UserInfo, AccountError> {
    let response = send_small(system, userinfo::request(endpoint, token)?).await?;
    Ok(userinfo::judge(&response, token, expected)?)
}
