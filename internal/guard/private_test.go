package guard

import (
	"bytes"
	"encoding/json"
	"fmt"

	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"dateline/internal/testkit"
)

// seen notes who asked, by the connection and its credentials.
type seen struct {
	mu   sync.Mutex
	from []string // the connections
	auth []string
}

func (s *seen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.from = append(s.from, r.RemoteAddr)
	s.auth = append(s.auth, r.Header.Get("Authorization"))
	s.mu.Unlock()
	jump(w, r)
}

// TestThreat82 keeps requests with credentials apart from those without: no
// connection is shared, and nothing is remembered.
func TestThreat82(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	var s seen
	web.Handle("good.example", &s)
	c := newClient(t, web)
	const basic = "Basic dTpw"
	private, public := Request{URL: "http://good.example/", User: url.UserPassword("u", "p"), Robots: true}, Request{URL: "http://good.example/"}
	for _, r := range []Request{private, public, private, public} {
		get(t, c, r, "")
	}
	want := []string{"", basic, "", basic, ""} // robots.txt first, once, and for everyone
	if fmt.Sprint(s.auth) != fmt.Sprint(want) {
		t.Errorf("credentials: got %q, want %q", s.auth, want)
	}
	if s.from[1] == s.from[3] || s.from[1] == s.from[0] || s.from[1] == s.from[2] || s.from[1] == s.from[4] || s.from[3] == s.from[4] {
		t.Errorf("a connection with credentials was used again: %q", s.from)
	}
	if s.from[2] != s.from[4] {
		t.Errorf("without credentials no connection was used again: %q", s.from)
	}
}

// TestCredentialsStayAtHome follows redirects with credentials.
func TestCredentialsStayAtHome(t *testing.T) {
	t.Parallel()
	const basic = "Basic dTpw"
	for _, test := range []struct{ from, to, want string }{
		{"http://good.example", "http://good.example/", basic},
		{"http://good.example", "https://good.example/", basic},
		{"http://good.example", "http://GOOD.example:80/", basic},
		{"http://good.example", "http://other.example/", ""},
		{"http://good.example", "http://www.good.example/", ""},
		{"http://good.example", "http://good.example:443/", ""},
		{"https://good.example", "https://good.example:80/", ""},
		{"https://good.example", "https://other.example/", ""},
	} {
		if _, err := newPolicy(nil).target(test.to, nil); err != nil {
			t.Fatal(err)
		}
		p := newPolicy(nil)
		from, _ := p.target(test.from, nil)
		to, _ := p.target(test.to, nil)
		if got := from.keeps(to); got != (test.want != "") {
			t.Errorf("%s to %s: got %v", test.from, test.to, got)
		}
	}
	web := testkit.NewWeb(t)
	var s seen
	for _, host := range []string{"good.example", "other.example"} {
		web.Handle(host, &s)
	}
	c := newClient(t, web)
	get(t, c, Request{URL: "http://good.example/302/https://good.example/302/https://other.example/", User: url.UserPassword("u", "p")}, "")
	if want := []string{basic, basic, ""}; fmt.Sprint(s.auth) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", s.auth, want)
	}
}

// TestThreat86 prints what holds secrets, in every way.
func TestThreat86(t *testing.T) {
	t.Parallel()
	proxy, err := ParseProxy("http://user:CANARY@proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	r := Request{URL: "https://u:CANARY@good.example/feed?token=CANARY", User: url.UserPassword("u", "CANARY"), ETag: `"x"`}
	broken := Request{URL: "https://u:CANARY@good example/%zz"}
	config := Config{Proxy: proxy, Agent: "Dateline"}
	_, refused := New(config).Get(t.Context(), r)
	var out bytes.Buffer
	for _, value := range []any{r, &r, broken, config, &config, []Request{r}, refused} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(handler).Info("fetch", "value", value)
		}
	}
	for _, value := range []any{r, config, []Request{r}} {
		encoded, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(encoded)
	}
	if strings.Contains(out.String(), "CANARY") || strings.Contains(out.String(), fmt.Sprintf("%x", "CANARY")) {
		t.Errorf("a secret is printed:\n%s", out.String())
	}
	if got, want := fmt.Sprint(r), "https://good.example/feed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
