//! Where hosts are, as the system's resolver says.

use super::BoxFuture;
use std::{io, net::IpAddr};

/// Asks where hosts are.
pub trait Names {
    /// Returns the addresses of a host, in the resolver's order.
    ///
    /// # Errors
    ///
    /// Where the resolver knows none.
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// The resolver of the system.
pub(super) struct RealNames;

impl Names for RealNames {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            let mut addresses: Vec<_> = found.map(|address| address.ip()).collect();
            addresses.dedup();
            Ok(addresses)
        })
    }
}
