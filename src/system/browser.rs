//! The user's browser.

use super::BoxFuture;
use std::{io, time::Duration};
use url::Url;

/// Opens pages for the user.
pub trait Browser {
    /// Opens `url` in the user's browser, as one argument and through no shell.
    ///
    /// # Errors
    ///
    /// Where the URL is not http or https, or no browser could be started.
    fn open(&self, url: &Url) -> BoxFuture<'_, io::Result<()>>;
}

/// How long a launch is watched for a failure.
const LAUNCH_TIME: Duration = Duration::from_secs(2);

/// The browser that the desktop, or `$BROWSER`, names.
pub(super) struct RealBrowser;

impl Browser for RealBrowser {
    fn open(&self, url: &Url) -> BoxFuture<'_, io::Result<()>> {
        let checked = openable(url);
        Box::pin(async move {
            let url = checked?;
            let (done, started) = tokio::sync::oneshot::channel();
            // Asking the desktop for its browser runs programs and waits for them.
            std::thread::Builder::new().name("browser".to_owned()).spawn(move || {
                // Nobody waits for the answer when the command is already over.
                let _ = done.send(launch(&url));
            })?;
            // A browser in the terminal runs until the user leaves it; by then it has long been opened.
            match tokio::time::timeout(LAUNCH_TIME, started).await {
                Ok(launched) => launched.map_err(io::Error::other)?,
                Err(_) => Ok(()),
            }
        })
    }
}

/// Returns the URL as the one argument that a browser is given. A document or a provider chose it, so
/// that only what a browser fetches over the network is let through (CVE-2025-6514).
fn openable(url: &Url) -> io::Result<String> {
    if matches!(url.scheme(), "http" | "https") {
        Ok(url.as_str().to_owned())
    } else {
        let reason = format!("`{}:` is not opened in a browser, only http and https are", url.scheme());
        Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
    }
}

fn launch(url: &str) -> io::Result<()> {
    if !has_display() {
        let reason = "no display and no $BROWSER";
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    let mut options = webbrowser::BrowserOptions::new();
    options.with_suppress_output(true);
    webbrowser::open_browser_with_options(webbrowser::Browser::Default, url, &options)
}

/// Returns whether there is something to show a browser on. Without it, the search for a browser ends
/// at a text browser that takes over the terminal.
fn has_display() -> bool {
    let named = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"];
    cfg!(not(all(unix, not(target_os = "macos")))) || named.iter().any(|name| super::variable(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l20_only_web_pages_are_opened() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "a:$(calc.exe)?",
            "data:text/html,x",
            "ms-settings:x",
            "ftp://example.com/",
        ] {
            let refused = openable(&Url::parse(url).unwrap()).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{url}");
        }
    }

    #[test]
    fn l20_an_url_stays_one_argument_without_spaces_or_quotes() {
        let url = Url::parse("https://op.example/authorize?a=b c\"d'--x").unwrap();
        let argument = openable(&url).unwrap();
        assert!(!argument.contains([' ', '"']));
        assert!(argument.starts_with("https://"));
    }
}
