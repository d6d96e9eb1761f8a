package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// logPlatform is what an adapter has to say to the operator.
func (a *app) logPlatform(platform, what string, err error) {
	if err == nil {
		a.log.Info(what, "platform", platform)
		return
	}
	a.log.Warn(what, "platform", platform, "error", err)
}

// The client for a platform. Fifty people at once should not have to wait for
// a connection each.
const (
	platformConns   = 64
	platformTimeout = 15 * time.Second
)

// platformClient is the second of the two HTTP clients: for the configured
// hosts of a chat platform, with its token, and without redirects. Each host is
// named by an address, and reached by its scheme alone.
func platformClient(addresses ...string) (*http.Client, error) {
	var hosts []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			return nil, errors.New("platform: not an http or https address")
		}
		hosts = append(hosts, origin(u))
	}
	transport := &http.Transport{
		Proxy: nil, ForceAttemptHTTP2: true, MaxIdleConns: platformConns, MaxIdleConnsPerHost: platformConns,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: platformTimeout, ResponseHeaderTimeout: platformTimeout,
	}
	return &http.Client{
		Transport:     onlyHosts{hosts, transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// origin is where an address leads, without its path.
func origin(u *url.URL) string { return strings.ToLower(u.Scheme + "://" + u.Host) }

// onlyHosts lets requests to some hosts pass.
type onlyHosts struct {
	hosts []string // each with its scheme
	next  *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (o onlyHosts) RoundTrip(r *http.Request) (*http.Response, error) {
	if !slices.Contains(o.hosts, origin(r.URL)) {
		return nil, fmt.Errorf("platform: %s is not its host", r.URL.Host)
	}
	return o.next.RoundTrip(r) //nolint:wrapcheck // the transport's own
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] through.
func (o onlyHosts) CloseIdleConnections() { o.next.CloseIdleConnections() }
