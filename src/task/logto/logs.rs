//! Reads Logto's audit log, page by page.

use super::client::{LogtoError, ManagementApi};
use crate::{
    logto::log::{self, Entry, PAGE_SIZE},
    oauth::values::ClientId,
};
use jiff::Timestamp;
use std::{cmp::Reverse, collections::BTreeSet};

/// How many pages of one kind are read at most: Logto has no end, and whoever looks for one user's
/// entries reads everybody's.
const MOST_PAGES: u32 = 50;

/// What is wanted of the log.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The keys, each of which is asked for by itself.
    pub keys: Vec<&'a str>,
    /// The time that is too early; none for the beginning of the log.
    pub since: Option<Timestamp>,
    /// The user, by id.
    pub user: Option<&'a str>,
    /// How many entries, of all keys together.
    pub limit: usize,
}

/// What the log has.
#[derive(Debug)]
pub struct Logs {
    /// The entries, the latest first.
    pub entries: Vec<Entry>,
    /// Whether there may be more that is wanted.
    pub cut: bool,
}

/// Returns the entries that an application left.
///
/// # Errors
///
/// As [`LogtoError`].
pub async fn logs(
    api: &ManagementApi<'_>,
    application: &ClientId,
    wanted: &Wanted<'_>,
) -> Result<Logs, LogtoError> {
    let mut logs = Logs { entries: Vec::new(), cut: false };
    for key in &wanted.keys {
        let of_key = of_key(api, application, key, wanted).await?;
        logs.cut |= of_key.cut;
        logs.entries.extend(of_key.entries);
    }
    logs.entries.sort_by_key(|own| Reverse(own.at));
    logs.cut |= logs.entries.len() > wanted.limit;
    logs.entries.truncate(wanted.limit);
    Ok(logs)
}

async fn of_key(
    api: &ManagementApi<'_>,
    application: &ClientId,
    key: &str,
    wanted: &Wanted<'_>,
) -> Result<Logs, LogtoError> {
    let page_size = u32::try_from(wanted.limit).unwrap_or(PAGE_SIZE).clamp(1, PAGE_SIZE);
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for number in 1..=MOST_PAGES {
        let request = log::request(api.tenant(), key, application, number, page_size);
        let page = log::page(&api.send(request).await?, page_size)?;
        let too_early = |own: &Entry| wanted.since.is_some_and(|since| own.at < since);
        let at_end = !page.full || page.entries.last().is_some_and(too_early);
        // What is written meanwhile pushes entries on to the next page, where they come again.
        let new = page.entries.into_iter().filter(|own| own.id.is_empty() || seen.insert(own.id.clone()));
        entries.extend(new.filter(|own| {
            !too_early(own) && wanted.user.is_none_or(|user| own.user.as_deref() == Some(user))
        }));
        if at_end || entries.len() >= wanted.limit {
            return Ok(Logs { entries, cut: !at_end });
        }
    }
    Ok(Logs { entries, cut: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        logto::tenant::Tenant,
        oauth::values::ClientSecret,
        system::fake::{World, run},
        task::{
            fixture::answer,
            logto::access::{Access, Credentials, Origin},
        },
    };
    use serde_json::{Value, json};

    const KEY: &str = "ExchangeTokenBy.RefreshToken";

    fn entry(number: i64, user: &str) -> Value {
        json!({ "id": number.to_string(), "key": KEY, "createdAt": number * 1000,
                "payload": { "result": "Success", "userId": user, "tokenTypes": ["AccessToken"] } })
    }

    /// A log whose latest entry has the highest number, and which says the pages that were asked for.
    fn world(length: i64) -> World {
        let world = World::new();
        world.answer(move |request| {
            let query = request.uri().query().unwrap_or_default().to_owned();
            if request.uri().path() == "/oidc/token" {
                return Ok(answer(200, &json!({ "access_token": "at", "scope": "all" })));
            }
            let parameters: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            let number = |name: &str| -> i64 {
                parameters.iter().find(|(own, _)| own == name).unwrap().1.parse().unwrap()
            };
            let first = length - (number("page") - 1) * number("page_size");
            let page = (0..number("page_size")).map(|own| first - own).filter(|own| *own > 0);
            let user = |own: i64| if own % 30 == 0 { "rare" } else { "usual" };
            Ok(answer(200, &Value::Array(page.map(|own| entry(own, user(own))).collect())))
        });
        world
    }

    fn read(world: &World, wanted: &Wanted<'_>) -> Logs {
        let system = world.system();
        let access = Access {
            tenant: Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap(),
            credentials: Credentials { id: ClientId::new("m2m"), secret: ClientSecret::new("s") },
            origin: Origin::Environment,
        };
        let api = ManagementApi::new(&system, access);
        run(logs(&api, &ClientId::new("app"), wanted)).unwrap()
    }

    fn wanted(limit: usize) -> Wanted<'static> {
        Wanted { keys: vec![KEY], since: None, user: None, limit }
    }

    fn numbers(logs: &Logs) -> Vec<i64> {
        logs.entries.iter().map(|own| own.id.parse().unwrap()).collect()
    }

    #[test]
    fn pages_are_read_until_there_is_enough_and_no_further() {
        let world = world(100);
        let logs = read(&world, &wanted(25));
        assert_eq!(numbers(&logs), (76..=100).rev().collect::<Vec<_>>());
        assert!(logs.cut);
        let pages: Vec<_> = world.requests().iter().skip(1).map(|own| own.uri().to_string()).collect();
        assert_eq!(
            pages,
            [1, 2].map(|page| format!(
                "https://t.logto.app/api/logs?logKey={KEY}&applicationId=app&page={page}&page_size=20"
            ))
        );
    }

    #[test]
    fn the_end_of_the_log_is_its_end() {
        let logs = read(&world(3), &wanted(20));
        assert_eq!((numbers(&logs), logs.cut), (vec![3, 2, 1], false));
        let logs = read(&world(0), &wanted(20));
        assert!(logs.entries.is_empty() && !logs.cut);
        assert!(!read(&world(39), &wanted(40)).cut);
    }

    #[test]
    fn what_is_too_early_ends_the_reading() {
        let world = world(100);
        let since = Some(Timestamp::from_second(95).unwrap());
        let logs = read(&world, &Wanted { since, ..wanted(50) });
        assert_eq!((numbers(&logs), logs.cut), (vec![100, 99, 98, 97, 96, 95], false));
        assert_eq!(world.requests().len(), 2, "a token and a page");
    }

    #[test]
    fn one_users_entries_are_looked_for_in_everybodys() {
        let logs = read(&world(100), &Wanted { user: Some("rare"), ..wanted(20) });
        assert_eq!((numbers(&logs), logs.cut), (vec![90, 60, 30], false));
        let endless = read(&world(5000), &Wanted { user: Some("nobody"), ..wanted(20) });
        assert!(endless.entries.is_empty() && endless.cut, "it is said that not all was read");
    }

    #[test]
    fn what_comes_again_on_the_next_page_counts_once() {
        let world = World::new();
        world.answer(|request| {
            Ok(match request.uri().query() {
                None => answer(200, &json!({ "access_token": "at", "scope": "all" })),
                Some(query) if query.contains("page=1&") => {
                    answer(200, &Value::Array((11..=30).rev().map(|own| entry(own, "u")).collect()))
                }
                Some(_) => answer(200, &Value::Array((1..=11).rev().map(|own| entry(own, "u")).collect())),
            })
        });
        assert_eq!(numbers(&read(&world, &wanted(40))), (1..=30).rev().collect::<Vec<_>>());
    }
}
