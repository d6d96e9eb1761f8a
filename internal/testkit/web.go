package testkit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Resolver finds a host's addresses, as [net.Resolver] does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Web is a fake web for tests: any number of hosts, each with a public
// address of its own that leads to servers on the loopback interface, over
// real HTTP/1.1 at port 80 and TLS at port 443. A client that is given the
// web's resolver and dialler reaches it, and nothing else:
//
//	web := testkit.NewWeb(t)
//	web.HandleFunc("news.example.com", func(w http.ResponseWriter, r *http.Request) { ... })
//	client := guard.New(guard.Config{Resolver: web.Resolver(), Dial: web.Dial(), Roots: web.Roots(), Interval: -1})
//
// A handler that hangs should wait for the request's context, which ends with
// the connection. The web is closed at the end of the test.
type Web struct {
	plain, secure *httptest.Server
	authority     authority

	mu       sync.Mutex
	handlers map[string]http.Handler
	answers  map[string][]netip.Addr // by host
	points   map[netip.Addr]string   // listeners of a test's own
	next     netip.Addr
	dialled  []string
	asked    []string
}

// NewWeb starts a web without any host.
func NewWeb(tb testing.TB) *Web {
	tb.Helper()
	authority, err := newAuthority()
	if err != nil {
		tb.Fatal(err)
	}
	w := &Web{
		authority: authority,
		handlers:  map[string]http.Handler{}, answers: map[string][]netip.Addr{}, points: map[netip.Addr]string{},
		next: netip.AddrFrom4([4]byte{11, 0, 0, 1}), // public, and nobody answers there
	}
	w.plain, w.secure = httptest.NewUnstartedServer(http.HandlerFunc(w.serve)), httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	quiet := log.New(io.Discard, "", 0) // what clients break off is what is tested
	w.plain.Config.ErrorLog, w.secure.Config.ErrorLog = quiet, quiet
	w.plain.Start()
	tb.Cleanup(w.plain.Close)
	w.secure.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: authority.certificate}
	w.secure.StartTLS()
	tb.Cleanup(w.secure.Close)
	return w
}

func (w *Web) serve(rw http.ResponseWriter, r *http.Request) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	w.mu.Lock()
	h := w.handlers[strings.ToLower(host)]
	w.mu.Unlock()
	if h == nil {
		http.Error(rw, "no such host here", http.StatusMisdirectedRequest)
		return
	}
	h.ServeHTTP(rw, r)
}

// Handle lets h answer for a host: a name in lower case, as it comes in a
// request, or a literal address. A second call replaces the handler.
func (w *Web) Handle(host string, h http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handlers[host] = h
	w.address(host)
}

// HandleFunc is [Web.Handle] for a function.
func (w *Web) HandleFunc(host string, f func(http.ResponseWriter, *http.Request)) {
	w.Handle(host, http.HandlerFunc(f))
}

// Point lets every connection to a host go to another listener, given as
// "127.0.0.1:port": a test's own, where HTTP is too well-behaved.
func (w *Web) Point(host, listener string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.points[w.address(host)] = listener
}

// Answer makes a host's name resolve to these addresses.
func (w *Web) Answer(host string, addrs ...netip.Addr) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[host] = addrs
}

// Address is the address that a host has been given.
func (w *Web) Address(host string) netip.Addr {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.address(host)
}

func (w *Web) address(host string) netip.Addr {
	if a, err := netip.ParseAddr(host); err == nil {
		return a
	}
	if len(w.answers[host]) == 0 {
		w.answers[host] = []netip.Addr{w.next}
		w.next = w.next.Next()
	}
	return w.answers[host][0]
}

// Resolver knows the web's hosts and no others.
func (w *Web) Resolver() Resolver { return webResolver{w} }

type webResolver struct{ web *Web }

// LookupNetIP implements [Resolver].
func (r webResolver) LookupNetIP(ctx context.Context, _, host string) ([]netip.Addr, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.web.mu.Lock()
	defer r.web.mu.Unlock()
	r.web.asked = append(r.web.asked, host)
	found := r.web.answers[strings.TrimSuffix(host, ".")]
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return slices.Clone(found), nil
}

// Dial gives a dialler that leads every address to the web's servers: port
// 443 to the one with TLS, every other port to the one without.
func (w *Web) Dial() func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		to := w.plain.Listener.Addr().String()
		if strings.HasSuffix(address, ":443") {
			to = w.secure.Listener.Addr().String()
		}
		w.mu.Lock()
		w.dialled = append(w.dialled, address)
		if ap, err := netip.ParseAddrPort(address); err == nil && w.points[ap.Addr()] != "" {
			to = w.points[ap.Addr()]
		}
		w.mu.Unlock()
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}
}

// Dialled gives the addresses that were connected to, in order.
func (w *Web) Dialled() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.dialled)
}

// Asked gives the names that were looked up, in order.
func (w *Web) Asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

// Roots holds the authority that signs the certificates of the web's hosts.
func (w *Web) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(w.authority.parsed)
	return pool
}
