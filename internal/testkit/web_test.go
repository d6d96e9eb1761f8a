package testkit

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
)

func TestWeb(t *testing.T) {
	t.Parallel()
	web := NewWeb(t)
	for _, host := range []string{"a.example.com", "b.example.com"} {
		web.HandleFunc(host, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "I am "+host) })
	}
	resolve, dial := web.Resolver(), web.Dial()
	client := &http.Client{Transport: &http.Transport{
		DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: web.Roots(), MinVersion: tls.VersionTLS12},
	}}
	t.Cleanup(client.CloseIdleConnections)
	for _, test := range []struct{ url, want string }{
		{"http://a.example.com/", "I am a.example.com"},
		{"https://b.example.com/", "I am b.example.com"},
		{"http://c.example.com/", "no such host here\n"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, test.url, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if string(body) != test.want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", test.url, body, err, test.want)
		}
	}
	a, err := resolve.LookupNetIP(t.Context(), "ip", "a.example.com")
	if err != nil || len(a) != 1 || a[0] != web.Address("a.example.com") || a[0] == web.Address("b.example.com") {
		t.Errorf("a.example.com is at %v, %v, want an address of its own", a, err)
	}
	var unknown *net.DNSError
	if _, err := resolve.LookupNetIP(t.Context(), "ip", "c.example.com"); !errors.As(err, &unknown) || !unknown.IsNotFound {
		t.Errorf("an unknown host: got %v, want that it is not found", err)
	}
}
