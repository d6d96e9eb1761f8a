package slack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// BaseURL is Slack's own Web API.
const BaseURL = "https://slack.com/api"

const (
	userAgent = "Dateline (https://github.com/dateline/dateline, 1)"
	// requestWithin bounds one request; an edition's lease is three times as long.
	requestWithin = 10 * time.Second
	// maxAnswer bounds the answer to one request.
	maxAnswer = 8 << 20
	// tries is how often a request is made that may be made again.
	tries = 3
	// dialAgain is when Slack may be tried again where it could not be reached.
	dialAgain = 5 * time.Second
)

// web makes the requests, within Slack's rate limits. No error of it holds an
// address, since those of answers to commands are credentials.
//
// The SDK's client is not used for it: it reads answers without a bound, loses
// a Retry-After that is no whole number, and does not tell a request that
// never left from one whose answer was lost, which decides whether a message
// may be sent again.
type web struct {
	client *http.Client
	base   *url.URL
	Bot    kit.Token // in capitals, since fmt prints other fields without asking them how
	App    kit.Token
	limits *limiter
	pause  time.Duration // before the first retry
}

// call is one request.
type call struct {
	method string     // of the Web API; respondMethod for a response_url
	lane   string     // the channel that has a limit of its own; "" for none
	form   url.Values // of methods that read, which take no JSON
	body   any        // of the others
	app    bool       // with the app's token
	twice  bool       // may be made again after an answer that was lost
	to     string     // the response_url
}

// respondMethod stands for a response_url where a method is named.
const respondMethod = "response_url"

// CheckURL says what is wrong with the address of another Web API than
// Slack's; nil of "".
func CheckURL(text string) error {
	_, err := baseURL(text)
	return err
}

// baseURL completes the configured address of the Web API: without a path it is "/api".
func baseURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(cmp.Or(text, BaseURL), "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("not an http or https address without user, query and fragment")
	}
	u.Path = cmp.Or(u.Path, "/api")
	return u, nil
}

// newWeb makes the client of the Web API.
func newWeb(o Options) (*web, error) {
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("SLACK_API_URL: %w", err)
	}
	if o.Client == nil || o.Client.Transport == nil {
		return nil, errors.New("slack: no HTTP client with a transport was handed over")
	}
	client := *o.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &web{
		client: &client, base: base, Bot: o.BotToken, App: o.AppToken,
		limits: newLimiter(o.Now), pause: o.Timing.orSlacks().Retry / 4,
	}, nil
}

// do makes a request, again where that is safe, and reads the answer into out,
// unless that is nil. It gives the answer's header.
func (w *web) do(ctx context.Context, c call, out any) (http.Header, error) {
	body, kind, err := c.encode()
	if err != nil {
		return nil, err
	}
	for n, refused := 0, 0; ; n++ {
		header, err := w.once(ctx, c, body, kind, out)
		switch {
		case err == nil:
			return header, nil
		case limited(err) && refused < tries:
			refused, n = refused+1, n-1 // the limiter waits, or says that it would be too long
		case n+1 < tries && (errors.Is(err, errNotSent) || c.twice && transient(err)):
			if rest(ctx, w.pause<<n) != nil {
				return nil, err
			}
		default:
			return nil, err
		}
	}
}

// encode makes what is sent of a request.
func (c call) encode() (body []byte, kind string, err error) {
	if c.body == nil {
		return []byte(c.form.Encode()), "application/x-www-form-urlencoded", nil
	}
	var data bytes.Buffer
	e := json.NewEncoder(&data)
	e.SetEscapeHTML(false) // what is escaped counts in Slack's limits
	if err := e.Encode(c.body); err != nil {
		return nil, "", fmt.Errorf("slack request: %w", err)
	}
	return bytes.TrimSpace(data.Bytes()), "application/json; charset=utf-8", nil
}

// transient says that a request may succeed later: a server's error, or none
// that is an answer.
func transient(err error) bool {
	var e *APIError
	if errors.As(err, &e) {
		return e.Status >= http.StatusInternalServerError || passing(e.Code) && !isRate(e.Code)
	}
	var refused *adapters.RetryError
	return !errors.Is(err, context.Canceled) && !errors.As(err, &refused)
}

// errNotSent says that a request did not leave.
var errNotSent = errors.New("slack cannot be reached")

// once makes a request when its limits let it pass.
func (w *web) once(ctx context.Context, c call, body []byte, kind string, out any) (http.Header, error) {
	if err := w.limits.wait(ctx, c); err != nil {
		return nil, err
	}
	status, header, data, err := w.exchange(ctx, c, body, kind)
	if err != nil {
		return nil, err
	}
	if refusal := refusalOf(c.method, status, data); refusal != nil {
		if limited(refusal) {
			after := retryAfter(header)
			w.limits.refused(c, after)
			return nil, &adapters.RetryError{After: after, Err: refusal}
		}
		return nil, refusal
	}
	if out == nil {
		return header, nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return nil, fmt.Errorf("answer of slack to %s: %w", c.method, err)
	}
	return header, nil
}

// exchange sends a request and reads what comes back.
func (w *web) exchange(ctx context.Context, c call, body []byte, kind string) (int, http.Header, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	req, err := w.request(ctx, c, body, kind)
	if err != nil {
		return 0, nil, nil, err
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return 0, nil, nil, unsent(c.method, withoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("answer of slack to %s: %w", c.method, withoutURL(err))
	}
	return resp.StatusCode, resp.Header, data, nil
}

func (w *web) request(ctx context.Context, c call, body []byte, kind string) (*http.Request, error) {
	address := cmp.Or(c.to, w.base.JoinPath(c.method).String())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("slack request %s: not an address", c.method)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Content-Type", kind)
	switch {
	case c.to != "": // it is its own credential
	case c.app:
		req.Header.Set("Authorization", "Bearer "+string(w.App))
	default:
		req.Header.Set("Authorization", "Bearer "+string(w.Bot))
	}
	return req, nil
}

// errHost says that an address is not where it may lead.
var errHost = errors.New("an address that is not Slack's")

// hook checks where a response_url leads: to Slack's host for those, or to
// where the Web API is.
func (w *web) hook(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		return errHost
	}
	own := u.Scheme == w.base.Scheme && u.Host == w.base.Host
	if own || u.Scheme == "https" && (u.Host == "hooks.slack.com" || u.Host == "hooks.slack.com:443") {
		return nil
	}
	return errHost
}

// socketURL checks where a socket leads: to Slack, or to where the Web API is.
func (w *web) socketURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		return errHost
	}
	secure := map[string]string{"http": "ws", "https": "wss"}
	if own := u.Scheme == secure[w.base.Scheme] && u.Host == w.base.Host; own {
		return nil
	}
	if port := u.Port(); u.Scheme == "wss" && (port == "" || port == "443") && strings.HasSuffix(u.Hostname(), ".slack.com") {
		return nil
	}
	return errHost
}

// withoutURL takes an address out of an error.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// unsent marks an error after which it is known that nothing left: no
// connection was made. Of others it is not known.
func unsent(method string, err error) error {
	var op *net.OpError
	var dns *net.DNSError
	if errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) {
		return &adapters.RetryError{After: dialAgain, Err: fmt.Errorf("%w: %w", errNotSent, err)}
	}
	return fmt.Errorf("request to slack, %s: %w", method, err)
}

// refusalOf reads a refusal; nil where there is none. Of Slack's words only
// those are kept that are of its form: an answer may hold what it was asked.
func refusalOf(method string, status int, data []byte) error {
	var in struct {
		OK     *bool `json:"ok"`
		Error  string
		Needed string
	}
	fits := json.Unmarshal(data, &in) == nil
	e := &APIError{Method: method, Status: status, Code: word(in.Error), Needed: word(in.Needed)}
	if method == respondMethod && !fits { // which answers in words: "ok", "expired_url"
		text := strings.TrimSpace(string(data[:min(len(data), maxWord+1)]))
		if e.Code = word(text); text == "ok" {
			e.Code = ""
		}
	}
	if status/100 != 2 {
		return e
	}
	switch {
	case in.OK != nil && *in.OK:
		return nil
	case method == respondMethod && in.OK == nil && in.Error == "":
		return nil
	case in.OK == nil:
		return fmt.Errorf("answer of slack to %s: not one of its Web API", method)
	}
	e.Code = cmp.Or(e.Code, "unknown_error")
	return e
}

// maxWord bounds a word of Slack's.
const maxWord = 200

// word gives a text that is one of Slack's words for an error, or a list of
// scopes; "" of any other.
func word(text string) string {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_:.,-", r)
	}
	if len(text) > maxWord || strings.ContainsFunc(text, odd) {
		return ""
	}
	return text
}
