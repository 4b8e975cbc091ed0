mod auth;
mod bearer;
mod cache;
mod settings;
// How a token is checked. Or `#[path = "introspection.rs"]`, or `#[path = "jwt.rs"]`: see README.md.
#[path = "userinfo.rs"]
mod verifier;

use axum::{Json, Router, routing::get};
use cache::User;
use serde_json::{Value, json};
use settings::setting;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/health", get(health))
        .route("/me", get(me))
        .with_state(verifier::Verifier::new());
    let address = format!(
        "{}:{}",
        setting("HOST", "127.0.0.1"),
        setting("PORT", "3000")
    );
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, app).await
}

/// For everybody: in the OpenAPI document, `security: []`.
async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// For whoever is signed in: any handler with a `User` among its parameters.
async fn me(user: User) -> Json<Value> {
    Json(json!({ "sub": user.sub }))
}
