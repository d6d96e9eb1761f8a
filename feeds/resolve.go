package feeds

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dateline/internal/guard"
	"dateline/news"
)

// Found is what is at an address.
type Found struct {
	Kind    news.SourceKind // a feed or a page to watch
	Address string          // to be polled from now on, with the credentials that were given
	Title   string          // its own, "" if it has none
	Items   int             // that it has now; a page has one
	Newest  *news.Raw       // the newest of them; nil if there is none
}

// Resolve finds out what a person means by an address: a feed; a page whose
// feed it names, or keeps in a usual place; or a page to watch. Where no
// scheme is given, https is tried first, then http.
//
// An error is a [*guard.Error]. Its cause is [news.CauseAddress] for what is
// no public web address (file:, data:, javascript: and the like, a path, a user without a
// password), and [news.CauseFormat] for what is neither feed nor page.
func Resolve(ctx context.Context, fetcher guard.Fetcher, address string, now time.Time) (Found, error) {
	f, err := find(ctx, fetcher, address)
	if err != nil {
		return Found{}, err
	}
	return f.found(now), nil
}

// finding is what was fetched last on the way to a source.
type finding struct {
	kind     news.SourceKind
	address  string
	response *guard.Response
	bytes    int
	charset  string
	document *Document // of a feed
	page     Page      // of a page
}

// discovered is how many of the feeds that a page names are tried.
const discovered = 3

func find(ctx context.Context, fetcher guard.Fetcher, address string) (finding, error) {
	candidates, err := webAddresses(address)
	if err != nil {
		return finding{}, err
	}
	var first error
	for _, candidate := range candidates {
		f, err := look(ctx, fetcher, candidate)
		if err == nil {
			return f, nil
		}
		if first == nil {
			first = err
		}
		if !unreached(err) || ctx.Err() != nil {
			break
		}
	}
	return finding{}, first
}

// unreached reports whether a server may be there, but without TLS.
func unreached(err error) bool {
	var refused *guard.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Cause {
	case news.CauseConnect, news.CauseCertificate, news.CauseTimeout:
		return true
	}
	return false
}

// look fetches an address and goes on from there.
func look(ctx context.Context, fetcher guard.Fetcher, u *url.URL) (finding, error) {
	f, err := read(ctx, fetcher, u, guard.Request{Accept: acceptFeed})
	if err != nil || f.kind == news.SourceFeed {
		return f, err
	}
	named := f.page.Feeds[:min(len(f.page.Feeds), discovered)]
	for _, group := range [][]string{named, WellKnown(f.response.URL)} {
		for _, address := range group {
			if feed, ok := tryFeed(ctx, fetcher, u, address); ok {
				return feed, nil
			}
		}
	}
	if strings.TrimSpace(f.page.Text) == "" {
		return finding{}, noFeed(f.response)
	}
	// Only now it is sure that the page itself would be read, and robots.txt is about that.
	return read(ctx, fetcher, u, guard.Request{Accept: acceptPage, Robots: true})
}

// tryFeed fetches what may be a page's feed. It has the page's credentials
// where it is on the page's own host.
func tryFeed(ctx context.Context, fetcher guard.Fetcher, page *url.URL, address string) (finding, bool) {
	u, err := url.Parse(address)
	if err != nil || ctx.Err() != nil {
		return finding{}, false
	}
	if u.Host == page.Host && u.Scheme == page.Scheme {
		u.User = page.User
	}
	f, err := read(ctx, fetcher, u, guard.Request{Accept: acceptFeed})
	return f, err == nil && f.kind == news.SourceFeed
}

// read fetches one address and reads it as what it is.
func read(ctx context.Context, fetcher guard.Fetcher, u *url.URL, r guard.Request) (finding, error) {
	bare := *u
	bare.User = nil
	r.URL, r.User = bare.String(), u.User
	resp, err := fetcher.Get(ctx, r)
	if err != nil {
		return finding{}, err
	}
	f := finding{kind: news.SourceFeed, address: u.String(), response: resp, bytes: len(resp.Body), charset: charsetOf(resp)}
	if resp.Moved != "" && u.User == nil {
		f.address = resp.Moved
	}
	if Sniff(resp.Body, resp.Type) != KindPage {
		if f.document, err = Parse(resp.Body, resp.Type, resp.URL); err == nil {
			return f, nil
		}
	}
	f.kind = news.SourcePage
	page, pageErr := ReadPage(resp.Body, resp.Type, resp.URL)
	if pageErr == nil {
		f.page = page
		return f, nil
	}
	var unread *ParseError
	if errors.As(err, &unread) && unread.Cause != news.CauseFormat {
		return finding{}, &guard.Error{Cause: unread.Cause, Trace: resp.Trace}
	}
	return finding{}, noFeed(resp)
}

func noFeed(resp *guard.Response) error {
	return &guard.Error{Cause: news.CauseFormat, Trace: resp.Trace}
}

// charsetDeclared finds what an XML document says of its encoding.
var charsetDeclared = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding=["']([A-Za-z0-9._:-]+)["']`)

// charsetInType finds what a Content-Type says of it.
var charsetInType = regexp.MustCompile(`(?i);\s*charset="?([A-Za-z0-9._:-]+)`)

// charsetOf is the encoding that an answer says it has; "" if it does not say.
func charsetOf(resp *guard.Response) string {
	if m := charsetInType.FindStringSubmatch(resp.Type); m != nil {
		return strings.ToLower(m[1])
	}
	if m := charsetDeclared.FindSubmatch(resp.Body[:min(len(resp.Body), 512)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

func (f finding) found(now time.Time) Found {
	out := Found{Kind: f.kind, Address: f.address, Title: f.page.Title}
	d := f.delivery()
	if f.kind == news.SourceFeed {
		out.Title = f.document.Title
	}
	out.Items, out.Newest = len(d.Items), newestRaw(f.address, d, now)
	return out
}

// delivery is what a poll of the source would get.
func (f finding) delivery() Delivery {
	if f.kind == news.SourceFeed {
		return deliveryOf(f.document)
	}
	d := Delivery{Title: f.page.Title, Language: f.page.Language}
	if item, _, changed := Watch(f.page, nil); changed {
		d.Items = []Item{item}
	}
	return d
}

// newestRaw is the newest item as a dispatch would be made of it.
func newestRaw(address string, d Delivery, now time.Time) *news.Raw {
	s := news.Source{Kind: news.SourceFeed, Address: address, Name: d.Title}
	in := Ingest(s, d, nil, now)
	if len(in.Items) == 0 {
		return nil
	}
	n := in.Items[len(in.Items)-1]
	for i := len(in.Items) - 1; i >= 0 && n.LinkOnly; i-- {
		n = in.Items[i]
	}
	return &news.Raw{
		Source: d.Title, URL: n.Dispatch.URL, Canonical: n.URL, Language: n.Dispatch.Language,
		Title: n.Dispatch.Revision.Title, Text: n.Dispatch.Revision.Text, Published: n.Dispatch.Published,
	}
}

// webAddresses gives the http and https URLs that an address may mean, in the
// order in which to try them.
func webAddresses(address string) ([]*url.URL, error) {
	address = strings.TrimSpace(address)
	scheme, rest, found := strings.Cut(address, ":")
	switch strings.ToLower(scheme) {
	case "feed": // feed://host/path and feed:https://host/path
		if found && strings.HasPrefix(rest, "//") {
			return webAddresses(strings.TrimPrefix(rest, "//"))
		}
		if found && strings.HasPrefix(strings.ToLower(rest), "http") {
			return webAddresses(rest)
		}
		return nil, badAddress()
	case "http", "https":
		if found {
			u, err := webURL(address)
			return []*url.URL{u}, err
		}
	}
	if found && !hostAndPort.MatchString(address) || !dottedHost.MatchString(address) {
		return nil, badAddress()
	}
	secure, err := webURL("https://" + address)
	if err != nil {
		return nil, err
	}
	plain := *secure
	plain.Scheme = "http"
	return []*url.URL{secure, &plain}, nil
}

// What somebody types as an address without a scheme: a name with a dot, or
// an IPv6 address in brackets, then perhaps a port.
var (
	hostAndPort = regexp.MustCompile(`^(?:[^/?#@:\[\]]+|\[[0-9A-Fa-f:.]+\]|[^/?#@]*@[^/?#@]*):[0-9]{1,5}(?:[/?#]|$)|^[^/?#:@]*[/?#]`)
	dottedHost  = regexp.MustCompile(`^(?:[^\s/?#.]+(?:\.[^\s/?#.]+)+\.?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?)(?:[/?#]|$)`)
)

func badAddress() error { return &guard.Error{Cause: news.CauseAddress} }

// webURL reads an http or https URL and gives it in one form: scheme and host
// in small letters, without the scheme's own port and without a fragment.
func webURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Hostname() == "" {
		return nil, badAddress()
	}
	if u.User != nil {
		if password, ok := u.User.Password(); !ok || password == "" {
			return nil, badAddress()
		}
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if own := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]; strings.HasSuffix(u.Host, own) {
		u.Host = strings.TrimSuffix(u.Host, own)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}
