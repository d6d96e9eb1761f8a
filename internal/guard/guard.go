// Package guard is the HTTP client for every address that comes from a user,
// a feed or a page. It connects to public addresses on ports 80 and 443 alone
// (and to what the host allows), checks each address in the moment in which
// it is dialled, on every redirect, and bounds what a server can make it do.
package guard

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"time"

	"dateline/news"
)

// Fetcher fetches; [Client] is the one that does.
type Fetcher interface {
	Get(ctx context.Context, r Request) (*Response, error)
}

// Request is what to fetch.
type Request struct {
	URL          string        // http or https, without user information
	User         *url.Userinfo // credentials for the URL's own host; never sent anywhere else
	ETag         string        // validators of the last answer, sent as they are; "" for none
	LastModified string
	Accept       string // the header; "" for anything
	Limit        int64  // most bytes of the decoded body; 0 for 10 MiB
	Robots       bool   // ask robots.txt first: for pages
}

// Response is an answer with a body to read (2xx), or with none because
// nothing has changed (304).
type Response struct {
	URL          string // where the body came from, after all redirects
	Moved        string // where permanent redirects alone lead to; "" where there was none
	Status       int
	NotModified  bool
	Type         string // Content-Type, as it came
	ETag         string
	LastModified string
	NotBefore    time.Time // by Cache-Control max-age, Expires and Retry-After, at most 24 hours ahead; zero if the server did not ask
	Body         []byte    // decoded
	Trace        Trace
}

// Trace is how a fetch went, for people who check a source.
type Trace struct {
	Address                              netip.AddrPort // that was connected to last
	Redirects                            []string       // the addresses, without query, that were gone through
	Resolved, Connected, FirstByte, Done time.Duration  // since the fetch began; zero where it did not come to that
	Wire                                 int64          // bytes of the body as they came
}

// Error is why nothing could be fetched. Its text holds nothing that a server
// said, no address that was resolved, and no credentials.
type Error struct {
	Cause      news.Cause
	Status     int           // of a refusal (4xx, 5xx); else 0
	RetryAfter time.Duration // the server asked to wait so long, at most 24 hours; 0 if it did not
	Err        error         // for the log; may be nil
	Trace      Trace
}

// Error implements error.
func (e *Error) Error() string { return "fetch: " + string(e.Cause) }

// Unwrap gives the cause for the log.
func (e *Error) Unwrap() error { return e.Err }

// ErrNotAllowed is matched by every refusal of an address.
var ErrNotAllowed = errors.New("address not allowed")

// Resolver finds a host's addresses; [net.Resolver] is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// DialFunc connects to an address that was checked.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// Allowed is what the host allows besides public addresses.
type Allowed struct {
	Prefix netip.Prefix
	Port   uint16 // 0: 80 and 443
}

// Config is what a client works with. The zero Config is that of a host that
// allows nothing besides public addresses.
type Config struct {
	Allow    []Allowed
	Agent    string           // User-Agent; "" for "Dateline"
	Proxy    *url.URL         // through which everything goes; nil for none. The environment is never asked.
	Timeout  time.Duration    // of a whole request with its redirects; 0 for 20 s
	PerHost  int              // connections to one host; 0 for 2
	Interval time.Duration    // between two requests to one host; 0 for 1 s, negative for none
	Resolver Resolver         // nil for the machine's
	Dial     DialFunc         // nil for the machine's
	Now      func() time.Time // nil for time.Now
	Roots    *x509.CertPool   // authorities that TLS servers are held to; nil for the machine's
}
