package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
)

// How a token is checked: newUserinfo, newIntrospection or newJWT.
var verify = newUserinfo()

// A user is what the provider says of the one whose token it is.
type user struct {
	Sub      string  `json:"sub"`       // the id of the user
	Exp      float64 `json:"exp"`       // when the token expires, in seconds since 1970; 0 where nobody said
	ClientID string  `json:"client_id"` // the application that it was issued to; Userinfo does not say
	Scope    string  `json:"scope"`     // what it is good for, between spaces; Userinfo does not say
}

// A verifier returns the user whose token it is, or a *refusal.
type verifier func(token string) (user, error)

type userKey struct{}

// requireUser lets only signed-in users through to next, which asks for them with userOf.
func requireUser(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := bearerToken(r.Header.Values("Authorization"))
		var signedIn user
		if err == nil {
			signedIn, err = verify(token)
		}
		if err != nil {
			refuse(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, signedIn)))
	})
}

// userOf returns the user of a request that came through requireUser.
func userOf(r *http.Request) user {
	return r.Context().Value(userKey{}).(user)
}

func refuse(w http.ResponseWriter, err error) {
	var why *refusal
	if !errors.As(err, &why) {
		why = unavailable(err)
	}
	if why.status == http.StatusServiceUnavailable {
		log.Print(why)
	}
	for name, value := range why.headers {
		w.Header().Set(name, value)
	}
	writeJSON(w, why.status, map[string]string{"error": why.code})
}

// setting returns an environment variable, or what stands in its place.
func setting(name, value string) string {
	if set := os.Getenv(name); set != "" {
		return set
	}
	return value
}

// required returns a setting that nothing works without.
func required(name, value string) string {
	value = setting(name, value)
	if value == "" {
		log.Fatalf("set %s", name)
	}
	return value
}
