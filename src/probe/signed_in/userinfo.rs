//! `userinfo`: does the Userinfo endpoint know the token's account?

use super::{
    super::{Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, kinds},
    signed_in,
};
use crate::{oauth::userinfo, providers::Topic};

static ACCOUNT: Exchange =
    Exchange { method: "GET", to: "Userinfo endpoint (`--signed-in`)", with: "the stored access token" };

pub(in super::super) static PROBE: Probe = Probe {
    name: "userinfo",
    group: Group::SignedIn,
    question: "the Userinfo endpoint accepts the access token",
    exchanges: &[&ACCOUNT],
    kinds: &[&kinds::USERINFO_REFUSES],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let own = signed_in(subject)?;
    let given = subject.oauth()?.userinfo_endpoint.as_ref();
    let endpoint = given.or_else(|| subject.announced?.userinfo_endpoint.as_ref());
    let endpoint = endpoint.ok_or("the provider has no Userinfo endpoint")?;
    let request = userinfo::request(endpoint, own.access_token).map_err(|error| error.to_string())?;
    Ok(vec![Ask::http(&ACCOUNT, request).keeping(own.access_token.expose())])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(own), [answered]) = (signed_in(subject), answers) else { return Judgement::default() };
    let Some(response) = answered.response() else {
        return Judgement::untold(format!("what the Userinfo endpoint says: {}", answered.words()));
    };
    match userinfo::judge(response, own.access_token, own.subject) {
        Ok(account) => Judgement::seen(format!("the account `{}`", account.subject)),
        Err(error) => {
            let finding = Finding::new(&kinds::USERINFO_REFUSES, 0, error.to_string());
            Judgement::of(vec![finding.help(subject.provider.advice(Topic::Scope))], "")
        }
    }
}
