package guard

import (
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
)

var errProxy = errors.New("proxy: want http://, https://, socks5:// or socks5h://, with a host and no path")

// ParseProxy reads FETCH_PROXY: the URL of a proxy, with its credentials if it
// wants any; "" is none. Its error does not repeat the text, which may hold a
// password.
func ParseProxy(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no proxy is an answer
	}
	u, err := url.Parse(text)
	known := []string{"http", "https", "socks5", "socks5h"}
	if err != nil || !slices.Contains(known, u.Scheme) || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return nil, errProxy
	}
	return u, nil
}

// dialProxy connects to the proxy, which the host chose and may have within
// its own network. What is asked of it was checked before: see [Client.checkBehind].
func dialProxy(dial DialFunc) DialFunc {
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		return dial(live(ctx), network, address)
	}
}

// checkBehind looks up the host that a proxy will be asked for, since the
// dialler only sees the proxy. The proxy looks the name up again, so it should
// itself be kept from inner addresses.
func (c *Client) checkBehind(ctx context.Context, t target) error {
	if !c.proxied {
		return nil
	}
	_, err := c.dialler.addresses(ctx, t.host, t.port)
	return err
}
