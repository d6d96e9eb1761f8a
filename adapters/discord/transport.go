package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// BaseURL is Discord's own API.
const BaseURL = "https://discord.com/api/v" + apiVersion

const (
	// userAgent is of the form that Discord wants of bots.
	userAgent = "DiscordBot (https://github.com/dateline/dateline, 1)"
	// requestWithin bounds one request; an edition's lease is three times as long.
	requestWithin = 10 * time.Second
	// maxAnswer bounds the answer to one request.
	maxAnswer = 8 << 20
	// freeWait is the longest wait for an interaction, which Discord forgets after three seconds.
	freeWait = 2 * time.Second
	// tries is how often a request is made that may be made again.
	tries = 3
)

// APIError is a refusal of Discord's.
type APIError struct {
	Status int    // of HTTP
	Code   int    // Discord's own, 0 where it gave none
	Text   string // Discord's words
}

// Error implements error.
func (e *APIError) Error() string {
	return fmt.Sprintf("discord answered %d, code %d: %s", e.Status, e.Code, e.Text)
}

// rest makes the requests, within Discord's rate limits. No error of it holds
// an address, since the addresses of interactions hold tokens.
type rest struct {
	client *http.Client
	base   string
	Token  kit.Token // with a capital, so that fmt asks it how it prints
	limits *limiter
	pause  time.Duration // before the first retry
	app    string        // the application's id, once it is known
}

// call is one request.
type call struct {
	method string
	route  string // with "{}" for what is not a major parameter: its rate limit's name
	major  string // the channel, server or webhook that has limits of its own
	path   string // "" is route
	query  url.Values
	body   any
	secret bool // an interaction's: without the bot's token, outside of the global limit
	free   bool // outside of every limit
	twice  bool // may be made again after an answer that was lost
}

// versioned matches a path that names the API's version.
var versioned = regexp.MustCompile(`/v[0-9]+$`)

// CheckURL says what is wrong with the address of another API than Discord's; nil of "".
func CheckURL(text string) error {
	_, err := baseURL(text)
	return err
}

// baseURL completes the configured address of the API.
func baseURL(text string) (string, error) {
	if text == "" {
		return BaseURL, nil
	}
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("not an http or https address without user, query and fragment")
	}
	switch {
	case versioned.MatchString(u.Path):
		u.Path = versioned.ReplaceAllString(u.Path, "/v"+apiVersion)
	case u.Path == "":
		u.Path = "/api/v" + apiVersion
	default:
		u.Path += "/v" + apiVersion
	}
	return u.String(), nil
}

// newREST makes the client of the API.
func newREST(o Options) (*rest, error) {
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("DISCORD_API_URL: %w", err)
	}
	if o.Client == nil || o.Client.Transport == nil {
		return nil, errors.New("discord: no HTTP client with a transport was handed over")
	}
	if o.Token == "" || strings.ContainsFunc(string(o.Token), func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("DISCORD_TOKEN: not a bot's token")
	}
	client := *o.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &rest{client: &client, base: base, Token: o.Token, limits: newLimiter(o.Now), pause: o.Timing.Retry / 4}, nil
}

// do makes a request, again where that is safe, and reads the answer into out,
// unless that is nil.
func (r *rest) do(ctx context.Context, c call, out any) error {
	var body []byte
	if c.body != nil {
		var err error
		if body, err = json.Marshal(c.body); err != nil {
			return fmt.Errorf("discord request: %w", err)
		}
	}
	for n, limited := 0, 0; ; n++ {
		err := r.once(ctx, c, body, out)
		var wait *adapters.RetryError
		switch {
		case err == nil:
			return nil
		case n > 0 && c.free && acknowledged(err):
			return nil // the earlier try got through, its answer did not
		case errors.As(err, &wait) && isLimited(err) && limited < tries:
			limited, n = limited+1, n-1 // the limiter waits, or says that it would be too long
			if c.free && (wait.After > freeWait || pause(ctx, wait.After) != nil) {
				return err // no limiter waits for it, nor does the person
			}
		case c.twice && n+1 < tries && transient(err):
			if pause(ctx, r.pause<<n) != nil {
				return err
			}
		default:
			return err
		}
	}
}

// acknowledged says that an interaction was answered already.
func acknowledged(err error) bool {
	var e *APIError
	return errors.As(err, &e) && e.Code == 40060
}

// isLimited says that Discord refused a request for its rate.
func isLimited(err error) bool {
	var e *APIError
	return errors.As(err, &e) && e.Status == http.StatusTooManyRequests
}

// transient says that a request may succeed later: a server's error, or none
// that is an answer.
func transient(err error) bool {
	var e *APIError
	if errors.As(err, &e) {
		return e.Status >= http.StatusInternalServerError
	}
	var refused *adapters.RetryError
	return !errors.Is(err, context.Canceled) && !errors.Is(err, errTooMany) &&
		(!errors.As(err, &refused) || errors.Is(err, errNotSent))
}

// errNotSent says that a request did not leave.
var errNotSent = errors.New("discord cannot be reached")

// once makes a request when its limits let it pass.
func (r *rest) once(ctx context.Context, c call, body []byte, out any) error {
	ticket, err := r.limits.wait(ctx, c)
	if err != nil {
		return err
	}
	status, header, data, err := r.exchange(ctx, c, body)
	after := r.limits.done(ticket, status, header, data)
	switch {
	case err != nil:
		return err
	case status == http.StatusTooManyRequests:
		return &adapters.RetryError{After: after, Err: apiError(status, data)}
	case status >= 300:
		return apiError(status, data)
	case out == nil || len(data) == 0:
		return nil
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("answer of discord: %w", err)
	}
	return nil
}

// exchange sends a request and reads what comes back.
func (r *rest) exchange(ctx context.Context, c call, body []byte) (int, http.Header, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	req, err := r.request(ctx, c, body)
	if err != nil {
		return 0, nil, nil, err
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, nil, nil, unsent(withoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return resp.StatusCode, resp.Header, nil, fmt.Errorf("answer of discord: %w", withoutURL(err))
	}
	return resp.StatusCode, resp.Header, data, nil
}

func (r *rest) request(ctx context.Context, c call, body []byte) (*http.Request, error) {
	path := c.path
	if path == "" {
		path = c.route
	}
	address := r.base + path
	if len(c.query) > 0 {
		address += "?" + c.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, c.method, address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("discord request: not an address")
	}
	req.Header.Set("User-Agent", userAgent)
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if !c.secret {
		req.Header.Set("Authorization", "Bot "+string(r.Token))
	}
	return req, nil
}

// withoutURL takes an address, which may hold a token, out of an error.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// dialAgain is when a server may be tried again that could not be reached.
const dialAgain = 5 * time.Second

// unsent marks an error after which it is known that nothing left: no
// connection was made. Of others it is not known.
func unsent(err error) error {
	var op *net.OpError
	var dns *net.DNSError
	if errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) {
		return &adapters.RetryError{After: dialAgain, Err: fmt.Errorf("%w: %w", errNotSent, err)}
	}
	return fmt.Errorf("request to discord: %w", err)
}

// maxText bounds what is kept of Discord's words.
const maxText = 300

// apiError reads a refusal.
func apiError(status int, data []byte) *APIError {
	e := &APIError{Status: status, Text: http.StatusText(status)}
	var in struct {
		Message string
		Code    int
		Errors  json.RawMessage // which field is wrong, in a 400
	}
	if json.Unmarshal(data, &in) == nil && in.Message != "" {
		e.Code, e.Text = in.Code, in.Message
		if len(in.Errors) > 0 {
			e.Text += " " + string(in.Errors)
		}
	}
	if len(e.Text) > maxText {
		e.Text = strings.ToValidUTF8(e.Text[:maxText], "") + "..."
	}
	return e
}
