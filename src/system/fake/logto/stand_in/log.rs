//! The audit log: what the wire does not say.

use super::{
    StandIn,
    answer::{Answer, Stop},
    application::Application,
    authorize::AuthorizationRequest,
    grant::USER,
    received::Received,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

#[derive(Debug, Clone)]
pub(super) struct Entry {
    id: String,
    key: String,
    application: Option<String>,
    payload: Value,
    at: Timestamp,
}

/// How an exchange ended.
pub(super) enum Outcome<'a> {
    Issued(&'a Value),
    /// Error, description, and the detail that only the log has.
    Refused(&'a str, &'a str, &'a str),
}

/// The parameters that the log has in clear.
const CLEAR: [&str; 8] =
    ["grant_type", "redirect_uri", "code", "code_verifier", "client_id", "scope", "resource", "state"];

impl StandIn {
    /// Answers at `/api/logs`.
    pub(super) fn logs(&self, received: &Received<'_>) -> Result<Answer, Stop> {
        received.expect_query(&[
            "logKey",
            "applicationId",
            "userId",
            "start_time",
            "end_time",
            "page",
            "page_size",
        ])?;
        if received.query("page").is_none() {
            return Err(Stop::unmeasured("the audit log without `page`"));
        }
        let time = |name: &str| received.query(name).and_then(|own| own.parse::<i64>().ok());
        let found = self.log.iter().rev().filter(|entry| {
            let at = entry.at.as_millisecond();
            received.query("logKey").is_none_or(|key| entry.key == key)
                && received.query("applicationId").is_none_or(|id| entry.application.as_deref() == Some(id))
                && received.query("userId").is_none_or(|id| entry.payload["userId"] == id)
                && time("start_time").is_none_or(|start| at >= start)
                && time("end_time").is_none_or(|end| at <= end)
        });
        let found = found.map(|entry| {
            json!({
                "tenantId": "default", "id": entry.id, "key": entry.key, "payload": entry.payload,
                "createdAt": entry.at.as_millisecond()
            })
        });
        received.paged("logs", found.collect())
    }

    pub(super) fn remember_exchange(
        &mut self,
        grant_type: &str,
        application: Option<&Application>,
        outcome: Outcome<'_>,
        received: &Received<'_>,
        form: &[(String, String)],
    ) {
        let kind = match grant_type {
            "authorization_code" => "AuthorizationCode",
            "refresh_token" => "RefreshToken",
            "client_credentials" => "ClientCredentials",
            _ => "Unknown",
        };
        let key = format!("ExchangeTokenBy.{kind}");
        let mut params: Map<String, Value> = CLEAR
            .iter()
            .filter_map(|name| {
                Some(((*name).to_owned(), Value::from(super::received::parameter(form, name)?)))
            })
            .collect();
        for secret in ["client_secret", "refresh_token"] {
            params.insert(secret.to_owned(), Value::from("******"));
        }
        // The client of a header, too, is known where its secret is not.
        let named = super::received::parameter(form, "client_id").map(str::to_owned);
        let named = named.or_else(|| received.basic().map(|(id, _)| id)).filter(|id| self.find(id).is_some());
        let application = application.map(|own| own.id.clone()).or(named);
        let mut payload = self.payload(&key, received, application.as_deref(), Value::Object(params));
        match outcome {
            Outcome::Issued(tokens) => {
                payload["userId"] = Value::from(USER);
                payload["scope"] = tokens["scope"].clone();
                let kinds = [
                    ("access_token", "AccessToken"),
                    ("refresh_token", "RefreshToken"),
                    ("id_token", "IdToken"),
                ];
                let kinds = kinds.iter().filter(|(member, _)| !tokens[*member].is_null());
                payload["tokenTypes"] = kinds.map(|(_, kind)| Value::from(*kind)).collect();
            }
            Outcome::Refused(error, description, detail) => {
                payload["result"] = Value::from("Error");
                payload["tokenTypes"] = json!([]);
                let error = json!({
                    "message": error, "error": error, "error_description": description,
                    "error_detail": detail, "stack": format!("{error}: at nobody's")
                });
                payload["error"] = Value::from(error.to_string());
            }
        }
        self.remember(key, application, payload, received.now);
    }

    pub(super) fn remember_interaction(&mut self, request: &AuthorizationRequest, received: &Received<'_>) {
        let key = "Interaction.Create";
        let params = json!({
            "scope": request.scope, "state": request.state, "client_id": request.application,
            "redirect_uri": request.redirect_uri, "response_type": "code"
        });
        let mut payload = self.payload(key, received, Some(&request.application), params);
        payload["prompt"] = json!({ "name": "login", "details": {}, "reasons": ["no_session"] });
        self.remember(key.to_owned(), Some(request.application.clone()), payload, received.now);
    }

    fn payload(&self, key: &str, received: &Received<'_>, application: Option<&str>, params: Value) -> Value {
        let user_agent = received.header("user-agent").unwrap_or_default();
        let mut payload = json!({
            "key": key, "result": "Success", "ip": "127.0.0.1", "userAgent": user_agent,
            "userAgentParsed": {
                "ua": user_agent, "browser": {}, "device": {}, "engine": {}, "os": {}, "cpu": {}
            },
            "params": params
        });
        if let Some(application) = application {
            payload["applicationId"] = Value::from(application);
        }
        payload
    }

    fn remember(&mut self, key: String, application: Option<String>, payload: Value, at: Timestamp) {
        let id = self.draw_text(21);
        self.log.push(Entry { id, key, application, payload, at });
    }
}
