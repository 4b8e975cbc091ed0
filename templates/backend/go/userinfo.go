package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// The client for every question to the provider. A token is for nobody else: no redirect is followed.
var provider = &http.Client{
	Timeout:       5 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

var scopeParameter = regexp.MustCompile(`\bscope="([ !#-\[\]-~]+)"`)

// newUserinfo returns a verifier that asks the provider whose token it is (OpenID Connect Core 1.0
// section 5.3).
func newUserinfo() verifier {
	endpoint := required("USERINFO_ENDPOINT", {{userinfo_endpoint}})
	return remembering(func(token string) (user, error) {
		request, err := http.NewRequest(http.MethodGet, endpoint, nil)
		if err != nil {
			return user{}, unavailable(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, body, err := ask(request)
		if err != nil {
			return user{}, unavailable(err)
		}
		challenge := response.Header.Get("WWW-Authenticate")
		switch response.StatusCode {
		case http.StatusBadRequest, http.StatusUnauthorized:
			return user{}, invalidToken()
		case http.StatusForbidden:
			if strings.Contains(challenge+string(body), "insufficient_scope") {
				scope := append(scopeParameter.FindStringSubmatch(challenge), "", "")[1]
				return user{}, insufficientScope(scope)
			}
		}
		// A wrong address may well answer 200, with a web page.
		var signedIn user
		if response.StatusCode != http.StatusOK || json.Unmarshal(body, &signedIn) != nil || signedIn.Sub == "" {
			return user{}, unavailable(fmt.Errorf("%s answered %s without JSON that has a `sub`", endpoint, response.Status))
		}
		return signedIn, nil
	})
}

// ask sends a request to the provider and reads the whole answer, one mebibyte at most.
func ask(request *http.Request) (*http.Response, []byte, error) {
	request.Header.Set("Accept", "application/json")
	response, err := provider.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return response, body, err
}
