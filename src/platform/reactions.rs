//! What a platform makes of the answers that it gets.

use super::Claim;

/// What a platform makes of what an API and a token endpoint answer, and what its user then sees:
/// whole sentences, each with how it is known.
#[derive(Debug, Clone, Copy)]
pub struct Reactions {
    /// A user who is not signed in.
    pub sign_in_card: Claim<&'static str>,
    /// An API that answers the status of [`CallShape::sign_in_status`](super::CallShape).
    pub unauthorized: Claim<&'static str>,
    /// An API that answers any other error status.
    pub other_status: Claim<&'static str>,
    /// An API that answers a call that it should have refused.
    pub unprotected: Claim<&'static str>,
    /// How a refresh is asked for.
    pub refresh_request: Claim<&'static str>,
    /// Whether the call that was refused is sent once more after a refresh.
    pub repeats_call: Claim<&'static str>,
    /// A sign-in whose answer has an access token in a JSON object.
    pub accepted: Claim<&'static str>,
    /// How the line begins that the user is shown where no access token came; status, token
    /// endpoint and body follow.
    pub missing_access_token: Claim<&'static str>,
    /// A refresh that was answered 401.
    pub refresh_unauthorized: Claim<&'static str>,
    /// A refresh that was answered 400 or 403.
    pub refresh_refused: Claim<&'static str>,
    /// A refresh that was answered without an access token in any other way.
    pub refresh_failed: Claim<&'static str>,
    /// How a stranded user gets on.
    pub way_out: Claim<&'static str>,
    /// A token endpoint that does not answer with a JSON object.
    pub not_json: Claim<&'static str>,
    /// An answer without `token_type`.
    pub token_type_missing: Claim<&'static str>,
    /// An answer whose `token_type` is not Bearer.
    pub token_type_other: Claim<&'static str>,
    /// A sign-in that brought no refresh token.
    pub no_refresh_token: Claim<&'static str>,
    /// An answer without `expires_in`.
    pub no_lifetime: Claim<&'static str>,
    /// An answer whose `expires_in` is no whole number.
    pub lifetime_not_a_number: Claim<&'static str>,
    /// Two calls whose access token has expired.
    pub refreshes_in_parallel: Claim<&'static str>,
    /// Two refreshes at once of which one was refused.
    pub one_call_fails: Claim<&'static str>,
    /// Two refreshes at once that both brought tokens.
    pub keeps_either: Claim<&'static str>,
}
