package feeds

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxLink is the longest link that is kept, in bytes. Longer ones are no
// addresses of articles, and no platform shows them.
const maxLink = 2048

// absolute gives a link of a document as an absolute http or https address
// without credentials, its host in ASCII; "" where it is no such thing. The
// first base that is not nil makes a relative link absolute.
func absolute(link string, bases ...*url.URL) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > maxLink {
		return ""
	}
	link = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' || isForbidden(r) {
			return -1
		}
		return r
	}, link)
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	for _, base := range bases {
		if base != nil && !u.IsAbs() {
			u = base.ResolveReference(u)
		}
	}
	return web(u)
}

// web gives an absolute http or https URL in the form in which it is kept.
func web(u *url.URL) string {
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" {
		return ""
	}
	host, err := asciiHost(u.Hostname())
	if err != nil || host == "" {
		return ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.User, u.Host = nil, host
	s := u.String()
	if len(s) > maxLink {
		return ""
	}
	return s
}

// asciiHost gives a host name in small ASCII letters.
func asciiHost(host string) (string, error) {
	if strings.Contains(host, ":") {
		return "[" + strings.ToLower(host) + "]", nil
	}
	for i := range len(host) {
		if host[i] >= 0x80 {
			return idna.Lookup.ToASCII(host)
		}
	}
	return strings.ToLower(host), nil
}
