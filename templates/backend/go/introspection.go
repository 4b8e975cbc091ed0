package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// newIntrospection returns a verifier for tokens without the scope `openid` (RFC 7662). The API is a
// client of the provider then, with an id and a secret of its own.
func newIntrospection() verifier {
	endpoint := required("INTROSPECTION_ENDPOINT", {{introspection_endpoint}})
	id := required("INTROSPECTION_CLIENT_ID", "")
	secret := required("INTROSPECTION_CLIENT_SECRET", "")
	return remembering(func(token string) (user, error) {
		form := url.Values{"token": {token}, "token_type_hint": {"access_token"}}
		request, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader(form.Encode()))
		if err != nil {
			return user{}, unavailable(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		// Form-encoded before they are joined (RFC 6749 section 2.3.1).
		request.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
		response, body, err := ask(request)
		if err != nil {
			return user{}, unavailable(err)
		}
		var said struct {
			user
			Active    *bool  `json:"active"`
			TokenType string `json:"token_type"`
		}
		if response.StatusCode != http.StatusOK || json.Unmarshal(body, &said) != nil || said.Active == nil {
			return user{}, unavailable(fmt.Errorf("%s answered %s, not whether the token is active", endpoint, response.Status))
		}
		// A refresh token is active, too, and none to call an API with; one without `sub` is no user's.
		if !*said.Active || !strings.EqualFold(said.TokenType, "Bearer") || said.Sub == "" {
			return user{}, invalidToken()
		}
		return said.user, nil
	})
}
