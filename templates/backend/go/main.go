// A small API whose users sign in elsewhere. It needs nothing but the standard library.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"time"
)

func main() {
	mux := http.NewServeMux()
	// For everybody: in the OpenAPI document, `security: []`.
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	// For whoever is signed in. requireUser takes a whole mux as well.
	mux.Handle("/me", requireUser(http.HandlerFunc(me)))

	server := &http.Server{
		Addr:              setting("HOST", "127.0.0.1") + ":" + setting("PORT", "3000"),
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}

func me(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"sub": userOf(r).Sub})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Print(err)
	}
}
