package main

import (
	"container/list"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log"
	"strconv"
	"strings"
	"sync"
	"time"
)

const mostTokens = 1000

type fingerprint [sha256.Size]byte

// A memory knows for a short time whose token it was, so that not every request asks the provider.
// What is kept is a hash of the token, never longer than the token itself lives. Requests that come
// together share one question, and a refusal is not kept at all.
type memory struct {
	check   verifier
	longest time.Duration

	mutex  sync.Mutex
	kept   map[fingerprint]*list.Element // of *answer
	byAge  *list.List                    // the oldest first
	asking map[fingerprint]*answer
}

type answer struct {
	key   fingerprint
	done  chan struct{}
	user  user
	err   error
	until time.Time
}

// remembering returns check with a memory.
func remembering(check verifier) verifier {
	// So long a revoked token may still be good.
	seconds, err := strconv.Atoi(setting("TOKEN_CACHE_SECONDS", "60"))
	if err != nil {
		log.Fatal("TOKEN_CACHE_SECONDS is no number")
	}
	m := &memory{
		check:   check,
		longest: time.Duration(seconds) * time.Second,
		kept:    map[fingerprint]*list.Element{},
		byAge:   list.New(),
		asking:  map[fingerprint]*answer{},
	}
	return m.verify
}

func (m *memory) verify(token string) (user, error) {
	key := fingerprint(sha256.Sum256([]byte(token)))
	m.mutex.Lock()
	if known, ok := m.kept[key]; ok && time.Now().Before(known.Value.(*answer).until) {
		m.mutex.Unlock()
		return known.Value.(*answer).user, nil
	}
	question, asked := m.asking[key]
	if !asked {
		question = &answer{key: key, done: make(chan struct{})}
		m.asking[key] = question
	}
	m.mutex.Unlock()

	if asked {
		<-question.done
		return question.user, question.err
	}
	// Whoever waits is told, even if the check panics.
	question.err = unavailable(errors.New("the token was not checked to the end"))
	defer m.answered(question)
	question.user, question.err = m.check(token)
	question.until = time.Now().Add(m.longest)
	if expires := expiry(question.user, token); expires.Before(question.until) {
		question.until = expires
	}
	return question.user, question.err
}

func (m *memory) answered(question *answer) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	delete(m.asking, question.key)
	close(question.done)
	if old, ok := m.kept[question.key]; ok {
		m.forget(old)
	}
	if question.err != nil {
		return
	}
	m.kept[question.key] = m.byAge.PushBack(question)
	if m.byAge.Len() > mostTokens {
		m.forget(m.byAge.Front())
	}
}

func (m *memory) forget(known *list.Element) {
	delete(m.kept, m.byAge.Remove(known).(*answer).key)
}

// expiry returns when a token expires, where that is known. This is no check of the token: it can only
// make the memory shorter.
func expiry(of user, token string) time.Time {
	if parts := strings.Split(token, "."); of.Exp == 0 && len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			var claims user
			if json.Unmarshal(payload, &claims) == nil {
				of.Exp = claims.Exp
			}
		}
	}
	if of.Exp == 0 {
		return time.Now().Add(24 * time.Hour)
	}
	return time.Unix(int64(of.Exp), 0)
}
