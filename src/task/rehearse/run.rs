//! The scenarios, request by request.

use super::{
    Act, Rehearsal, RehearseError, Remark, Scenario, SessionNow, Step, TokenUsed, Turn, Verdict, advice,
    stage::{Refreshed, Stage, TokenEndpoint},
};
use crate::{
    oauth::{stored::StoredTokens, values::RefreshToken},
    system::StoreLock,
    task::{kept::Kept, session::SessionError},
};
use std::cell::Cell;

/// A rehearsal on its way.
pub(super) struct Run<'a, 'b> {
    stage: Stage<'a>,
    seen: &'b mut dyn FnMut(&Step),
    steps: Vec<Step>,
    session: SessionNow,
    refreshable: bool,
}

impl<'a, 'b> Run<'a, 'b> {
    pub(super) fn new(stage: Stage<'a>, seen: &'b mut dyn FnMut(&Step)) -> Self {
        Self { stage, seen, steps: Vec::new(), session: SessionNow::Untouched, refreshable: true }
    }

    pub(super) fn end(self, scenario: Scenario, verdict: Verdict) -> Rehearsal {
        let provider = self.stage.provider();
        Rehearsal {
            scenario,
            steps: self.steps,
            verdict,
            provider,
            advice: advice::on(scenario, verdict, provider, self.refreshable),
            session: self.session,
        }
    }

    fn done(&mut self, mut step: Step) {
        let is_refresh = |step: &Step| matches!(step.act, Act::Refresh { .. });
        if is_refresh(&step) && !self.steps.iter().any(is_refresh) {
            step.statements.insert(0, self.stage.reactions().refresh_request);
        }
        (self.seen)(&step);
        self.steps.push(step);
    }

    pub(super) async fn no_token(&mut self) -> Result<Verdict, RehearseError> {
        let reactions = self.stage.reactions();
        let mut step = self.stage.call(None, TokenUsed::None).await?;
        let (verdict, statement) = if self.stage.is_sign_in(step.status) {
            (Verdict::SignsIn, reactions.sign_in_card)
        } else if step.status.is_success() {
            (Verdict::Unprotected, reactions.unprotected)
        } else {
            (Verdict::Stranded, reactions.other_status)
        };
        step.statements.push(statement);
        self.done(step);
        Ok(verdict)
    }

    pub(super) async fn expired(&mut self) -> Result<Verdict, RehearseError> {
        let reactions = self.stage.reactions();
        let kept = self.stage.kept()?;
        let lock = kept.lock(self.stage.system).await.map_err(SessionError::from)?;
        let tokens = tokens(&kept)?;
        let mut step = self.stage.call_expired(&tokens).await?;
        if !self.stage.is_sign_in(step.status) {
            let unprotected = step.status.is_success();
            step.statements.push(if unprotected { reactions.unprotected } else { reactions.other_status });
            self.done(step);
            return Ok(if unprotected { Verdict::Unprotected } else { Verdict::Stranded });
        }
        step.statements.push(reactions.unauthorized);
        let Some(refresh_token) = tokens.refresh_token.clone() else {
            self.refreshable = false;
            step.statements.push(reactions.no_refresh_token);
            self.done(step);
            return Ok(Verdict::SignsInAgain);
        };
        self.done(step);

        let endpoint = self.stage.token_endpoint().await?;
        let refreshed = self.stage.refresh(&endpoint, &*lock, &tokens, &refresh_token, Turn::Only).await?;
        let prospect = refreshed.prospect;
        match self.refreshed(refreshed) {
            Some(new) => self.call_again(&new).await,
            None => Ok(Verdict::of(prospect)),
        }
    }

    /// Calls once more, with the access token that the refresh brought.
    async fn call_again(&mut self, tokens: &StoredTokens) -> Result<Verdict, RehearseError> {
        let reactions = self.stage.reactions();
        let mut step = self.stage.call(Some(&tokens.access_token), TokenUsed::New).await?;
        let verdict = if self.stage.is_sign_in(step.status) {
            step.statements.push(reactions.unauthorized);
            Verdict::NotKnown
        } else if step.status.is_success() {
            step.statements.push(reactions.repeats_call);
            Verdict::NoticesNothing
        } else {
            step.statements.push(reactions.other_status);
            Verdict::Stranded
        };
        self.done(step);
        Ok(verdict)
    }

    pub(super) async fn refresh_revoked(&mut self) -> Result<Verdict, RehearseError> {
        let kept = self.stage.kept()?;
        let lock = kept.lock(self.stage.system).await.map_err(SessionError::from)?;
        let (tokens, refresh_token) = refreshable(&kept)?;
        let endpoint = self.stage.token_endpoint().await?;
        let step = self.stage.revoke(&endpoint, &refresh_token).await?;
        self.done(step);
        if self.stage.has_call() {
            let mut step = self.stage.call(Some(&tokens.access_token), TokenUsed::OfRevokedGrant).await?;
            if self.stage.is_sign_in(step.status) {
                step.statements.push(self.stage.reactions().unauthorized);
            } else if step.status.is_success() {
                step.remark = Some(Remark::AccessTokenOutlives);
            }
            self.done(step);
        }
        let refreshed = self.stage.refresh(&endpoint, &*lock, &tokens, &refresh_token, Turn::Only).await?;
        self.last(&kept, refreshed)
    }

    pub(super) async fn refresh_race(&mut self) -> Result<Verdict, RehearseError> {
        let kept = self.stage.kept()?;
        let lock = kept.lock(self.stage.system).await.map_err(SessionError::from)?;
        let (tokens, refresh_token) = refreshable(&kept)?;
        let endpoint = self.stage.token_endpoint().await?;
        let [mut first, mut second] = self.race(&endpoint, &*lock, &tokens, &refresh_token).await?;
        self.comment(&mut first, &mut second);
        let prospects = [first.prospect, second.prospect];
        let worst = prospects.into_iter().max().map_or(Verdict::NotKnown, Verdict::of);
        let got = [self.refreshed(first), self.refreshed(second)];
        if got.iter().all(Option::is_none) {
            return Ok(worst);
        }
        // What was kept last may be worth nothing: the provider may have ended the grant meanwhile.
        let (tokens, refresh_token) = refreshable(&kept)?;
        let afterwards =
            self.stage.refresh(&endpoint, &*lock, &tokens, &refresh_token, Turn::Afterwards).await?;
        Ok(match (self.last(&kept, afterwards)?, worst) {
            (Verdict::NoticesNothing, Verdict::Stranded | Verdict::NotKnown) => Verdict::OneCallFails,
            (Verdict::NoticesNothing, worst) => worst,
            (verdict, _) => verdict,
        })
    }

    /// Sends two refreshes at once and returns their answers in the order in which they came.
    async fn race(
        &self,
        endpoint: &TokenEndpoint,
        lock: &dyn StoreLock,
        tokens: &StoredTokens,
        refresh_token: &RefreshToken,
    ) -> Result<[Refreshed; 2], RehearseError> {
        let came = Cell::new(0);
        let one = async || {
            let mut refreshed = self.stage.refresh(endpoint, lock, tokens, refresh_token, Turn::Only).await?;
            came.set(came.get() + 1);
            if let Act::Refresh { turn, .. } = &mut refreshed.step.act {
                *turn = Turn::AtOnce(came.get());
            }
            Ok::<_, RehearseError>((came.get(), refreshed))
        };
        // Both are waited for: what either of them brings is kept, also where the other fails.
        let (left, right) = tokio::join!(one(), one());
        let ((place, left), (_, right)) = (left?, right?);
        Ok(if place == 1 { [left, right] } else { [right, left] })
    }

    /// Says what two answers to one refresh token mean together.
    fn comment(&self, first: &mut Refreshed, second: &mut Refreshed) {
        let reactions = self.stage.reactions();
        first.step.statements.insert(0, reactions.refreshes_in_parallel);
        let statements = &mut second.step.statements;
        match (&first.tokens, &second.tokens) {
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => statements.push(reactions.one_call_fails),
            (Ok(one), Ok(other)) if !same(one, other) => statements.push(reactions.keeps_either),
            _ => {}
        }
    }

    /// Takes note of a refresh, and returns what is kept after it.
    fn refreshed(&mut self, refreshed: Refreshed) -> Option<StoredTokens> {
        let tokens = refreshed.tokens.ok();
        if tokens.is_some() {
            self.session = SessionNow::Renewed;
        }
        self.done(refreshed.step);
        tokens
    }

    /// Takes note of the last refresh. Where it shows that the grant is gone, the tokens of it are
    /// forgotten.
    fn last(&mut self, kept: &Kept<'_>, refreshed: Refreshed) -> Result<Verdict, RehearseError> {
        let (refused, verdict) = (refreshed.is_refused(), Verdict::of(refreshed.prospect));
        self.refreshed(refreshed);
        if refused {
            kept.remove().map_err(SessionError::from)?;
            self.session = SessionNow::Ended;
        }
        Ok(verdict)
    }
}

fn tokens(kept: &Kept<'_>) -> Result<StoredTokens, SessionError> {
    kept.tokens()?.ok_or(SessionError::NotSignedIn)
}

fn refreshable(kept: &Kept<'_>) -> Result<(StoredTokens, RefreshToken), SessionError> {
    let tokens = tokens(kept)?;
    let refresh_token = tokens.refresh_token.clone().ok_or(SessionError::NoRefreshToken)?;
    Ok((tokens, refresh_token))
}

fn same(one: &StoredTokens, other: &StoredTokens) -> bool {
    let text = |tokens: &StoredTokens| tokens.refresh_token.as_ref().map(|token| token.expose().to_owned());
    text(one) == text(other)
}
