package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/adapters/discord"
	"dateline/adapters/kit"
)

// newDiscord makes the adapter, which connects to nothing yet.
func (a *app) newDiscord() (*discord.Adapter, error) {
	o := discord.Options{
		Token: kit.Token(a.config.DiscordToken.reveal()), BaseURL: a.config.DiscordAPIURL, Guild: a.config.DiscordGuildID,
		Shards: a.config.shards, Language: a.language(), Now: a.now,
		Tell: func(_ context.Context, what string, err error) { a.logPlatform("discord", what, err) },
	}
	client, err := platformClient(cmp.Or(o.BaseURL, discord.BaseURL))
	if err != nil {
		return nil, err
	}
	o.Client = client
	return discord.New(o)
}

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

// platformClient is the second of the two HTTP clients: for the one configured
// host of a chat platform, with its token, and without redirects.
func platformClient(base string) (*http.Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, errors.New("platform: not an http or https address")
	}
	transport := &http.Transport{
		Proxy: nil, ForceAttemptHTTP2: true, MaxIdleConns: platformConns, MaxIdleConnsPerHost: platformConns,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: platformTimeout, ResponseHeaderTimeout: platformTimeout,
	}
	return &http.Client{
		Transport:     onlyHost{u.Host, transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// onlyHost lets requests to one host pass.
type onlyHost struct {
	host string
	next *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (o onlyHost) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.EqualFold(r.URL.Host, o.host) {
		return nil, fmt.Errorf("platform: %s is not its host", r.URL.Host)
	}
	return o.next.RoundTrip(r) //nolint:wrapcheck // the transport's own
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] through.
func (o onlyHost) CloseIdleConnections() { o.next.CloseIdleConnections() }
