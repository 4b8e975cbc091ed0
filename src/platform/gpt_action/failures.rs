//! The failures that builders of actions report, the most frequent first, and what finds each here.
//!
//! What no tool can see from outside is said to be so.

/// A failure as its builder meets it.
#[derive(Debug)]
pub struct Failure {
    /// What is seen.
    pub symptom: &'static str,
    /// What is behind it, and what helps.
    pub cause: &'static str,
    /// Who finds it.
    pub found_by: FoundBy,
}

/// Who finds a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// These kinds of finding, by code; the first figure says which command has them.
    Kinds(&'static [&'static str]),
    /// A command that has no kind for it: its name, and how.
    Command(&'static str, &'static str),
    /// Nobody but ChatGPT itself.
    ChatGptOnly(&'static str),
}

const fn failure(symptom: &'static str, cause: &'static str, found_by: FoundBy) -> Failure {
    Failure { symptom, cause, found_by }
}

use FoundBy::{ChatGptOnly, Command, Kinds};

/// Every failure, the most frequent first.
pub static FAILURES: [Failure; 34] = [
    failure(
        "`object schema missing properties`",
        "a free-form object; name its properties",
        Kinds(&["GA224", "GA225"]),
    ),
    failure(
        "`Could not parse valid OpenAPI spec`",
        "broken YAML, or constructs that are too clever",
        Kinds(&["GA101", "GA102", "GA107"]),
    ),
    failure(
        "`UnrecognizedKwargsError`, and the server got nothing",
        "an undeclared field, a map, or a schema that was not imported again",
        Kinds(&["GA224", "GA226"]),
    ),
    failure(
        "the provider's page says that the redirect URI does not match",
        "registered from the GPT's id, for one host only, or changed since",
        Kinds(&["GA330", "GA334", "GA335", "GA523"]),
    ),
    failure("`description has length N exceeding limit of 300`", "long texts", Kinds(&["GA201", "GA203"])),
    failure("`Input should be '3.1.1' or '3.1.0'`", "another version of OpenAPI", Kinds(&["GA103", "GA104"])),
    failure(
        "`None of the provided servers is under the root origin`",
        "http, a port, localhost, or a placeholder",
        Kinds(&["GA406", "GA407", "GA408", "GA409"]),
    ),
    failure("`maximum of 30 operations`", "a generated document", Kinds(&["GA206"])),
    failure(
        "an operation is missing; `missing or non-string name … skipping function`",
        "`$ref` in `parameters`",
        Kinds(&["GA217", "GA218"]),
    ),
    failure(
        "`Public actions require valid privacy policy URLs`",
        "no public page is named in the editor",
        ChatGptOnly("the URL is typed into the editor; `gptauth form` reminds of it"),
    ),
    failure(
        "`… must share a root domain` on save",
        "the provider is on a domain of its own",
        Kinds(&["GA401", "GA402", "GA514"]),
    ),
    failure(
        "signed in once, later `Missing access token, received 400`",
        "no refresh token, or a failed refresh answered 400",
        Kinds(&["GA323", "GA539", "GA541", "GA542", "GA550"]),
    ),
    failure(
        "the provider demands `code_challenge`",
        "ChatGPT sends no PKCE",
        Kinds(&["GA328", "GA527", "GA532"]),
    ),
    failure(
        "`duplicate domains`",
        "two actions of one GPT on one host",
        ChatGptOnly("the other actions of the GPT are known to the editor alone"),
    ),
    failure(
        "`request body schema is not an object schema`",
        "a union or a list as the body",
        Kinds(&["GA223"]),
    ),
    failure(
        "every call is 401, without `Authorization`",
        "the GPT's authentication is not set, or the operation is `security: []`",
        Kinds(&["GA336", "GA337", "GA339"]),
    ),
    failure(
        "a spinner, and the server got nothing",
        "the consent card was not answered",
        ChatGptOnly("the card is ChatGPT's; `gptauth call` says beforehand which operations ask for consent"),
    ),
    failure(
        "every call is asked about",
        "`x-openai-isConsequential` is missing on a reading POST",
        Kinds(&["GA229"]),
    ),
    failure("`missing operationId; skipping`", "no `operationId`", Kinds(&["GA204"])),
    failure(
        "`Could not find a valid URL in servers`, though there is one",
        "another construct broke the reading, or Swagger 2.0",
        Kinds(&["GA104", "GA404", "GA405"]),
    ),
    failure("`circular dependency`", "recursive schemas", Kinds(&["GA112"])),
    failure("a timeout at 45 s; `ResponseTooLargeError`", "slow or long answers", Kinds(&["GA601", "GA602"])),
    failure("the API wants a header of its own", "custom headers are not sent", Kinds(&["GA220", "GA222"])),
    failure(
        "`invalid_scope`, or an empty consent page",
        "commas, a blank scope, or a missing one",
        Kinds(&["GA320", "GA321", "GA322", "GA529", "GA551"]),
    ),
    failure(
        "`invalid_client` after the action was edited",
        "id and secret were not typed again, or the exchange method differs",
        Kinds(&["GA520", "GA531", "GA533"]),
    ),
    failure(
        "the login works, and the API refuses the token",
        "neither `audience` nor `resource` is sent",
        Kinds(&["GA552", "GA553", "GA658"]),
    ),
    failure("the token endpoint answers 400 or 415", "it expects JSON", Kinds(&["GA535", "GA536"])),
    failure(
        "the callback fails with a state error",
        "`state` was lost in a login page of one's own",
        Command("login", "refuses an answer whose `state` is missing or foreign, and says so"),
    ),
    failure(
        "the API was changed, and the GPT uses the old operations",
        "the editor keeps a copy of the schema",
        ChatGptOnly("the copy is in the editor: import the schema again after each change"),
    ),
    failure(
        "works everywhere but in ChatGPT",
        "a rule against bots, a self-signed certificate, or a tunnel's warning page",
        Kinds(&["GA503", "GA653", "GA656", "GA657"]),
    ),
    failure(
        "signs in in the GPT, and not in Preview",
        "a quirk of Preview; test the saved GPT",
        ChatGptOnly("Preview is part of the editor"),
    ),
    failure(
        "the user is another one with every call",
        "cookies or the ephemeral user id were taken for an identity",
        Command("call", "sends a new conversation and user id with every call, as ChatGPT does about daily"),
    ),
    failure(
        "`ApiSyntaxError`",
        "the model wrote broken JSON",
        ChatGptOnly("the model writes the arguments; short and flat fields help"),
    ),
    failure(
        "a paywall's 402 shows as an error",
        "402 has no meaning for ChatGPT; answer 200 with words",
        Command("call", "shows the status, and that only 401 means anything to ChatGPT"),
    ),
];
