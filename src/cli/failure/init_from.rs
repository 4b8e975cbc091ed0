//! How the errors of making a document out of another end the program.

use super::{ExitStatus, Failure};
use crate::{adapt::ChoiceError, task::init_from::AdaptError};

/// How many tags are named.
const TAGS: usize = 20;

impl From<AdaptError> for Failure {
    fn from(error: AdaptError) -> Self {
        let mut hints = Vec::new();
        match &error {
            AdaptError::NoOperations { .. } => {
                hints.push("the editor knows GET, POST, PUT, PATCH and DELETE under `paths`".to_owned());
            }
            AdaptError::Choice(choice) => hints.extend(choice_hint(choice)),
            AdaptError::TooMany { tags, .. } => {
                let named: Vec<_> =
                    tags.iter().take(TAGS).map(|(tag, count)| format!("{tag} {count}")).collect();
                if !named.is_empty() {
                    let more = if tags.len() > TAGS { ", …" } else { "" };
                    hints.push(format!("operations by tag: {}{more}", named.join(", ")));
                }
                hints.push(
                    "choose with `--operation ID`, `--tag TAG` and `--path '/items/**'`, each as often as you like"
                        .to_owned(),
                );
            }
            AdaptError::NothingLeft { notes } => {
                hints.extend(notes.iter().take(TAGS).map(|note| format!("{}: {}", note.subject, note.says)));
            }
            AdaptError::Unreadable(_) => hints.push("please report it, with the document".to_owned()),
        }
        hints.into_iter().fold(Self::new(ExitStatus::Usage, error), Self::hinted)
    }
}

fn choice_hint(error: &ChoiceError) -> Option<String> {
    match error {
        ChoiceError::Operation { nearest: Some(nearest), .. }
        | ChoiceError::Tag { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
        ChoiceError::Operation { .. } => {
            Some("name an operation by its `operationId`, or as \"GET /items\"".to_owned())
        }
        ChoiceError::Tag { .. } => None,
        ChoiceError::Path { .. } => {
            Some("`*` stands for a part of one segment, `**` for any number of them".to_owned())
        }
    }
}
