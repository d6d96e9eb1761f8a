package guard

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/internal/testkit"
	"dateline/news"
)

// jump is a handler that redirects as the path says: /STATUS/LOCATION.
func jump(w http.ResponseWriter, r *http.Request) {
	status, where, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if !ok {
		say(w, "at the end")
		return
	}
	code, err := strconv.Atoi(status)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header()["Location"] = []string{where}
	w.WriteHeader(code)
}

// TestThreat29 sends every kind of redirect to inner addresses, from the first hop and from a later one.
func TestThreat29(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.HandleFunc("good.example", jump)
	web.HandleFunc("next.example", jump)
	web.Answer("inner.example", netip.MustParseAddr("10.0.0.1"))
	c := newClient(t, web)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, where := range []string{"http://169.254.169.254/", "http://inner.example/", "http://localhost:80/", "http://[::ffff:127.0.0.1]/"} {
			for _, path := range []string{"http://good.example/%d/%s", "http://good.example/302/http://next.example/%d/%s"} {
				address := fmt.Sprintf(path, status, where)
				_, e := get(t, c, Request{URL: address}, news.CauseAddress)
				if !errors.Is(e.Err, ErrNotAllowed) || e.Trace.Address.IsValid() || e.Trace.Done != 0 {
					t.Errorf("%s: got %v with %+v, want the one text", address, e.Err, e.Trace)
				}
			}
		}
	}
	for _, to := range web.Dialled() {
		if ap := netip.MustParseAddrPort(to); !newPolicy(nil).permits(ap) {
			t.Errorf("connected to %s", to)
		}
	}
}

// TestThreat30 redirects to what is no public web address.
func TestThreat30(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	var where string
	web.HandleFunc("good.example", func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{where}
		w.WriteHeader(http.StatusFound)
	})
	c := newClient(t, web)
	for _, where = range []string{
		"file:///etc/passwd", "gopher://good.example/", "ftp://good.example/", "//127.0.0.1", `\\127.0.0.1\x`, `/\127.0.0.1`, "data:,x",
		"http://a:b@good.example/", "http://good.example:22/", "http://127.1/", "http://%31", "javascript:alert(1)", "//169.254.169.254/x",
	} {
		get(t, c, Request{URL: "http://good.example/"}, news.CauseAddress)
	}
	where = "" // no address at all
	get(t, c, Request{URL: "http://good.example/"}, news.StatusCause(http.StatusFound))
}

// TestThreat31 counts redirects: five are followed, and no more.
func TestThreat31(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	asked := 0
	web.HandleFunc("good.example", func(w http.ResponseWriter, r *http.Request) {
		asked++
		jump(w, r)
	})
	web.HandleFunc("loop.example", func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/", http.StatusMovedPermanently)
	})
	c := newClient(t, web)
	for _, test := range []struct {
		url   string
		want  news.Cause
		asked int
	}{
		{"http://good.example" + strings.Repeat("/302/", 5) + "/", "", 6},
		{"http://good.example" + strings.Repeat("/302/", 6) + "/", news.CauseRedirects, 6},
		{"http://good.example" + strings.Repeat("/302/", 11) + "/", news.CauseRedirects, 6},
		{"http://loop.example/", news.CauseRedirects, 6},
	} {
		asked = 0
		resp, e := get(t, c, Request{URL: test.url}, test.want)
		if asked != test.asked {
			t.Errorf("%s: got %d requests, want %d", test.url, asked, test.asked)
		}
		if e == nil && len(resp.Trace.Redirects) != 5 || e != nil && len(e.Trace.Redirects) == 0 {
			t.Errorf("%s: the trace lacks the redirects", test.url)
		}
	}
}

// TestThreat32 does not go back from TLS to plain text.
func TestThreat32(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.HandleFunc("good.example", jump)
	c := newClient(t, web)
	get(t, c, Request{URL: "https://good.example/302/http://good.example/"}, news.CauseRedirects)
	resp, _ := get(t, c, Request{URL: "http://good.example/301/https://good.example/"}, "")
	if want := "https://good.example/"; resp.URL != want || resp.Moved != want {
		t.Errorf("got %q, moved to %q, want %q", resp.URL, resp.Moved, want)
	}
}

// TestThreat37 keeps for the record where permanent redirects alone lead to, if that is allowed.
func TestThreat37(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.HandleFunc("good.example", jump)
	web.HandleFunc("next.example", jump)
	c := newClient(t, web)
	for _, test := range []struct{ path, moved, url string }{
		{"", "", "http://good.example/"},
		{"301/http://next.example/a", "http://next.example/a", "http://next.example/a"},
		{"308/http://next.example/302/http://good.example/", "http://next.example/302/http://good.example/", "http://good.example/"},
		{"302/http://next.example/301/http://good.example/", "", "http://good.example/"},
	} {
		resp, _ := get(t, c, Request{URL: "http://good.example/" + test.path}, "")
		if resp.Moved != test.moved || resp.URL != test.url {
			t.Errorf("%s: got %q, moved to %q, want %q and %q", test.path, resp.URL, resp.Moved, test.url, test.moved)
		}
	}
	get(t, c, Request{URL: "http://good.example/301/http://127.0.0.1/"}, news.CauseAddress) // an error has no Moved
}

// TestThreat35 leaves the environment's proxy alone, and holds a configured one to the same addresses.
func TestThreat35(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://10.0.0.9:3128")
	t.Setenv("HTTPS_PROXY", "http://10.0.0.9:3128")
	t.Setenv("ALL_PROXY", "http://10.0.0.9:3128")
	web := testkit.NewWeb(t)
	web.Handle("good.example", text("x"))
	web.Answer("inner.example", netip.MustParseAddr("10.0.0.1"))
	c := newClient(t, web)
	if c.shared.Proxy != nil || c.private.Proxy != nil {
		t.Error("a client without a proxy has one")
	}
	get(t, c, Request{URL: "http://good.example/"}, "")
	get(t, c, Request{URL: "http://169.254.169.254/"}, news.CauseAddress)
	if got, want := web.Dialled(), []string{web.Address("good.example").String() + ":80"}; !slices.Equal(got, want) {
		t.Errorf("connected to %v, want %v", got, want)
	}
}

// tunnel answers CONNECT as a proxy does, and everything else with a text.
func tunnel(t *testing.T, web *testkit.Web) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			say(w, "by "+r.Header.Get("Proxy-Authorization"))
			return
		}
		server, err := web.Dial()(r.Context(), "tcp", "8.8.8.8:443")
		if err != nil {
			t.Error(err)
			return
		}
		defer server.Close()
		w.WriteHeader(http.StatusOK)
		client, both, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer client.Close()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = io.Copy(server, both)
			server.Close()
		}()
		_, _ = io.Copy(client, server)
		client.Close()
		<-done
	}
}

func TestProxy(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("good.example", tunnel(t, web))
	web.Answer("inner.example", netip.MustParseAddr("10.0.0.1"))
	proxy, err := ParseProxy("http://user:pass@10.0.0.9:3128")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, web, func(c *Config) { c.Proxy = proxy })
	for _, address := range []string{"http://inner.example/", "http://localhost/", "https://inner.example/", "http://169.254.169.254/"} {
		get(t, c, Request{URL: address}, news.CauseAddress)
	}
	nobody(t, web)
	resp, _ := get(t, c, Request{URL: "http://good.example/"}, "")
	if got, want := string(resp.Body), "by Basic dXNlcjpwYXNz"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	resp, _ = get(t, c, Request{URL: "https://good.example/"}, "")
	if got, want := string(resp.Body), "by "; got != want {
		t.Errorf("through the tunnel: got %q, want %q: the proxy's credentials are the proxy's", got, want)
	}
	for _, to := range web.Dialled() {
		if to != "10.0.0.9:3128" && to != "8.8.8.8:443" {
			t.Errorf("connected to %s, want to the proxy", to)
		}
	}
	refuser := newClient(t, web, func(c *Config) { c.Proxy, c.Roots = proxy, nil })
	get(t, refuser, Request{URL: "https://good.example/"}, news.CauseCertificate)
}

func TestParseProxy(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"": true, "http://proxy:3128": true, "https://proxy/": true, "socks5://u:CANARY@10.0.0.1:1080": true, "socks5h://proxy:1080": true,
		"proxy:3128": false, "ftp://u:CANARY@proxy": false, "http://": false, "http://u:CANARY@proxy/path": false, "http://u:CANARY@pro xy": false,
	} {
		u, err := ParseProxy(text)
		if (err == nil) != ok || err != nil && (u != nil || strings.Contains(err.Error(), "CANARY")) {
			t.Errorf("%q: got %v, %v, want ok %v", text, u, err, ok)
		}
	}
}
