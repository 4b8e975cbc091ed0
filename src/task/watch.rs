//! Waits for files to be saved.
//!
//! By looking at them, a few times a second: a dozen files at most, on any file system, and with no
//! thread or handle that could be left behind.

use crate::system::{Stamp, System};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

/// How often the files are looked at; what is the same twice is no longer being written.
const INTERVAL: Duration = Duration::from_millis(150);

/// How many looks a file may be gone for: some editors save by taking the old one away first.
const GONE: usize = 14;

/// What the files were like when they were last looked at; a file that never was has changed.
#[derive(Debug, Default)]
pub struct Stamps(Option<BTreeMap<PathBuf, Option<Stamp>>>);

/// Waits until a file is other than `stamps` says, is there, and stays the same for a moment; or
/// until one is gone for good. `stamps` then says what the files are like now.
pub async fn changed(system: &System, paths: &[PathBuf], stamps: &mut Stamps) {
    let mut last = look(system, paths);
    let mut gone = 0;
    loop {
        system.clock.sleep(INTERVAL).await;
        let now = look(system, paths);
        let settled = now == last;
        let whole = now.values().all(Option::is_some);
        gone = if whole { 0 } else { gone + 1 };
        if settled && stamps.0.as_ref() != Some(&now) && (whole || gone > GONE) {
            stamps.0 = Some(now);
            return;
        }
        last = now;
    }
}

fn look(system: &System, paths: &[PathBuf]) -> BTreeMap<PathBuf, Option<Stamp>> {
    let stamp = |path: &Path| system.files.stamp(path);
    paths.iter().map(|path| (path.clone(), stamp(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::fake::{World, run};

    /// Lets `script` act at each look, by its number from 1, and returns after which look the wait
    /// for a change of `openapi.yaml` ended.
    fn looks(script: impl Fn(&World, usize) + 'static) -> usize {
        let world = World::new();
        world.set_file("openapi.yaml", "a");
        let paths = [PathBuf::from("openapi.yaml")];
        let mut stamps = Stamps(Some(look(&world.system(), &paths)));
        let mut number = 0;
        world.on_sleep(move |world| {
            number += 1;
            script(world, number);
        });
        run(changed(&world.system(), &paths, &mut stamps));
        assert_eq!(stamps.0, Some(look(&world.system(), &paths)));
        let elapsed = world.system().clock.elapsed();
        usize::try_from(elapsed.as_millis() / INTERVAL.as_millis()).unwrap()
    }

    #[test]
    fn a_file_that_was_never_looked_at_has_changed() {
        let world = World::new();
        world.set_file("openapi.yaml", "a");
        let mut stamps = Stamps::default();
        run(changed(&world.system(), &[PathBuf::from("openapi.yaml")], &mut stamps));
        assert_eq!(world.system().clock.elapsed(), INTERVAL);
    }

    #[test]
    fn a_save_counts_when_it_is_over() {
        let saved = looks(|world, look| {
            if (3..6).contains(&look) {
                world.set_file("openapi.yaml", "b".repeat(look));
            }
        });
        assert_eq!(saved, 6);
    }

    #[test]
    fn a_file_that_is_gone_for_a_moment_is_waited_for() {
        let saved = looks(|world, look| match look {
            2 => world.remove_file("openapi.yaml"),
            5 => world.set_file("openapi.yaml", "new"),
            _ => {}
        });
        assert_eq!(saved, 6);
    }

    #[test]
    fn a_file_that_stays_away_is_a_change() {
        let gone = looks(|world, look| {
            if look == 2 {
                world.remove_file("openapi.yaml");
            }
        });
        assert_eq!(gone, 2 + GONE);
    }

    #[test]
    fn a_file_that_comes_back_as_it_was_has_not_changed() {
        let saved = looks(|world, look| match look {
            2 => world.remove_file("openapi.yaml"),
            4 => world.set_file("openapi.yaml", "a"),
            8 => world.set_file("openapi.yaml", "other"),
            _ => {}
        });
        assert_eq!(saved, 9);
    }
}
