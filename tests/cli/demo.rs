//! `gptauth demo`.

use crate::support::Place;

#[test]
fn the_tour_succeeds_and_leaves_nothing() {
    let place = Place::new();
    let run = place.run(["demo"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run}");
    assert!(run.stdout.contains("All 9 steps succeeded"), "{run}");
    let left: Vec<_> = std::fs::read_dir(place.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!place.home().join(".local").exists(), "no token was kept in the user's own store");
}

#[test]
fn the_story_fits_80_columns() {
    let run = Place::new().run(["demo"]);
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_project_of_the_tour_can_be_kept() {
    let place = Place::new();
    let run = place.run(["demo", "--keep", "tour"]);
    assert_eq!(run.status, Some(0), "{run}");
    assert!(place.read("tour/gptauth.toml").contains("[env.demo]"));
    let again = place.run(["demo", "--keep", "tour"]);
    assert_eq!(again.status, Some(2), "{again}");
    assert!(again.stderr.contains("tour/gptauth.toml"), "{again}");
}

#[test]
fn secrets_of_the_users_own_project_are_not_for_the_demo() {
    let place = Place::new();
    let mut command = place.command(["demo"]);
    for name in ["GPTAUTH_CLIENT_SECRET", "GPTAUTH_ACCESS_TOKEN", "GPTAUTH_REFRESH_TOKEN"] {
        command.env(name, "mine");
    }
    let run = place.finish(command);
    assert_eq!(run.status, Some(0), "{run}");
}
