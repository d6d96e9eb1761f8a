package guard

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxURL is the longest URL, in bytes, that is asked for; servers commonly
// refuse longer ones (RFC 9110, 4.1, asks for 8,000).
const maxURL = 8192

// target is where a request goes: a URL that was taken apart and put together
// again, so that no two readers of it can differ about its host.
type target struct {
	url  *url.URL   // host in lower-case ASCII, with a port only if it is not the scheme's own
	host string     // without port and brackets
	ip   netip.Addr // of a literal address; else invalid
	port uint16
}

// Check reports whether a URL could be fetched, as far as that can be told
// without looking up its host's name: its error is nil or [ErrNotAllowed].
func (c *Client) Check(address string) error {
	_, err := c.policy.target(address, nil)
	return err
}

// target reads a URL, or a reference relative to base if there is one. Its
// error is always ErrNotAllowed: what is wrong with an address is no business
// of whoever made it up.
func (p policy) target(address string, base *url.URL) (target, error) {
	address = strings.ReplaceAll(strings.TrimSpace(address), " ", "%20")
	if len(address) > maxURL || strings.ContainsFunc(address, badInURL) {
		return target{}, ErrNotAllowed
	}
	u, err := url.Parse(address)
	if err == nil && base != nil {
		u = base.ResolveReference(u)
	}
	if err != nil || u.Opaque != "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return target{}, ErrNotAllowed
	}
	t := target{port: 80}
	if u.Scheme == "https" {
		t.port = 443
	}
	own := t.port
	if text := u.Port(); text != "" {
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return target{}, ErrNotAllowed
		}
		t.port = uint16(n)
	}
	var ok bool
	if t.host, t.ip, ok = hostOf(u.Hostname()); !ok || !p.opensPort(t.port) {
		return target{}, ErrNotAllowed
	}
	if t.ip.IsValid() && !p.permits(netip.AddrPortFrom(t.ip, t.port)) {
		return target{}, ErrNotAllowed
	}
	t.url = &url.URL{Scheme: u.Scheme, Host: hostPort(t.host, t.port, own), Path: u.Path, RawPath: u.RawPath, RawQuery: asciiQuery(u.RawQuery)}
	if len(t.url.String()) > maxURL { // escapes make it longer
		return target{}, ErrNotAllowed
	}
	return t, nil
}

// badInURL finds what a URL cannot hold, and readers of URLs differ about.
func badInURL(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }

// asciiQuery escapes what may not stand in a request.
func asciiQuery(query string) string {
	var out strings.Builder
	for i := range len(query) {
		if b := query[i]; b < 0x80 {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

func hostPort(host string, port, own uint16) string {
	switch {
	case port != own:
		return net.JoinHostPort(host, strconv.Itoa(int(port)))
	case strings.Contains(host, ":"):
		return "[" + host + "]"
	default:
		return host
	}
}

// hostOf gives a host as it is looked up: in lower-case ASCII, by the mapping
// of UTS 46, which turns full-width digits and other dots into plain ones and
// drops what cannot be seen. A host that some systems read as an IPv4 address
// in octal, in hexadecimal or with parts left out is none.
func hostOf(name string) (host string, ip netip.Addr, ok bool) {
	if strings.Contains(name, ":") {
		ip, err := netip.ParseAddr(name)
		if err != nil || ip.Zone() != "" {
			return "", netip.Addr{}, false
		}
		ip = ip.Unmap()
		return ip.String(), ip, true
	}
	profile := idna.New(idna.MapForLookup(), idna.StrictDomainName(false), idna.CheckHyphens(false))
	host, err := profile.ToASCII(name)
	host = strings.TrimSuffix(host, ".")
	if err != nil || !plainName(host) {
		return "", netip.Addr{}, false
	}
	// Not every name that comes out would go in again: one made of broken text does not.
	if again, err := profile.ToASCII(host); err != nil || again != host {
		return "", netip.Addr{}, false
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return host, ip, true
	}
	return host, netip.Addr{}, !numeric(host[strings.LastIndexByte(host, '.')+1:])
}

// plainName reports whether a host is made of labels of letters, digits,
// hyphens and underscores (RFC 1123, 2.1; underscores are met with).
func plainName(host string) bool {
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInLabel) {
			return false
		}
	}
	return true
}

func notInLabel(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
}

// numeric reports whether a host that ends in this label is an IPv4 address
// (WHATWG URL, "ends in a number").
func numeric(label string) bool {
	if strings.Trim(label, "0123456789") == "" {
		return true
	}
	hex, ok := strings.CutPrefix(label, "0x")
	return ok && strings.Trim(hex, "0123456789abcdef") == ""
}

// loopbackName reports whether a host is this machine by its name (RFC 6761, 6.3).
func (t target) loopbackName() bool {
	return t.host == "localhost" || strings.HasSuffix(t.host, ".localhost")
}

// owner is what the limits of a host are counted by: the domain that somebody
// registered, or the address.
func (t target) owner() string {
	if t.ip.IsValid() {
		return t.ip.String()
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(t.host); err == nil {
		return domain
	}
	return t.host
}

// keeps reports whether what is meant for t may be said to next: the same
// host and port, or the same host once it is reached by TLS.
func (t target) keeps(next target) bool {
	if t.host != next.host {
		return false
	}
	same := t.url.Scheme == next.url.Scheme && t.port == next.port
	return same || t.port == 80 && t.url.Scheme == "http" && next.port == 443 && next.url.Scheme == "https"
}

// shown is the address without its query.
func (t target) shown() string {
	u := *t.url
	u.RawQuery = ""
	return u.String()
}
