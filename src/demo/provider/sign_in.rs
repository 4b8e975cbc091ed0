//! The sign-in page and the consent that follows it.

use super::{
    Provider, pages,
    pages::{SignIn, SignInFault},
    received::Received,
    responses::{self, Answer},
    state::{Attempts, MAX_WRONG_PASSWORDS, after},
};
use http::{StatusCode, header::RETRY_AFTER};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

impl Provider {
    /// Shows the page. Parameters of the URL other than Logto's `app_id` mean nothing: nobody
    /// signs in by a link.
    pub(super) fn show_sign_in(&mut self, request: &Received<'_>, now: Timestamp) -> Answer {
        let id = request.cookie(&self.interaction_cookie);
        self.sign_in_page(id, None, now)
    }

    fn sign_in_page(
        &mut self,
        id: Option<&str>,
        fault: Option<(SignInFault, &str)>,
        now: Timestamp,
    ) -> Answer {
        let Some(interaction) = self.state.interactions.get(id.unwrap_or_default()) else {
            return pages::expired();
        };
        if now >= interaction.expires_at {
            return pages::expired();
        }
        let authorization = &interaction.request;
        let Some(client) = self.client(&authorization.client_id) else { return pages::expired() };
        pages::sign_in(&SignIn {
            client,
            authorization,
            csrf: &interaction.csrf,
            users: &self.settings.users,
            username: fault.map(|(_, username)| username).or(authorization.login_hint.as_deref()),
            fault: fault.map(|(fault, _)| fault),
        })
    }

    /// Takes the form: checks where it comes from, then what the user wants, then the password.
    pub(super) fn sign_in(&mut self, request: &Received<'_>, now: Timestamp) -> Answer {
        let form = match request.form("/sign-in") {
            Ok(form) => form,
            Err(error) => return pages::unusable_form(error.status),
        };
        let id = request.cookie(&self.interaction_cookie);
        let Some(interaction) = self.state.interaction(id, now) else { return pages::expired() };
        let csrf = form.get("csrf").unwrap_or_default();
        if !bool::from(interaction.csrf.as_bytes().ct_eq(csrf.as_bytes())) {
            return pages::foreign_form();
        }
        if form.get("action") == Some("deny") {
            let authorization = interaction.request.clone();
            let answer = self.refuse_request(&authorization, "access_denied", None);
            return self.finish_interaction(id, answer);
        }
        let username = form.get("username").unwrap_or_default();
        match self.check_password(username, form.get("password").unwrap_or_default(), now) {
            Ok(sub) => self.signed_in(id.unwrap_or_default(), request, &sub, now),
            Err(fault) => {
                let mut page = self.sign_in_page(id, Some((fault, username)), now);
                if let SignInFault::Locked { seconds } = fault {
                    responses::put(&mut page, RETRY_AFTER, &seconds.to_string());
                }
                page
            }
        }
    }

    /// Starts the session, under a new cookie so that nobody can have planted it, and goes on
    /// with 303: the password must not be posted any further.
    fn signed_in(&mut self, id: &str, request: &Received<'_>, sub: &str, now: Timestamp) -> Answer {
        let lifetime = self.settings.lifetimes.session;
        let cookie = self.draw();
        let old = request.cookie(&self.session_cookie);
        self.state.sign_in(old, cookie.clone(), sub, now, after(now, lifetime));
        if let Some(interaction) = self.state.interaction(Some(id), now) {
            interaction.progress.signed_in = true;
        }
        let mut answer = responses::see_other(&format!("{}/auth/{id}", self.mount));
        responses::set_cookie(&mut answer, &self.session_cookie, &cookie, lifetime.as_secs());
        answer
    }

    /// Returns whose name and password these are. While a name is locked, even the right
    /// password is refused: a guesser must not learn which one it was.
    fn check_password(
        &mut self,
        username: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<String, SignInFault> {
        let user = self.settings.users.iter().find(|user| user.username == username);
        let attempts = self.state.attempts.entry(user.map(|user| user.username.clone()).unwrap_or_default());
        let attempts = attempts.or_default();
        if let Some(locked_until) = attempts.locked_until.filter(|&until| now < until) {
            let seconds = locked_until.duration_since(now).as_secs().unsigned_abs().max(1);
            return Err(SignInFault::Locked { seconds });
        }
        let right = user.filter(|user| user.password.as_bytes().ct_eq(password.as_bytes()).into());
        if let Some(user) = right {
            *attempts = Attempts::default();
            return Ok(user.sub.clone());
        }
        let wrong = attempts.wrong + 1;
        let lock = self.settings.lifetimes.lock;
        *attempts = if wrong < MAX_WRONG_PASSWORDS {
            Attempts { wrong, locked_until: None }
        } else {
            Attempts { wrong: 0, locked_until: Some(after(now, lock)) }
        };
        Err(SignInFault::WrongPassword)
    }

    /// Consents for the user, as Logto does for first-party applications: the page before has
    /// said what is asked for.
    pub(super) fn consent(&mut self, request: &Received<'_>, now: Timestamp) -> Answer {
        let id = request.cookie(&self.interaction_cookie);
        let signed_in = self.state.session(request.cookie(&self.session_cookie), now).is_some();
        let Some(interaction) = self.state.interaction(id, now).filter(|_| signed_in) else {
            return pages::expired();
        };
        interaction.progress.consented = true;
        let location = format!("{}{}/auth/{}", self.origin, self.mount, id.unwrap_or_default());
        responses::redirect(StatusCode::FOUND, &location)
    }
}
