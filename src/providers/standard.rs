//! A provider that nobody knows: what the standards say.

use super::{Fingerprint, Lifetimes, Provider, Setting, Topic};
use crate::diagnostic::{Basis, Confidence};

const RFC: Basis = Basis {
    confidence: Confidence::Specification,
    source: "RFC 6749, OpenID Connect Core 1.0, OpenID Connect Discovery 1.0",
    read: "2026-11",
};

/// What is advised for the tokens of a client with a secret.
const BEST_PRACTICE: Basis = Basis { source: "RFC 9700 §2.2.2 and §4.14.2", ..RFC };

const fn setting(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: RFC }
}

const fn advised(topic: Topic, words: &'static str) -> Setting {
    Setting { topic, words, basis: BEST_PRACTICE }
}

/// Any provider.
pub static STANDARD: Provider = Provider {
    name: "the provider",
    issuer: "https://<host>/<path>",
    fingerprint: Fingerprint { hosts: &[], paths: &[], headers: &[] },
    paths: None,
    settings: &[
        setting(
            Topic::Issuer,
            "take the issuer from the provider's documentation, byte for byte, or name its endpoints in `[oauth]`",
        ),
        setting(Topic::RedirectUri, "register the redirect URI with the client, exactly as it stands here"),
        setting(Topic::ClientId, "compare `client_id` with what the provider shows for the client"),
        setting(
            Topic::ClientSecret,
            "copy the client secret again, whole and without spaces, and store it with `gptauth login`",
        ),
        setting(
            Topic::ClientAuthentication,
            "allow `client_secret_post` or `client_secret_basic` for the client, and choose the same in the GPT editor",
        ),
        setting(
            Topic::ApplicationType,
            "register a confidential client, the kind for web servers that keep a secret",
        ),
        setting(Topic::Pkce, "make PKCE optional for this client: it is confidential and has its secret"),
        setting(
            Topic::RefreshToken,
            "allow the grant type `refresh_token` for the client, and ask for `offline_access` where the provider wants it; it may want `prompt=consent` as well, which ChatGPT does not send",
        ),
        setting(Topic::CustomDomain, "serve the provider from a sub-domain of the API's own domain"),
        setting(Topic::Scope, "allow the scope for the client, or ask for less in `scope`"),
        advised(
            Topic::Rotation,
            "turn rotation off, which is demanded for public clients only, or let the old refresh token be good for some 30 s after its use: two calls of a GPT may refresh at once",
        ),
        advised(
            Topic::Session,
            "lengthen the life of sessions and refresh tokens: a user whose refresh token has ended must sign in again",
        ),
        Setting {
            topic: Topic::SharedGrant,
            words: "sign in for tests in a private window: it is another session",
            basis: Basis {
                confidence: Confidence::Inference,
                source: "sessions are kept in cookies, and a private window has its own",
                ..RFC
            },
        },
        setting(
            Topic::Audience,
            "give the client a default audience: ChatGPT sends neither `audience` nor `resource`",
        ),
    ],
    quirks: &[],
    refusals: &[],
    lifetimes: Lifetimes { refresh_token: None, refresh_token_ends_with: None, session: None },
};
