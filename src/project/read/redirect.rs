//! Where `login` listens, and what the provider is told about it.

use super::{Fault, ProjectFault, Reader, wrong};
use crate::project::redirect::{LoginRedirect, RedirectFault};
use toml_edit::TableLike;
use url::Url;

impl Reader<'_> {
    pub(super) fn loopback(&mut self, table: &dyn TableLike) -> Result<Option<Url>, Fault> {
        let key = "loopback_redirect_uri";
        match self.redirect(table, key)? {
            None => Ok(None),
            Some(Ok(LoginRedirect::Loopback(url))) => Ok(Some(url)),
            Some(_) => {
                let expected =
                    "an http URL of `127.0.0.1`, `[::1]` or `localhost`, without query and fragment";
                Err((
                    self.start(&format!("oauth.{key}")),
                    ProjectFault::Value { key: key.to_owned(), expected },
                ))
            }
        }
    }

    /// Reads the redirect URI of a tunnel, which leads nowhere without a port.
    pub(super) fn tunnel(&mut self, table: &dyn TableLike) -> Result<Option<Url>, Fault> {
        let key = "tunnel_redirect_uri";
        let Some(found) = self.redirect(table, key)? else { return Ok(None) };
        let fault = match found {
            Ok(LoginRedirect::Tunnel(_)) if table.contains_key("loopback_redirect_uri") => {
                "alone: remove it or `loopback_redirect_uri`"
            }
            Ok(LoginRedirect::Tunnel(_)) if !table.contains_key("loopback_ports") => {
                "accompanied by `loopback_ports`, the ports that the tunnel leads to"
            }
            Ok(LoginRedirect::Tunnel(url)) => return Ok(Some(url)),
            _ => "the https URL of a tunnel, without query and fragment",
        };
        Err((
            self.start(&format!("oauth.{key}")),
            ProjectFault::Value { key: key.to_owned(), expected: fault },
        ))
    }

    fn redirect(
        &mut self,
        table: &dyn TableLike,
        key: &str,
    ) -> Result<Option<Result<LoginRedirect, RedirectFault>>, Fault> {
        Ok(self.url(table, key, &format!("oauth.{key}"))?.map(LoginRedirect::of))
    }

    pub(super) fn ports(&mut self, table: &dyn TableLike) -> Result<Vec<u16>, Fault> {
        let key = "loopback_ports";
        let Some(item) = table.get(key) else { return Ok(Vec::new()) };
        self.note(&format!("oauth.{key}"), item);
        let port = |value: &toml_edit::Value| {
            value.as_integer().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0)
        };
        let ports = item.as_array().and_then(|array| array.iter().map(port).collect::<Option<Vec<_>>>());
        ports
            .filter(|ports| !ports.is_empty())
            .ok_or_else(|| wrong(key, item, "an array of port numbers, each from 1 to 65535"))
    }
}
