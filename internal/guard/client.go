package guard

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"time"

	"golang.org/x/net/http/httpguts"

	"dateline/news"
)

const (
	defaultTimeout  = 20 * time.Second
	defaultPerHost  = 2
	defaultInterval = time.Second
	defaultLimit    = 10 << 20
	maxRedirects    = 5
	maxHeaderBytes  = 64 << 10
	// maxValidator is the longest ETag or Last-Modified, in bytes, that is sent
	// back: a server that makes them longer would refuse the request for it.
	maxValidator = 1 << 10
	idleTimeout  = 30 * time.Second
)

// Client is the guarded [Fetcher]. It is safe for use by several goroutines;
// [Client.Close] ends its idle connections.
type Client struct {
	policy  policy
	dialler dialler
	proxied bool
	shared  *http.Transport
	private *http.Transport // for requests with credentials: each has a connection of its own
	hosts   *hosts
	robots  *robots
	agent   string
	timeout time.Duration
	now     func() time.Time
}

// New makes a client.
func New(config Config) *Client {
	p := newPolicy(config.Allow)
	c := &Client{
		policy: p, proxied: config.Proxy != nil,
		hosts:   newHosts(cmp.Or(config.PerHost, defaultPerHost), cmp.Or(config.Interval, defaultInterval)),
		robots:  newRobots(),
		agent:   cmp.Or(config.Agent, "Dateline"),
		timeout: cmp.Or(config.Timeout, defaultTimeout),
		now:     config.Now,
	}
	if c.now == nil {
		c.now = time.Now
	}
	// A quarter each, so that a host's other addresses get their turn.
	c.dialler = dialler{policy: p, resolve: config.Resolver, dial: config.Dial, patient: c.timeout / maxAddresses}
	if c.dialler.resolve == nil {
		c.dialler.resolve = net.DefaultResolver
	}
	if c.dialler.dial == nil {
		c.dialler.dial = p.machineDial()
	}
	c.shared, c.private = c.transport(config), c.transport(config)
	c.private.DisableKeepAlives = true
	return c
}

func (c *Client) transport(config Config) *http.Transport {
	secure := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: config.Roots}
	t := &http.Transport{
		DisableCompression:     true, // it would hide how much came
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    c.hosts.perHost(),
		MaxConnsPerHost:        c.hosts.perHost(),
		IdleConnTimeout:        idleTimeout,
		TLSHandshakeTimeout:    c.timeout,
		TLSClientConfig:        secure,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true) // one request at a time on a connection, so that counting them means something
	if config.Proxy != nil {
		t.Proxy = http.ProxyURL(config.Proxy)
		t.DialContext = dialProxy(config.Dial)
		return t
	}
	t.DialContext = c.dialler.dialHost
	t.DialTLSContext = c.dialler.dialTLS(secure)
	return t
}

// Close ends the connections that nobody uses.
func (c *Client) Close() {
	c.shared.CloseIdleConnections()
	c.private.CloseIdleConnections()
}

// Get fetches what r asks for. Its error is always an [*Error].
//
// The time that a request has does not run while it waits for its host's turn;
// for that, ctx is the limit.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	ctx, b := newBudget(ctx, c.timeout)
	defer b.stop()
	t := &trace{began: c.now(), now: c.now}
	f := &fetch{Request: r, client: c, trace: t, budget: b}
	resp, err := f.run(f.context(ctx))
	if err != nil {
		e := failure(ctx, err)
		e.Trace = t.done()
		if e.Cause == news.CauseAddress {
			e.Trace = Trace{Redirects: e.Trace.Redirects} // how long it took would tell whether the name is known
		}
		return nil, e
	}
	resp.Trace = t.done()
	return resp, nil
}

// fetch is one request with its redirects.
type fetch struct {
	Request
	client *Client
	trace  *trace
	budget *budget
	cut    bool // a body over the limit is cut, not refused

	origin  target
	moved   string // where permanent redirects lead to
	changed bool   // a redirect that is not permanent was followed
}

func (f *fetch) context(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, traceKey{}, f.trace)
	ctx = context.WithValue(ctx, liveKey{}, ctx)
	return httptrace.WithClientTrace(ctx, f.trace.hooks())
}

func (f *fetch) run(ctx context.Context) (*Response, error) {
	at, err := f.client.policy.target(f.URL, nil)
	if err != nil {
		return nil, err
	}
	f.origin = at
	for hops := 0; ; hops++ {
		if f.Robots {
			if err := f.client.robots.ask(ctx, f, at); err != nil {
				return nil, err
			}
		}
		resp, next, err := f.visit(ctx, at)
		if err != nil || resp != nil {
			return resp, err
		}
		if hops == maxRedirects || at.url.Scheme == "https" && next.url.Scheme == "http" {
			return nil, errRedirects
		}
		at = next
	}
}

// visit sends one request, in its host's turn, and gives an answer or where
// to go next.
func (f *fetch) visit(ctx context.Context, at target) (*Response, target, error) {
	f.budget.pause()
	done, err := f.client.hosts.wait(ctx, at.owner())
	f.budget.run()
	if err != nil {
		return nil, target{}, errTimeout
	}
	defer done()
	if err := f.client.checkBehind(ctx, at); err != nil {
		return nil, target{}, err
	}
	req, err := f.request(ctx, at)
	if err != nil {
		return nil, target{}, err
	}
	transport := f.client.shared
	if f.User != nil {
		transport = f.client.private
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, target{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read from
	if where, ok := redirect(resp); ok {
		next, err := f.follow(at, resp.StatusCode, where)
		return nil, next, err
	}
	answer, err := f.answer(at, resp)
	return answer, target{}, err
}

func (f *fetch) request(ctx context.Context, at target) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.url.String(), http.NoBody)
	if err != nil {
		return nil, errRequest
	}
	req.Header.Set("User-Agent", f.client.agent)
	req.Header.Set("Accept", cmp.Or(f.Accept, "*/*"))
	req.Header.Set("Accept-Encoding", acceptEncoding)
	setValidator(req.Header, "If-None-Match", f.ETag)
	setValidator(req.Header, "If-Modified-Since", f.LastModified)
	if f.User != nil && f.origin.keeps(at) {
		password, _ := f.User.Password()
		req.SetBasicAuth(f.User.Username(), password)
	}
	return req, nil
}

func setValidator(h http.Header, name, value string) {
	if value != "" && len(value) <= maxValidator && httpguts.ValidHeaderFieldValue(value) {
		h.Set(name, value)
	}
}

func validator(value string) string {
	if len(value) > maxValidator {
		return ""
	}
	return value
}

// redirect gives where an answer sends us.
func redirect(resp *http.Response) (where string, ok bool) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		where = resp.Header.Get("Location")
	}
	return where, where != ""
}

// follow gives the next target, and keeps the record of permanent ones.
func (f *fetch) follow(at target, status int, where string) (target, error) {
	next, err := f.client.policy.target(where, at.url)
	if err != nil {
		return target{}, err
	}
	permanent := status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
	if f.changed = f.changed || !permanent; !f.changed {
		f.moved = next.url.String()
	}
	f.trace.record(func(t *trace) { t.Redirects = append(t.Redirects, next.shown()) })
	return next, nil
}

func (f *fetch) answer(at target, resp *http.Response) (*Response, error) {
	now := f.client.now()
	answer := &Response{
		URL: at.url.String(), Moved: f.moved, Status: resp.StatusCode, Type: resp.Header.Get("Content-Type"),
		ETag: validator(resp.Header.Get("ETag")), LastModified: validator(resp.Header.Get("Last-Modified")),
		NotBefore: notBefore(resp.Header, now),
	}
	conditional := f.ETag != "" || f.LastModified != ""
	switch {
	case resp.StatusCode == http.StatusNotModified && conditional:
		// It need not repeat what it was asked with.
		answer.NotModified = true
		answer.ETag = cmp.Or(answer.ETag, f.ETag)
		answer.LastModified = cmp.Or(answer.LastModified, f.LastModified)
		return answer, nil
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return nil, refusal(resp.StatusCode, resp.Header, now)
	}
	limit := cmp.Or(f.Limit, defaultLimit)
	w := &wire{from: resp.Body, most: limit + wireSlack}
	body, err := readBody(resp.Header, w, limit, f.cut)
	f.trace.record(func(t *trace) { t.Wire = w.n })
	if err != nil {
		return nil, err
	}
	answer.Body = body
	return answer, nil
}
