package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// What `Authorization` carries at most; longer ones are nobody's.
const longestToken = 8192

var b64token = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// A refusal is the answer to a request that is not let through (RFC 6750).
type refusal struct {
	status  int
	code    string
	headers map[string]string
	cause   error
}

func (r *refusal) Error() string {
	if r.cause != nil {
		return r.cause.Error()
	}
	return r.code
}

// bearerToken returns the one token in the `Authorization` headers.
func bearerToken(headers []string) (string, error) {
	scheme, token, _ := strings.Cut(strings.Join(headers, ", "), " ")
	token = strings.TrimLeft(token, " ")
	switch {
	case !strings.EqualFold(scheme, "Bearer") || token == "":
		return "", noToken()
	case len(token) > longestToken || !b64token.MatchString(token):
		return "", invalidToken()
	}
	return token, nil
}

// No token came: the client is told to bring one, and of no mistake (RFC 6750 section 3.1).
func noToken() *refusal {
	return &refusal{status: http.StatusUnauthorized, code: "unauthorized", headers: challenge()}
}

// Only this makes ChatGPT refresh the token, and then have the user sign in again.
func invalidToken() *refusal {
	const description = "The access token is expired, revoked or malformed"
	headers := challenge("error", "invalid_token", "error_description", description)
	return &refusal{status: http.StatusUnauthorized, code: "invalid_token", headers: headers}
}

// The token is good, but not for this; scope is what the provider asks for, where it says so.
func insufficientScope(scope string) *refusal {
	headers := challenge("error", "insufficient_scope")
	if scope != "" {
		headers = challenge("error", "insufficient_scope", "scope", scope)
	}
	return &refusal{status: http.StatusForbidden, code: "insufficient_scope", headers: headers}
}

// Nobody could be asked. The user stays signed in: the same token may be good in a moment.
func unavailable(cause error) *refusal {
	headers := map[string]string{"Retry-After": "5"}
	return &refusal{http.StatusServiceUnavailable, "temporarily_unavailable", headers, cause}
}

func challenge(parameters ...string) map[string]string {
	value := `Bearer realm="api"`
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	for i := 0; i+1 < len(parameters); i += 2 {
		value += fmt.Sprintf(`, %s="%s"`, parameters[i], escape.Replace(parameters[i+1]))
	}
	return map[string]string{"WWW-Authenticate": value}
}
