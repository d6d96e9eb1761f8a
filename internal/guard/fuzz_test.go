package guard

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"testing"

	"code.dny.dev/ssrf"
	"github.com/temoto/robotstxt"
)

// known answers every name with addresses made from the fuzzer's bytes.
type known []netip.Addr

func (k known) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) { return k, nil }

// FuzzURL asks for any string, where names resolve to any address: what is
// dialled is public, at port 80 or 443.
func FuzzURL(f *testing.F) {
	for _, test := range refused {
		f.Add(test.url, []byte{8, 8, 8, 8})
	}
	f.Add("https://good.example/?x", []byte{127, 0, 0, 1})
	f.Add("https://good.example", netip.MustParseAddr("2606:4700::1111").AsSlice())
	public := ssrf.New()
	var dialled []string
	dial := func(ctx context.Context, _, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		return (&net.Dialer{}).DialContext(ctx, "no network", address)
	}
	f.Fuzz(func(t *testing.T, address string, answer []byte) {
		var names known
		if a, ok := netip.AddrFromSlice(answer); ok {
			names = known{a}
		}
		dialled = nil
		c := New(Config{Interval: -1, Dial: dial, Resolver: names})
		_, err := c.Get(t.Context(), Request{URL: address})
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%q: got %v, want an error: there is no web", address, err)
		}
		for _, to := range dialled {
			ap, err := netip.ParseAddrPort(to)
			if err != nil || public.SafeAddrPort(ap) != nil || ap.Addr() == netip.MustParseAddr("168.63.129.16") {
				t.Errorf("%q at %v: connected to %s", address, names, to)
			}
		}
		if got, err := c.policy.target(address, nil); err == nil {
			again, err := c.policy.target(got.url.String(), nil)
			if err != nil || again.url.String() != got.url.String() || again.host != got.host || again.port != got.port {
				t.Errorf("%q: read as %q, and that as %q, %v", address, got.url, again.url, err)
			}
		}
	})
}

// FuzzRetryAfter reads any headers about time: the wait is from none to a day,
// and never shorter for being said in more ways.
func FuzzRetryAfter(f *testing.F) {
	for _, test := range retryAfters {
		f.Add(test.value, date(noon), "max-age=60", date(noon))
	}
	f.Fuzz(func(t *testing.T, retry, sent, control, expires string) {
		alone := retryAfter(http.Header{"Retry-After": {retry}}, noon)
		h := http.Header{"Retry-After": {retry}, "Date": {sent}, "Cache-Control": {control}, "Expires": {expires}}
		wait := retryAfter(h, noon)
		if alone < 0 || wait < alone || wait > maxWait {
			t.Errorf("%q: waits %v, and %v where the date is %q", retry, alone, wait, sent)
		}
		at := notBefore(h, noon)
		if !at.IsZero() && (at.Before(noon.Add(wait)) || at.After(noon.Add(maxWait))) || at.IsZero() && wait > 0 {
			t.Errorf("%q, %q, %q: not before %v, with a wait of %v", retry, control, expires, at, wait)
		}
	})
}

// FuzzRobots reads any robots.txt: what is left of it is within bounds, and
// nothing that the parser gives up on.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /ü", "/a")
	f.Add("user-agent:\ndisallow: ::\nallow", "/%2a?x")
	f.Add("Crawl-delay: 1e99\nDisallow", "")
	f.Fuzz(func(t *testing.T, rules, path string) {
		tidy := tidyRobots([]byte(rules))
		if len(tidy) > robotsText+2*robotsLine {
			t.Errorf("%d bytes are kept", len(tidy))
		}
		if _, err := robotstxt.FromBytes(tidy); err != nil {
			t.Errorf("%q became %q: %v", rules, tidy, err)
		}
		robotsPermit(tidy, "Dateline", &url.URL{Path: path})
	})
}

// FuzzAllow reads any list: what can never be reached stays so.
func FuzzAllow(f *testing.F) {
	f.Add("127.0.0.0/8:8080,[fd00::/8]:1,0.0.0.0/0,::/0", []byte{169, 254, 169, 254}, uint16(80))
	f.Add("::/0", netip.MustParseAddr("64:ff9b::a9fe:a9fe").AsSlice(), uint16(443))
	f.Fuzz(func(t *testing.T, text string, address []byte, port uint16) {
		a, ok := netip.AddrFromSlice(address)
		allow, err := ParseAllow(text)
		if !ok || err != nil {
			return
		}
		for _, e := range allow {
			if neverAtAll(e.Prefix) {
				t.Errorf("%q: %v is allowed", text, e)
			}
		}
		if newPolicy(allow).permits(netip.AddrPortFrom(a, port)) && (never(a.Unmap()) || port == 0) {
			t.Errorf("%q: %v can be reached", text, a)
		}
	})
}

// FuzzEncoding decodes anything: no more than the limit comes out.
func FuzzEncoding(f *testing.F) {
	f.Add("gzip", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add("br", []byte("\x3b"))
	f.Add("deflate", []byte("\x78\x9c\x03\x00\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, encoding string, body []byte) {
		const limit = 4096
		data, err := readBody(http.Header{"Content-Encoding": {encoding}}, &wire{from: bytes.NewReader(body), most: limit + wireSlack}, limit, false)
		if len(data) > limit || err != nil && data != nil {
			t.Errorf("%s: %d bytes, %v", encoding, len(data), err)
		}
	})
}
