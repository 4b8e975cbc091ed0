//! The token store as a user meets it: what is refused, what is mended, and what is said.

use crate::support::{Answer, Place, Run, Servers, login, store};
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;

const ALICE: Answer = Answer::SignIn { username: "alice", password: "alice-demo-password" };

fn signed_in() -> (Place, Servers) {
    let place = Place::new();
    let servers = Servers::start(&place);
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    place.write("gptauth.toml", &servers.project());
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    (place, servers)
}

fn with_secret<'a>(place: &Place, servers: &Servers, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = place.command(arguments);
    command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
    place.finish(command)
}

fn refresh_token(place: &Place) -> String {
    let (_, envelope) = store::entries(&store::folder(place), "tokens").remove(0);
    store::tokens(&envelope)["refresh_token"].as_str().expect("a refresh token").to_owned()
}

#[test]
fn refresh_exchanges_the_token_of_the_environment_and_keeps_nothing() {
    let (place, servers) = signed_in();
    let before = store::entries(&store::folder(&place), "tokens");
    let refresh = |flags: &[&str]| {
        let mut command =
            place.command(["refresh", "--format", "json"].into_iter().chain(flags.iter().copied()));
        command
            .env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"))
            .env("GPTAUTH_REFRESH_TOKEN", refresh_token(&place));
        let run = place.finish(command);
        assert_eq!(run.status, Some(0), "{run}");
        serde_json::from_str::<Value>(&run.stdout).expect("JSON")
    };
    let told = refresh(&[]);
    assert_eq!((&told["kept"], &told["refresh_token"]), (&false.into(), &"unchanged".into()), "{told}");
    assert!(told.get("tokens").is_none());
    let shown = refresh(&["--show-tokens"]);
    assert_eq!(shown["tokens"]["refresh_token"].as_str(), Some(&*refresh_token(&place)));
    assert_eq!(store::entries(&store::folder(&place), "tokens"), before);
    assert_eq!(with_secret(&place, &servers, ["refresh", "--show-tokens"]).status, Some(2));
}

#[test]
fn r15_a_provider_that_cannot_revoke_is_signed_out_of_all_the_same() {
    let (place, servers) = signed_in();
    let project = place.read("gptauth.toml");
    let issuer = servers.about("issuer");
    // Endpoints by hand, and none for revocation.
    let endpoints =
        format!("authorization_endpoint = \"{issuer}/auth\"\ntoken_endpoint = \"{issuer}/token\"\n");
    let without = project.replace(&format!("issuer = \"{issuer}\"\n"), &endpoints);
    place.write("gptauth.toml", &without);
    let login = login(&place, &servers, &[], ALICE);
    assert_eq!(login.run.status, Some(0), "{}", login.run);
    assert_snapshot!(with_secret(&place, &servers, ["logout", "--quiet", "--format", "json"]), @r#"
    status: 0
    stdout:
        {
          "schema": 1,
          "removed": true,
          "provider": "no-revocation-endpoint",
          "provider_error": null,
          "store": "[PLACE]/home/.local/share/gptauth/tokens (mode 0600, not encrypted)"
        }

    stderr:
    "#);
    assert_eq!(place.run(["token"]).status, Some(3));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn set_mode(path: &std::path::Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    }

    fn mode(path: &std::path::Path) -> u32 {
        fs::metadata(path).expect("a file").permissions().mode() & 0o777
    }

    #[test]
    fn r09_what_is_not_safe_is_refused_with_what_to_do() {
        let (place, _servers) = signed_in();
        let (path, _) = store::entries(&store::folder(&place), "tokens").remove(0);
        let target = place.home().join("tokens/elsewhere.json");
        fs::create_dir(target.parent().expect("a folder")).expect("a folder");
        fs::rename(&path, &target).expect("a moved file");
        symlink(&target, &path).expect("a link");
        let run = place.run(["token"]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(6), ""), "{run}");
        assert!(run.stderr.contains("is not safe to keep secrets in: it is a link"), "{run}");
        fs::remove_file(&path).expect("no link");
        fs::rename(&target, &path).expect("the file again");
        let above = store::folder(&place);
        set_mode(above.parent().expect("a folder above"), 0o777);
        let run = place.run(["token"]);
        assert_eq!(run.status, Some(6), "{run}");
        assert!(run.stderr.contains("everybody can write to the folder above it"), "{run}");
    }

    #[test]
    fn r09_a_loose_mode_is_mended_and_said() {
        let (place, _servers) = signed_in();
        let (path, _) = store::entries(&store::folder(&place), "tokens").remove(0);
        set_mode(&path, 0o644);
        let run = place.run(["token"]);
        assert_eq!(run.status, Some(0), "{run}");
        assert_eq!(mode(&path), 0o600);
        assert!(run.stderr.contains("others could read"), "{run}");
        assert_eq!(place.run(["token"]).stderr, "", "once");
    }

    #[test]
    fn r11_r18_whatever_the_umask_nobody_else_can_read_a_thing() {
        for umask in ["000", "077"] {
            let place = Place::new();
            let servers = Servers::start(&place);
            place.write("gptauth.toml", &servers.project());
            let script = format!("umask {umask}; exec \"$0\" \"$@\"");
            let mut command = place.command_of("/bin/sh".as_ref(), ["-c", &script]);
            command.args([env!("CARGO_BIN_EXE_gptauth"), "login", "--no-browser"]);
            command.env("GPTAUTH_CLIENT_SECRET", servers.about("client_secret"));
            let login = crate::support::follow(&place, command, ALICE);
            assert_eq!(login.run.status, Some(0), "{}", login.run);
            assert_eq!(with_secret(&place, &servers, ["refresh"]).status, Some(0));
            let folder = store::folder(&place);
            assert_eq!(mode(&folder), 0o700, "umask {umask}");
            let files: Vec<_> = fs::read_dir(&folder)
                .expect("the store")
                .map(|entry| entry.expect("an entry").path())
                .collect();
            // Tokens, their lock, and where they are: no copy, no backup.
            assert_eq!(files.len(), 3, "{files:?}");
            for path in files {
                assert_eq!(mode(&path), 0o600, "{} with umask {umask}", path.display());
            }
        }
    }
}
