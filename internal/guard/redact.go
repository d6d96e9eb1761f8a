package guard

import (
	"fmt"
	"io"
	"net/url"
)

// String is the URL without what may be secret: user information and query.
func (r Request) String() string {
	u, err := url.Parse(r.URL)
	if err != nil {
		return "[redacted]"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// Format implements [fmt.Formatter], so that no verb prints the credentials.
func (r Request) Format(s fmt.State, _ rune) { io.WriteString(s, r.String()) } //nolint:errcheck // a State has nowhere to report it

// MarshalText is for logs and JSON: it gives what String does.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String says what a client may do, without the proxy's credentials.
func (c Config) String() string {
	proxy := "none"
	if c.Proxy != nil {
		proxy = c.Proxy.Scheme + "://" + c.Proxy.Host
	}
	return fmt.Sprintf("allow %v, agent %q, proxy %s", c.Allow, c.Agent, proxy)
}

// Format implements [fmt.Formatter], so that no verb prints the credentials.
func (c Config) Format(s fmt.State, _ rune) { io.WriteString(s, c.String()) } //nolint:errcheck // a State has nowhere to report it

// MarshalText is for logs and JSON: it gives what String does.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
