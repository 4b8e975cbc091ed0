//! What ChatGPT makes of the answers of an API and of a token endpoint, and what its user sees.

use super::{basis, editor};
use crate::platform::{Claim, Reactions};

/// What ChatGPT makes of what it is answered.
pub(super) const REACTIONS: Reactions = Reactions {
    sign_in_card: Claim::new(
        "ChatGPT shows its card \"Sign in to [domain]\", and the user signs in.",
        basis::AUTHENTICATION_PAGE,
    ),
    unauthorized: Claim::new("A 401 of the API makes ChatGPT refresh.", basis::REFRESH_ON_401),
    other_status: Claim::new(
        "No other status makes ChatGPT refresh or ask the user to sign in: the call has failed, and that is all it can tell.",
        basis::REFRESH_ON_401,
    ),
    unprotected: Claim::new(
        "ChatGPT has nothing to do here: whoever knows the address is answered, signed in or not.",
        basis::REFRESH_ON_401,
    ),
    refresh_request: Claim::new(
        "The refresh is a form with client id and secret and the refresh token, without a scope.",
        basis::REFRESH_REQUEST,
    ),
    repeats_call: Claim::new(
        "It is not known whether ChatGPT repeats the call by itself or the user has to ask again.",
        basis::UNKNOWN,
    ),
    accepted: Claim::new(
        "ChatGPT has what it needs: a JSON object with an access token.",
        basis::AUTHENTICATION_PAGE,
    ),
    missing_access_token: Claim::new(editor::MISSING_ACCESS_TOKEN, basis::MISSING_ACCESS_TOKEN),
    refresh_unauthorized: Claim::new(
        "A refresh that is answered 401 brings the sign-in card back.",
        basis::REFRESH_REFUSED,
    ),
    refresh_refused: Claim::new(
        "A refresh that is answered 400 or 403 leaves the user with that line, and no button to sign in again.",
        basis::REFRESH_REFUSED,
    ),
    refresh_failed: Claim::new(
        "What ChatGPT does when a refresh is answered like this is not known.",
        basis::UNKNOWN,
    ),
    way_out: Claim::new(
        "The user's only way out: sign out of the action's account in the settings of the GPT, then sign in again.",
        basis::WAY_OUT,
    ),
    not_json: Claim::new(
        "ChatGPT reads JSON only; an answer in another form brings no access token.",
        basis::JSON_TOKEN_ANSWER,
    ),
    token_type_missing: Claim::new(
        "What ChatGPT does without `token_type` is not known; it says how the token is sent.",
        basis::UNKNOWN,
    ),
    token_type_other: Claim::new(
        "Only `bearer`, in any case, is known to work as `token_type`.",
        basis::TOKEN_TYPE,
    ),
    no_refresh_token: Claim::new(
        "Without a refresh token the action works until the access token expires; then the user has to sign in again.",
        basis::NO_REFRESH_TOKEN,
    ),
    no_lifetime: Claim::new(
        "Without `expires_in` ChatGPT takes the access token for good until the API answers 401.",
        basis::NO_LIFETIME,
    ),
    lifetime_not_a_number: Claim::new(
        "What ChatGPT does when `expires_in` is not a whole number is not known.",
        basis::UNKNOWN,
    ),
    refreshes_in_parallel: Claim::new(
        "Two calls at once can refresh at once, with the same refresh token.",
        basis::PARALLEL_REFRESHES,
    ),
    one_call_fails: Claim::new(
        "One of the two calls fails; which of the two answers ChatGPT keeps is not known.",
        basis::UNKNOWN,
    ),
    keeps_either: Claim::new("Which of the two answers ChatGPT keeps is not known.", basis::UNKNOWN),
};
