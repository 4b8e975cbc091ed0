package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"time"

	_ "crypto/sha256"
	_ "crypto/sha512"
)

const (
	keysLive  = 10 * time.Minute // how old they may be
	keysPause = 5 * time.Second  // before a key that is not among them has them asked for anew
	leeway    = 60               // seconds that the clocks may differ
)

// newJWT returns a verifier for access tokens that are JWTs made for this API (RFC 9068), checked here
// with the provider's keys. Quick, but a revoked token is good until it expires.
func newJWT() verifier {
	issuer := required("OIDC_ISSUER", {{issuer}})
	audience := required("API_RESOURCE", {{resource}})
	kind := setting("ACCESS_TOKEN_TYPE", "at+jwt") // RFC 9068; at some providers `JWT`
	keys := &keySet{uri: required("JWKS_URI", {{jwks_uri}})}
	return func(token string) (user, error) {
		parts := strings.Split(token, ".")
		var header struct {
			Alg, Kid, Typ string
			Crit          []string
		}
		if len(parts) != 3 || decode(parts[0], &header) != nil || header.Crit != nil {
			return user{}, invalidToken()
		}
		// An ID token is none.
		if !strings.EqualFold(strings.TrimPrefix(header.Typ, "application/"), kind) {
			return user{}, invalidToken()
		}
		key, err := keys.find(header.Kid)
		if err != nil {
			return user{}, unavailable(err)
		}
		signature, err := base64.RawURLEncoding.DecodeString(parts[2])
		if err != nil || !signed(header.Alg, key, parts[0]+"."+parts[1], signature) {
			return user{}, invalidToken()
		}
		var claims struct {
			user
			Iss string
			Aud audiences
			Nbf float64
		}
		now := float64(time.Now().Unix())
		if decode(parts[1], &claims) != nil || claims.Iss != issuer || !claims.Aud.has(audience) ||
			claims.Sub == "" || claims.Exp <= now-leeway || claims.Nbf > now+leeway {
			return user{}, invalidToken()
		}
		return claims.user, nil
	}
}

// signed knows the algorithms that are trusted. There is no `none` and no shared secret among them, and
// a key fits only those of its own kind.
func signed(algorithm string, key any, text string, signature []byte) bool {
	hash, ok := map[string]crypto.Hash{
		"RS256": crypto.SHA256, "PS256": crypto.SHA256, "ES256": crypto.SHA256, "ES384": crypto.SHA384,
	}[algorithm]
	if !ok {
		return false
	}
	hasher := hash.New()
	hasher.Write([]byte(text))
	digest := hasher.Sum(nil)
	switch key := key.(type) {
	case *rsa.PublicKey:
		switch algorithm {
		case "RS256":
			return rsa.VerifyPKCS1v15(key, hash, digest, signature) == nil
		case "PS256":
			return rsa.VerifyPSS(key, hash, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		}
	case *ecdsa.PublicKey:
		size := (key.Curve.Params().BitSize + 7) / 8
		of := map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384()}[algorithm]
		if of == key.Curve && len(signature) == 2*size {
			r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
			return ecdsa.Verify(key, digest, r, s)
		}
	}
	return false
}

// A keySet holds the keys of the provider, by their identifiers.
type keySet struct {
	uri string

	mutex sync.Mutex
	keys  map[string]any
	had   time.Time

	asking sync.Mutex // held by the one who asks for them, for the rest of the fields too
	asked  time.Time
	err    error
}

// find returns the key, or nil where the provider has none of that name.
func (k *keySet) find(kid string) (any, error) {
	if key := k.known(kid); key != nil {
		return key, nil
	}
	k.asking.Lock()
	defer k.asking.Unlock()
	if key := k.known(kid); key != nil || time.Since(k.asked) < keysPause {
		return key, k.err
	}
	var keys map[string]any
	keys, k.err = fetchKeys(k.uri)
	k.asked = time.Now()
	if k.err != nil {
		return nil, k.err // those that are known go on being good
	}
	k.mutex.Lock()
	k.keys, k.had = keys, k.asked
	k.mutex.Unlock()
	return keys[kid], nil
}

func (k *keySet) known(kid string) any {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if time.Since(k.had) < keysLive {
		return k.keys[kid]
	}
	return nil
}

func fetchKeys(uri string) (map[string]any, error) {
	request, err := http.NewRequest(http.MethodGet, uri, nil)
	if err != nil {
		return nil, err
	}
	response, body, err := ask(request)
	if err != nil {
		return nil, err
	}
	var set struct {
		Keys []struct{ Kty, Use, Kid, Crv, N, E, X, Y string }
	}
	if response.StatusCode != http.StatusOK || json.Unmarshal(body, &set) != nil || set.Keys == nil {
		return nil, fmt.Errorf("%s answered %s without keys", uri, response.Status)
	}
	keys := map[string]any{}
	curves := map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384()}
	for _, key := range set.Keys {
		switch curve := curves[key.Crv]; {
		case key.Use != "" && key.Use != "sig":
		case key.Kty == "RSA":
			if n, e := number(key.N), number(key.E); n != nil && e != nil && e.IsInt64() && n.BitLen() >= 2048 {
				keys[key.Kid] = &rsa.PublicKey{N: n, E: int(e.Int64())}
			}
		case key.Kty == "EC" && curve != nil:
			if x, y := number(key.X), number(key.Y); x != nil && y != nil && curve.IsOnCurve(x, y) {
				keys[key.Kid] = &ecdsa.PublicKey{Curve: curve, X: x, Y: y}
			}
		}
	}
	return keys, nil
}

func number(text string) *big.Int {
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(bytes) == 0 {
		return nil
	}
	return new(big.Int).SetBytes(bytes)
}

func decode(part string, into any) error {
	bytes, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(bytes, into)
}

// audiences is one or several (RFC 7519 section 4.1.3).
type audiences []string

func (a *audiences) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audiences{one}
		return nil
	}
	if json.Unmarshal(text, (*[]string)(a)) != nil {
		return errors.New("aud is neither a text nor several")
	}
	return nil
}

func (a audiences) has(name string) bool {
	for _, one := range a {
		if one == name {
			return true
		}
	}
	return false
}
