use super::*;
use clap::CommandFactory;

/// Returns every command that is shown, each with the one that it stands below.
fn commands() -> Vec<(clap::Command, clap::Command)> {
    let mut found = vec![];
    let mut open = vec![Cli::command()];
    while let Some(parent) = open.pop() {
        for own in parent.get_subcommands().filter(|own| !own.is_hide_set()) {
            found.push((parent.clone(), own.clone()));
            open.push(own.clone());
        }
    }
    found
}

/// Returns the lines of a command's examples.
fn examples(command: &clap::Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

/// Returns the words that a shell would start gptauth with; what follows in the line is left out.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    let starts = words.iter().rposition(|word| word == "gptauth").unwrap();
    let ours = words.split_off(starts);
    ours.into_iter().take_while(|word| !matches!(word.as_str(), "" | "|" | ">" | ">>" | "<")).collect()
}

#[test]
fn every_command_shows_examples_that_fit_and_that_it_takes() {
    for (parent, command) in commands() {
        let name = command.get_name();
        let examples = examples(&command);
        assert!(!examples.is_empty() || parent.get_after_help().is_some(), "{name}");
        for example in examples {
            assert!(example.len() <= 78, "`{example}` is folded at 80 columns");
            let called = example.contains("$(gptauth").then(|| vec!["gptauth".into(), "token".into()]);
            let words = called.unwrap_or_else(|| words(&example));
            assert!(words.iter().any(|word| word == name), "`{example}` of {name}");
            let parsed = Cli::try_parse_from(&words);
            assert!(parsed.is_ok(), "`{example}`: {}", parsed.unwrap_err());
        }
    }
}

#[test]
fn the_first_line_of_each_help_is_an_imperative_without_a_period() {
    for (_, command) in commands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(about.starts_with(|first: char| first.is_uppercase()), "{about}");
        assert!(!about.ends_with('.') && !about.contains('\n'), "{about}");
    }
}
