//! Media types that an action can send and take.

/// Returns whether it is JSON: `application/json`, `…+json`, or a range such as `*/*` that has JSON in it.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json" | "*/*" | "application/*")
        || essence.ends_with("+json")
}

/// Returns whether it is certain not to be text.
pub(super) fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    let (top, sub) = essence.split_once('/').unwrap_or((&essence, ""));
    match top {
        "image" => sub != "svg+xml",
        "audio" | "video" | "font" => true,
        "application" => {
            matches!(sub, "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "msword")
                || sub.starts_with("vnd.openxmlformats-officedocument")
                || sub.starts_with("vnd.ms-excel")
        }
        _ => false,
    }
}

/// Returns a media type in lower case without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_suffixes_parameters_and_ranges() {
        for media_type in
            ["application/json; charset=utf-8", "Application/JSON", "application/hal+json", "*/*"]
        {
            assert!(is_json(media_type), "{media_type}");
        }
        for media_type in ["multipart/form-data", "text/plain", "application/jsonx", ""] {
            assert!(!is_json(media_type), "{media_type}");
        }
    }

    #[test]
    fn only_what_is_no_text_is_binary() {
        for media_type in ["image/png", "image/*", "application/pdf", "video/mp4", "application/octet-stream"]
        {
            assert!(is_binary(media_type), "{media_type}");
        }
        for media_type in ["text/csv", "image/svg+xml", "application/xml", "application/vnd.api", ""] {
            assert!(!is_binary(media_type), "{media_type}");
        }
    }
}
