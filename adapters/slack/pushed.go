package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"dateline/adapters/kit"
)

// The bounds of what is taken over HTTP.
const (
	maxBody    = 2 << 20 // a message of 40,000 characters and its blocks, escaped twice, is half of it
	maxHeaders = 16 << 10
	readIn     = 10 * time.Second // a whole request; Slack waits three seconds for the answer
	headerIn   = 5 * time.Second
	idleFor    = time.Minute
	// window is by how much a request's time may differ from ours, as Slack recommends.
	window = 5 * time.Minute
	// maxChallenge bounds what is answered when Slack makes sure of the address.
	maxChallenge = 1024
)

// pushed takes what Slack sends over HTTP.
type pushed struct {
	Secret kit.Token // in capitals, since fmt prints other fields without asking them how
	now    func() time.Time
	to     *receiver
	tell   func(ctx context.Context, what string, err error)
}

// serve takes requests until ctx ends, and closes the listener. Requests that
// are under way then are finished.
func (p *pushed) serve(ctx context.Context, l net.Listener) error {
	return p.serveWithin(ctx, l, headerIn)
}

// serveWithin is serve where a request's head has so long to come.
func (p *pushed) serveWithin(ctx context.Context, l net.Listener, head time.Duration) error {
	s := &http.Server{
		Handler: p, ReadTimeout: readIn, ReadHeaderTimeout: head, WriteTimeout: readIn, IdleTimeout: idleFor,
		MaxHeaderBytes: maxHeaders, ErrorLog: log.New(io.Discard, "", 0), // it would log addresses
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		_ = s.Close()
		return err //nolint:wrapcheck // the caller's listener
	case <-ctx.Done():
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if s.Shutdown(within) != nil {
		_ = s.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err //nolint:wrapcheck // the caller's listener
	}
	return nil
}

// ServeHTTP implements [http.Handler]. What is not signed is not read further
// than the signature needs, and no answer holds anything of a request that is not.
func (p *pushed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	form, known := map[string]bool{"/slack/events": false, "/slack/commands": true, "/slack/interactions": true}[r.URL.Path]
	if !known {
		refuse(w, http.StatusNotFound)
		return
	}
	if status := unfit(r, form); status != 0 {
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodPost)
		}
		refuse(w, status)
		return
	}
	stamp, signature, ok := p.signed(r.Header)
	if !ok {
		refuse(w, http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		refuse(w, http.StatusRequestEntityTooLarge)
	case err != nil:
		refuse(w, http.StatusBadRequest)
	case !hmac.Equal([]byte(p.sign(stamp, body)), []byte(signature)):
		refuse(w, http.StatusUnauthorized)
	default:
		p.take(w, r, body)
	}
}

// refuse answers with a status and its name alone.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Connection", "close") // what is left of the body is not read
	http.Error(w, http.StatusText(status), status)
}

// unfit says by its head why a request cannot be Slack's, 0 if it can.
func unfit(r *http.Request, form bool) int {
	want := "application/json"
	if form {
		want = "application/x-www-form-urlencoded"
	}
	kinds := r.Header.Values("Content-Type")
	switch {
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed
	case len(kinds) != 1 || r.Header.Get("Content-Encoding") != "":
		return http.StatusUnsupportedMediaType
	case r.ContentLength > maxBody:
		return http.StatusRequestEntityTooLarge
	}
	if kind, _, err := mime.ParseMediaType(kinds[0]); err != nil || kind != want {
		return http.StatusUnsupportedMediaType
	}
	return 0
}

// signed gives a request's time and signature where both are of Slack's form,
// each once, and the time is about now. The SDK's verifier is not used: it
// takes the first of several headers, and upper case, signs and zeros before
// the number, and the machine's clock alone.
func (p *pushed) signed(h http.Header) (stamp, signature string, ok bool) {
	stamps, signatures := h.Values("X-Slack-Request-Timestamp"), h.Values("X-Slack-Signature")
	if len(stamps) != 1 || len(signatures) != 1 {
		return "", "", false
	}
	stamp, signature = stamps[0], signatures[0]
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || strconv.FormatInt(at, 10) != stamp {
		return "", "", false
	}
	now := p.now().Unix()
	return stamp, signature, at >= now-int64(window/time.Second) && at <= now+int64(window/time.Second)
}

// sign makes the signature that Slack makes of a body ("Verifying requests from Slack").
func (p *pushed) sign(stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(p.Secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// take answers a request that Slack signed.
func (p *pushed) take(w http.ResponseWriter, r *http.Request, body []byte) {
	var payload any
	is := nonsense
	switch r.URL.Path {
	case "/slack/events":
		var o outer
		if shallow(body) && json.Unmarshal(body, &o) == nil {
			if o.Type == "url_verification" {
				verify(w, o.Challenge)
				return
			}
			is = p.to.take("", o)
		}
	default:
		payload, is = p.takeForm(r.URL.Path, body)
	}
	switch is {
	case closing:
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusServiceUnavailable)
	case nonsense:
		p.tell(r.Context(), "Slack sent what cannot be read, at "+r.URL.Path, errNonsense)
		refuse(w, http.StatusBadRequest)
	default:
		acknowledge(w, payload)
	}
}

// takeForm takes a command or an interaction.
func (p *pushed) takeForm(path string, body []byte) (payload any, is outcome) {
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		return nil, nonsense
	case form.Get("ssl_check") == "1": // Slack makes sure of the certificate
		return nil, taken
	case path == "/slack/commands":
		return nil, p.to.command("", readCommand(form))
	}
	return p.to.interaction("", []byte(form.Get("payload")))
}

// verify answers when Slack makes sure of the address.
func verify(w http.ResponseWriter, challenge string) {
	if challenge == "" || len(challenge) > maxChallenge {
		refuse(w, http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, challenge)
}

// acknowledge answers what was taken.
func acknowledge(w http.ResponseWriter, payload any) {
	if payload == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	data, err := json.Marshal(payload)
	if err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(data)
}
