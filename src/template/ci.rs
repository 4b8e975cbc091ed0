//! The pipeline that checks and tests an action, for the services that run one.

use super::{fill, yaml};
use std::path::Path;

/// A service that runs pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI/CD.
    GitLab,
}

/// The one file that GitLab reads; others are included by it.
pub const GITLAB_FILE: &str = ".gitlab-ci.yml";

impl Service {
    /// Every service.
    pub const ALL: [Self; 2] = [Self::GitHub, Self::GitLab];

    /// Returns the name to choose it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
        }
    }

    /// Returns its whole name.
    pub fn title(self) -> &'static str {
        match self {
            Self::GitHub => "GitHub Actions",
            Self::GitLab => "GitLab CI/CD",
        }
    }

    /// Returns where a repository's settings keep secrets.
    pub fn place_of_secrets(self) -> &'static str {
        match self {
            Self::GitHub => "Settings > Secrets and variables > Actions",
            Self::GitLab => "Settings > CI/CD > Variables",
        }
    }

    /// Returns the file that the service reads by itself, from the top of the repository.
    pub fn file(self) -> &'static Path {
        Path::new(match self {
            Self::GitHub => ".github/workflows/gptauth.yml",
            Self::GitLab => GITLAB_FILE,
        })
    }

    /// Returns the file beside one that is there already, where the service can include it.
    pub fn file_to_include(self) -> Option<&'static Path> {
        match self {
            Self::GitHub => None,
            Self::GitLab => Some(Path::new("gptauth.gitlab-ci.yml")),
        }
    }

    /// Returns whether a pipeline was written by [`render`].
    pub fn is_ours(self, present: &str) -> bool {
        present.lines().take(2).eq(self.text().lines().take(2))
    }

    fn text(self) -> &'static str {
        match self {
            Self::GitHub => include_str!("../../templates/ci/github.yml"),
            Self::GitLab => include_str!("../../templates/ci/gitlab.yml"),
        }
    }
}

/// Returns the pipeline of a project in `folder`, below the top of the repository and with `/` between
/// its parts; the empty folder is the top. An environment of the project can be chosen by name.
pub fn render(service: Service, folder: &str, environment: Option<&str>) -> String {
    let is_top = folder.is_empty();
    let reports = if is_top { "gptauth-*.xml".to_owned() } else { format!("{folder}/gptauth-*.xml") };
    let env = environment.map_or(String::new(), |name| match name.chars().all(is_plain) {
        true => format!("--env {name} "),
        false => format!("--env {} ", yaml(name)),
    });
    let environment = environment.map(|name| format!("GPTAUTH_ENV: {}\n", yaml(name)));
    let settings = match (service, environment) {
        (_, None) => String::new(),
        (Service::GitHub, Some(variable)) => format!("    env:\n      {variable}"),
        (Service::GitLab, Some(variable)) => format!("  variables:\n    {variable}"),
    };
    let enter = match service {
        _ if is_top => String::new(),
        Service::GitHub => {
            format!("    defaults:\n      run:\n        working-directory: {}\n", yaml(folder))
        }
        Service::GitLab => {
            let command = format!("cd './{}'", folder.replace('\'', "'\\''"));
            format!("    - {}\n", yaml(&command))
        }
    };
    let values = [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("settings", settings),
        ("env", env),
        ("enter", enter),
        ("reports", yaml(&reports)),
    ];
    fill(service.text(), &values)
}

fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    fn read(text: &str) -> Value {
        serde_yaml::from_str(text).expect("YAML")
    }

    #[test]
    fn a_project_at_the_top_is_entered_nowhere() {
        let github = read(&render(Service::GitHub, "", None));
        let job = &github["jobs"]["action"];
        assert!(job.get("defaults").is_none() && job.get("env").is_none(), "{job:?}");
        let gitlab = read(&render(Service::GitLab, "", None));
        assert_eq!(gitlab["gptauth"]["before_script"].as_sequence().expect("commands").len(), 2);
        assert_eq!(gitlab["gptauth"]["artifacts"]["reports"]["junit"][0].as_str(), Some("gptauth-*.xml"));
    }

    #[test]
    fn a_folder_of_any_name_is_entered_as_it_is() {
        for folder in ["actions/agenda", "it's # mine: \"a\" {{version}}", "-x", "ä b/$(id)"] {
            let github = read(&render(Service::GitHub, folder, Some("a\nb: c")));
            let job = &github["jobs"]["action"];
            assert_eq!(job["defaults"]["run"]["working-directory"].as_str(), Some(folder));
            assert_eq!(job["env"]["GPTAUTH_ENV"].as_str(), Some("a\nb: c"));
            let gitlab = read(&render(Service::GitLab, folder, Some("a\nb: c")));
            let job = &gitlab["gptauth"];
            let enter = job["before_script"][2].as_str().expect("a command");
            assert_eq!(enter.replace("'\\''", "'"), format!("cd './{folder}'"));
            assert_eq!(job["variables"]["GPTAUTH_ENV"].as_str(), Some("a\nb: c"));
            let reports = format!("{folder}/gptauth-*.xml");
            assert_eq!(job["artifacts"]["reports"]["junit"][0].as_str(), Some(reports.as_str()));
        }
    }

    #[test]
    fn the_default_token_of_a_run_reads_the_repository_and_no_more() {
        let github = read(&render(Service::GitHub, "", None));
        let permissions = github["permissions"].as_mapping().expect("permissions");
        assert_eq!(permissions.len(), 1);
        assert_eq!(github["permissions"]["contents"].as_str(), Some("read"));
    }

    #[test]
    fn a_pipeline_of_ours_is_known_by_its_first_lines() {
        for service in Service::ALL {
            assert!(service.is_ours(&render(service, "a", None)));
            assert!(!service.is_ours("") && !service.is_ours("stages: [test]\n"));
        }
        assert!(!Service::GitLab.is_ours(&render(Service::GitHub, "", None)));
    }
}
