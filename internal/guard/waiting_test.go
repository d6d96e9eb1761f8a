package guard

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/internal/testkit"
	"dateline/news"
)

// noon is the time in these tests.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func atNoon(c *Config) { c.Now = func() time.Time { return noon } }

func date(t time.Time) string { return t.Format(http.TimeFormat) }

// TestThreat90 echoes validators byte for byte, and reads nothing of a 304.
func TestThreat90(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ etag, modified string }{
		{`W/"x"`, "Wed, 21 Oct 2015 07:28:00 GMT"},
		{`no quotes, "a comma`, "2015-10-21T07:28:00+02:00"},
		{`"\"`, "yesterday"},
		{`""`, ""},
		{"\"\xe9\xff\"", "Mi, 21. M\xe4rz"},
		{"", "Wed, 21 Oct 2015 07:28:00 GMT"},
		{`W/"a-gzip"`, "0"},
	} {
		web := testkit.NewWeb(t)
		var asked http.Header
		web.HandleFunc("good.example", func(w http.ResponseWriter, r *http.Request) {
			asked = r.Header
			if test.etag != "" {
				w.Header().Set("ETag", test.etag)
			}
			if test.modified != "" {
				w.Header().Set("Last-Modified", test.modified)
			}
			if r.Header.Get("If-None-Match") == test.etag && r.Header.Get("If-Modified-Since") == test.modified {
				w.Header().Set("Content-Encoding", "nonsense") // nobody should care
				w.WriteHeader(http.StatusNotModified)
			}
		})
		c := newClient(t, web)
		first, _ := get(t, c, Request{URL: "http://good.example/"}, "")
		if first.ETag != test.etag || first.LastModified != test.modified || first.NotModified {
			t.Fatalf("got %q and %q, want %q and %q", first.ETag, first.LastModified, test.etag, test.modified)
		}
		again, _ := get(t, c, Request{URL: "http://good.example/", ETag: first.ETag, LastModified: first.LastModified}, "")
		if got := asked.Get("If-None-Match"); got != test.etag {
			t.Errorf("If-None-Match: got %q, want %q", got, test.etag)
		}
		if got := asked.Get("If-Modified-Since"); got != test.modified {
			t.Errorf("If-Modified-Since: got %q, want %q", got, test.modified)
		}
		if !again.NotModified || again.Body != nil || again.ETag != test.etag || again.LastModified != test.modified {
			t.Errorf("%q: got %+v, want that nothing has changed", test.etag, again)
		}
	}
}

// TestValidatorsThatCannotBeSent drops what no request could hold, rather than failing for ever.
func TestValidatorsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	var asked http.Header
	web.HandleFunc("good.example", func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header
		w.Header().Set("ETag", `"`+strings.Repeat("x", 30<<10)+`"`)
	})
	c := newClient(t, web)
	resp, _ := get(t, c, Request{URL: "http://good.example/", ETag: "a\r\nX: y", LastModified: strings.Repeat("x", 2000)}, "")
	if resp.ETag != "" {
		t.Errorf("got an ETag of %d bytes, want none", len(resp.ETag))
	}
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "X"} {
		if got := asked.Get(name); got != "" {
			t.Errorf("%s: got %q, want none", name, got)
		}
	}
}

// retryAfters are values of Retry-After with the wait that they ask for at noon.
var retryAfters = []struct {
	value string
	want  time.Duration
}{
	{"3600", time.Hour},
	{" 120 ", 2 * time.Minute},
	{"0", 0},
	{"-1", 0},
	{"-0", 0},
	{"0.5", 500 * time.Millisecond},
	{"1e3", 1000 * time.Second},
	{"1e99", maxWait},
	{"1e999", maxWait},
	{"-1e999", 0},
	{"Inf", maxWait},
	{"NaN", 0},
	{"86399", 86399 * time.Second},
	{"86400", maxWait},
	{"86401", maxWait},
	{"99999999999999999999999999", maxWait},
	{"9223372036.854775808", maxWait},
	{"soon", 0},
	{"", 0},
	{"12 monkeys", 0},
	{date(noon.Add(time.Hour)), time.Hour},
	{noon.Add(time.Hour).Format(time.RFC850), time.Hour},
	{noon.Add(time.Hour).Format(time.ANSIC), time.Hour},
	{date(noon.Add(-time.Hour)), 0},
	{date(noon.Add(48 * time.Hour)), maxWait},
	{"Wed, 25 Nov 9999 12:00:00 GMT", maxWait},
	{"Mon, 01 Jan 0001 00:00:00 GMT", 0},
}

// TestThreat91 waits at least as long as was stated, and a day at most.
func TestThreat91(t *testing.T) {
	t.Parallel()
	for _, test := range retryAfters {
		if got := retryAfter(http.Header{"Retry-After": {test.value}}, noon); got != test.want {
			t.Errorf("%q: got %v, want %v", test.value, got, test.want)
		}
	}
	// The server's clock is an hour slow: its date means two hours from now on.
	slow := http.Header{"Retry-After": {date(noon.Add(time.Hour))}, "Date": {date(noon.Add(-time.Hour))}}
	if got, want := retryAfter(slow, noon), 2*time.Hour; got != want {
		t.Errorf("by a slow clock: got %v, want %v", got, want)
	}
	fast := http.Header{"Retry-After": {date(noon.Add(3 * time.Hour))}, "Date": {date(noon.Add(2 * time.Hour))}}
	if got, want := retryAfter(fast, noon), 3*time.Hour; got != want {
		t.Errorf("by a fast clock: got %v, want %v", got, want)
	}
	if got, want := retryAfter(http.Header{"Retry-After": {"60", "3600", "x"}}, noon), time.Hour; got != want {
		t.Errorf("said twice: got %v, want %v", got, want)
	}
}

// TestThreat91Answers reads Retry-After from refusals and from answers.
func TestThreat91Answers(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	status := 0
	web.HandleFunc("good.example", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(status)
	})
	c := newClient(t, web, atNoon)
	for _, status = range []int{403, 429, 500, 503} {
		_, e := get(t, c, Request{URL: "http://good.example/"}, news.StatusCause(status))
		if e.RetryAfter != time.Hour || e.Status != status {
			t.Errorf("%d: got %v, want an hour", status, e.RetryAfter)
		}
	}
	for _, status = range []int{200, 304} {
		resp, _ := get(t, c, Request{URL: "http://good.example/", ETag: "x"}, "")
		if want := noon.Add(time.Hour); !resp.NotBefore.Equal(want) {
			t.Errorf("%d: got %v, want %v", status, resp.NotBefore, want)
		}
	}
}

// TestThreat96 takes the longest of what an answer says about when to come back.
func TestThreat96(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		headers string
		want    time.Duration
	}{
		{"", 0},
		{"Cache-Control: max-age=600", 10 * time.Minute},
		{"Cache-Control: public, MAX-AGE=\"600\", s-maxage=9999", 10 * time.Minute},
		{"Cache-Control: no-cache\nCache-Control: max-age=60, max-age=600", 10 * time.Minute},
		{"Cache-Control: max-age=-5", 0},
		{"Cache-Control: max-age=soon", 0},
		{"Cache-Control: max-age", 0},
		{"Cache-Control: max-age=0", 0},
		{"Cache-Control: max-age=31536000", maxWait},
		{"Cache-Control: max-age=99999999999999999999999", maxWait},
		{"Cache-Control: stale-max-age=600", 0},
		{"Expires: " + date(noon.Add(time.Hour)), time.Hour},
		{"Expires: " + date(noon.Add(-time.Hour)), 0},
		{"Expires: 0", 0},
		{"Expires: " + date(noon.Add(72*time.Hour)), maxWait},
		{"Cache-Control: max-age=600\nExpires: " + date(noon.Add(time.Hour)), time.Hour},
		{"Cache-Control: max-age=7200\nExpires: " + date(noon.Add(time.Hour)), 2 * time.Hour},
		{"Cache-Control: max-age=600\nRetry-After: 900", 15 * time.Minute},
	} {
		h := http.Header{}
		for line := range strings.SplitSeq(test.headers, "\n") {
			if name, value, ok := strings.Cut(line, ": "); ok {
				h.Add(name, value)
			}
		}
		want := fmt.Sprint(noon.Add(test.want))
		if test.want == 0 {
			want = fmt.Sprint(time.Time{})
		}
		if got := fmt.Sprint(notBefore(h, noon)); got != want {
			t.Errorf("%q: got %v, want %v", test.headers, got, want)
		}
	}
}
