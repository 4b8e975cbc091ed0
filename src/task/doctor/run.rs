//! The order of things: the API beside the provider, and of the provider first where it is.

use super::{DoctorOutcome, ProbeOutcome, Setup, Tokens, Verdict, send::send};
use crate::{
    invoke::{bind::BoundCall, signature::Signature},
    platform::gpt_action,
    probe::{
        self, Announced, Answer, Answered, ApiCall, Ask, Judgement, Probe, Question, Seeds, Subject,
        signed_in::{Ending, SignedIn},
    },
    providers::{self, Provider, STANDARD},
    scenario::{self, Check},
    system::System,
};
use futures_util::{StreamExt, future, stream};
use std::{cell::RefCell, io, time::Duration};
use url::Url;

/// How long all probes may take together.
pub(super) const TOTAL: Duration = Duration::from_secs(30);
/// How many questions are open at a time.
const AT_ONCE: usize = 16;

/// Why nothing was probed.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    /// The operating system gave no random bytes.
    #[error("no random bytes for the requests")]
    Random(#[from] io::Error),
}

/// How far a run is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// The probe that has just ended.
    pub ended: &'static Probe,
    /// How many have ended.
    pub count: usize,
    /// How many there are.
    pub all: usize,
}

/// Runs `probes`; `seen` is told of each as it ends.
///
/// # Errors
///
/// As [`DoctorError`]. A provider that does not answer is an outcome.
pub async fn doctor(
    system: &System,
    setup: &Setup,
    probes: &[&'static Probe],
    seen: &mut dyn FnMut(Progress),
) -> Result<DoctorOutcome, DoctorError> {
    let start = system.clock.elapsed();
    let calls = Calls::of(setup);
    let server = setup.action.as_ref().ok().and_then(|action| action.server().ok());
    let settings = setup.project.oauth.as_ref();
    let subject = Subject {
        settings,
        announced: None,
        provider: by_url(setup),
        secret: setup.secret.as_ref().map_err(Clone::clone),
        api: api(setup, server.as_ref().map(|server| &server.url), &calls),
        signed_in: signed_in(setup),
        target: &gpt_action::TARGET,
        seeds: seeds(system)?,
        now: system.clock.now(),
    };
    let progress = RefCell::new((0, seen));
    let ended = |probe| {
        let (count, seen) = &mut *progress.borrow_mut();
        *count += 1;
        seen(Progress { ended: probe, count: *count, all: probes.len() });
    };
    let runner = Runner { system, deadline: start + TOTAL, ended: &ended };
    let of = |waits: bool| -> Vec<&'static Probe> {
        let own = |probe: &&'static Probe| probe.group.waits_for_metadata() == waits;
        probes.iter().copied().filter(own).filter(|own| !std::ptr::eq(*own, probe::first())).collect()
    };
    let (waiting, free) = (of(true), of(false));
    let provider_side = async {
        let wanted = probes.iter().any(|own| std::ptr::eq(*own, probe::first()));
        let mut first = runner.discover(&subject, wanted || !waiting.is_empty()).await;
        let outcomes = runner.run(&first.subject(&subject), &waiting).await;
        (first.outcome.take().filter(|_| wanted), first.provider, outcomes)
    };
    let (api_side, (first, provider, provider_side)) =
        future::join(runner.run(&subject, &free), provider_side).await;
    let mut outcomes: Vec<_> = first.into_iter().chain(provider_side).chain(api_side).collect();
    let place = |probe: &Probe| probe::PROBES.iter().position(|own| std::ptr::eq(*own, probe));
    outcomes.sort_by_key(|own| place(own.probe));
    Ok(DoctorOutcome {
        provider,
        issuer: settings.and_then(|own| own.issuer.as_ref()).map(|issuer| issuer.as_str().to_owned()),
        client_id: settings.map(|own| own.client_id.as_str().to_owned()),
        server: server.as_ref().map(|server| server.url.clone()),
        endings: endings(subject.signed_in.as_ref(), provider, &outcomes),
        requests: distinct(&outcomes),
        probes: outcomes,
        duration: system.clock.elapsed().saturating_sub(start),
    })
}

/// What discovery brought.
struct Discovered {
    outcome: Option<ProbeOutcome>,
    announced: Option<Announced>,
    provider: &'static Provider,
}

impl Discovered {
    fn subject<'a>(&'a self, subject: &Subject<'a>) -> Subject<'a> {
        Subject { announced: self.announced.as_ref(), provider: self.provider, ..subject.clone() }
    }
}

struct Runner<'a> {
    system: &'a System,
    deadline: Duration,
    ended: &'a dyn Fn(&'static Probe),
}

impl Runner<'_> {
    /// Asks where the provider is, and recognises it by the answers.
    async fn discover(&self, subject: &Subject<'_>, wanted: bool) -> Discovered {
        let mut found = Discovered { outcome: None, announced: None, provider: subject.provider };
        if !wanted {
            return found;
        }
        let Some(mut outcome) = self.run(subject, &[probe::first()]).await.pop() else { return found };
        let answers: Vec<_> = outcome.exchanges.iter().map(|(_, answered)| answered.clone()).collect();
        if subject.provider.is_unknown() {
            let headers: Vec<_> =
                answers.iter().filter_map(Answered::response).map(|response| response.headers()).collect();
            found.provider = providers::recognise(None, &headers);
        }
        found.announced = probe::learn(subject, &answers);
        if matches!(outcome.verdict, Verdict::Judged(_)) {
            // Judged again, now in the words of the provider.
            let subject = found.subject(subject);
            outcome.verdict = Verdict::Judged((probe::first().judge)(&subject, &answers));
        }
        found.outcome = Some(outcome);
        found
    }

    /// Runs probes side by side. What two of them ask is asked once.
    async fn run(&self, subject: &Subject<'_>, probes: &[&'static Probe]) -> Vec<ProbeOutcome> {
        let mut asks: Vec<Ask> = Vec::new();
        let mut plans = Vec::new();
        for probe in probes {
            plans.push((*probe, (probe.ask)(subject).map(|own| places(own, &mut asks))));
        }
        let mut answers: Vec<Option<Answered>> = asks.iter().map(|_| None).collect();
        let mut outcomes: Vec<ProbeOutcome> = Vec::new();
        plans.retain(|plan| !self.finish(subject, plan, &asks, &answers, &mut outcomes));
        let questions = asks.iter().enumerate();
        let sent =
            questions.map(|(at, ask)| async move { (at, send(self.system, ask, self.deadline).await) });
        let mut sent = stream::iter(sent).buffer_unordered(AT_ONCE);
        while let Some((at, answered)) = sent.next().await {
            answers[at] = Some(answered);
            plans.retain(|plan| !self.finish(subject, plan, &asks, &answers, &mut outcomes));
        }
        outcomes
    }

    /// Judges a probe whose answers are all there; returns whether they are.
    fn finish(
        &self,
        subject: &Subject<'_>,
        (probe, plan): &(&'static Probe, Result<Vec<usize>, String>),
        asks: &[Ask],
        answers: &[Option<Answered>],
        outcomes: &mut Vec<ProbeOutcome>,
    ) -> bool {
        let (verdict, exchanges) = match plan {
            Err(why) => (Verdict::NotRun(why.clone()), Vec::new()),
            Ok(places) => {
                let own: Option<Vec<_>> = places.iter().map(|at| answers[*at].clone()).collect();
                let Some(own) = own else { return false };
                let verdict = Verdict::Judged(judge(probe, subject, &own));
                (verdict, places.iter().map(|at| asks[*at].clone()).zip(own).collect())
            }
        };
        outcomes.push(ProbeOutcome { probe, verdict, exchanges });
        (self.ended)(probe);
        true
    }
}

fn judge(probe: &Probe, subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    (probe.judge)(subject, answers)
}

/// Puts questions among those that are asked already, and returns where each stands.
fn places(own: Vec<Ask>, asks: &mut Vec<Ask>) -> Vec<usize> {
    own.into_iter()
        .map(|ask| {
            asks.iter().position(|other| other.is_same(&ask)).unwrap_or_else(|| {
                asks.push(ask);
                asks.len() - 1
            })
        })
        .collect()
}

/// Counts the requests that were sent.
fn distinct(outcomes: &[ProbeOutcome]) -> usize {
    let mut asks = Vec::new();
    for (ask, _) in outcomes.iter().flat_map(|own| own.exchanges.iter()) {
        places(vec![ask.clone()], &mut asks);
    }
    asks.len()
}

/// The operations that can be called.
struct Calls {
    guarded: Option<(usize, BoundCall)>,
    public: Option<(usize, BoundCall)>,
}

impl Calls {
    fn of(setup: &Setup) -> Self {
        let Ok(action) = &setup.action else { return Self { guarded: None, public: None } };
        let plan = scenario::plan(&action.signatures, false);
        let first = |public: bool| {
            let mut steps = plan.steps.iter().filter(|step| step.check == Check::Answers);
            steps.find_map(|step| {
                let signature = &action.signatures[step.operation];
                let call = step.call(signature).filter(|_| signature.public == public)?;
                Some((step.operation, call))
            })
        };
        Self { guarded: first(false), public: first(true) }
    }
}

fn api<'a>(setup: &'a Setup, server: Option<&'a Url>, calls: &'a Calls) -> Result<ApiCall<'a>, String> {
    let action = setup.action.as_ref().map_err(ToString::to_string)?;
    let server = match server {
        Some(server) => server,
        None => return Err(action.server().err().map(|error| error.to_string()).unwrap_or_default()),
    };
    let of = |own: &'a Option<(usize, BoundCall)>| -> Option<(&'a Signature, &'a BoundCall)> {
        own.as_ref().map(|(at, call)| (&action.signatures[*at], call))
    };
    Ok(ApiCall { server, guarded: of(&calls.guarded), public: of(&calls.public) })
}

/// Returns what the tokens are for the probes.
fn signed_in(setup: &Setup) -> Option<SignedIn<'_>> {
    let Tokens { access, stored } = setup.tokens.as_ref()?;
    let admitted = setup.action.as_ref().map_err(ToString::to_string).and_then(|action| {
        let server = action.server().map_err(|error| error.to_string())?;
        action.admits_token(&server).map_err(|error| error.to_string())
    });
    Some(SignedIn {
        access_token: &access.token,
        expires_at: access.expires_at,
        scope: stored.as_ref().map(|own| &own.scope),
        refresh_token: stored.as_ref().map(|own| own.refresh_token.is_some()),
        subject: stored.as_ref().and_then(|own| own.subject.as_deref()),
        obtained_at: stored.as_ref().map(|own| own.obtained_at),
        may_go_to_api: admitted,
    })
}

/// Returns what ends when: tokens, session, and the certificates that were seen.
fn endings(signed_in: Option<&SignedIn<'_>>, provider: &Provider, outcomes: &[ProbeOutcome]) -> Vec<Ending> {
    let Some(signed_in) = signed_in else { return Vec::new() };
    let mut endings = probe::signed_in::endings(signed_in, provider);
    for (ask, answered) in outcomes.iter().flat_map(|own| &own.exchanges) {
        let Answer::Response { certificate_until: Some(at), .. } = answered.answer else { continue };
        let Question::Http(request) = &ask.question else { continue };
        let what = format!("the certificate of {}", request.uri().host().unwrap_or_default());
        if !endings.iter().any(|own| own.what == what) {
            endings.push(Ending { at, what });
        }
    }
    endings.sort_by_key(|own| own.at);
    endings
}

/// Recognises the provider by the project alone.
fn by_url(setup: &Setup) -> &'static Provider {
    let Some(settings) = &setup.project.oauth else { return &STANDARD };
    let issuer = settings.issuer.as_ref().and_then(|issuer| Url::parse(issuer.as_str()).ok());
    providers::recognise(issuer.as_ref().or(settings.authorization_endpoint.as_ref()), &[])
}

fn seeds(system: &System) -> io::Result<Seeds> {
    let mut seeds = Seeds { state: [0; 16], forged: [0; 32], conversation: [[0; 16]; 2], verifier: [0; 32] };
    let [first, second] = &mut seeds.conversation;
    for part in [&mut seeds.state[..], &mut seeds.forged, first, second, &mut seeds.verifier] {
        system.random.fill(part)?;
    }
    Ok(seeds)
}
