package guard

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"dateline/internal/testkit"
	"dateline/news"
)

// raw makes a client of one host, bad.example, that sends these bytes and
// hangs up, or does what serve does.
func raw(t *testing.T, serve func(net.Conn), changes ...func(*Config)) *Client {
	t.Helper()
	web := testkit.NewWeb(t)
	web.Point("bad.example", listen(t, serve))
	return newClient(t, web, changes...)
}

func request(conn net.Conn) {
	buffer := make([]byte, 4096)
	_, _ = conn.Read(buffer)
}

// TestThreat40 reaches something that is no web server. Nothing that it says is in the error.
func TestThreat40(t *testing.T) {
	t.Parallel()
	for _, banner := range []string{
		"SSH-2.0-CANARY\r\n", "HTTP/1.1 CANARY\r\n\r\n", "HTTP/1.1 200 OK\r\nCANARY\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: CANARY\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: CANARY\r\n\r\nx", "HTTP/1.1 500 CANARY\r\n\r\nCANARY", "HTTP/1.1 302 x\r\nLocation: http://%CANARY/\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Encoding: CANARY\r\n\r\nx", "HTTP/1.1 302 x\r\nLocation: http://127.0.0.1/CANARY\r\n\r\n", "-ERR CANARY\r\n", "",
	} {
		c := raw(t, func(conn net.Conn) { request(conn); say(conn, banner) })
		_, err := c.Get(t.Context(), Request{URL: "http://bad.example/"})
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: got %v, want an error", banner, err)
			continue
		}
		if all := fmt.Sprintf("%v %+v %v %#v", e, *e, e.Err, e.Err); strings.Contains(all, "CANARY") || strings.Contains(e.Error(), "11.0.0") {
			t.Errorf("%q: the error repeats it: %s", banner, all)
		}
	}
}

// zeros gives n bytes, compressed.
func zeros(t *testing.T, n int, by func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var out bytes.Buffer
	w := by(&out)
	block := make([]byte, 1<<20)
	for ; n > 0; n -= len(block) {
		if _, err := w.Write(block[:min(n, len(block))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func byGzip(w io.Writer) io.WriteCloser   { return gzip.NewWriter(w) }
func byZlib(w io.Writer) io.WriteCloser   { return zlib.NewWriter(w) }
func byBrotli(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 1) }
func byFlate(w io.Writer) io.WriteCloser {
	out, _ := flate.NewWriter(w, flate.BestSpeed)
	return out
}

// encoded makes a client of a host that sends body under these encodings.
func encoded(t *testing.T, body []byte, encodings ...string) *Client {
	t.Helper()
	web := testkit.NewWeb(t)
	web.HandleFunc("bad.example", func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Encoding"] = encodings
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write(body)
	})
	return newClient(t, web)
}

// checkBomb wants a body refused by its size, without more of it read than is
// needed to tell. What is kept of it is bounded by the limit in readBody.
func checkBomb(t *testing.T, body []byte, encoding string, limit int64) {
	t.Helper()
	_, e := get(t, encoded(t, body, encoding), Request{URL: "http://bad.example/", Limit: limit}, news.CauseLarge)
	if most := int64(128 << 10); e.Trace.Wire > most || e.Trace.Wire == 0 {
		t.Errorf("%s: %d bytes were read, want at most %d of %d", encoding, e.Trace.Wire, most, len(body))
	}
}

// TestThreat41 unpacks bombs in each encoding.
func TestThreat41(t *testing.T) {
	t.Parallel()
	const size, limit = 8 << 20, 1 << 20
	checkBomb(t, zeros(t, size, byGzip), "gzip", limit)
	checkBomb(t, zeros(t, size, byGzip), "X-GZIP", limit)
	checkBomb(t, zeros(t, size, byZlib), "deflate", limit)
	checkBomb(t, zeros(t, size, byFlate), "deflate", limit)
	checkBomb(t, zeros(t, size, byBrotli), "br", limit)
}

// hostileDocuments writes the set of hostile documents, and gives its folder;
// "" where DATELINE_SHARED has no such tool.
func hostileDocuments(t *testing.T) string {
	t.Helper()
	tool := testkit.Shared(t, "tools", "hostile_documents.py")
	if tool == "" {
		return ""
	}
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "python3", tool, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// TestThreat41Documents serves the bombs of the set of hostile documents.
func TestThreat41Documents(t *testing.T) {
	t.Parallel()
	dir := hostileDocuments(t)
	if dir == "" {
		return
	}
	bomb, err := os.ReadFile(filepath.Join(dir, "bomb_512MiB.gz"))
	if err != nil {
		t.Fatal(err)
	}
	checkBomb(t, bomb, "gzip", 0)
	double, err := os.ReadFile(filepath.Join(dir, "bomb_double.gz"))
	if err != nil {
		t.Fatal(err)
	}
	_, e := get(t, encoded(t, double, "gzip, gzip"), Request{URL: "http://bad.example/"}, news.CauseEncoding)
	if e.Trace.Wire != 0 {
		t.Errorf("%d bytes were read of what is refused by its header", e.Trace.Wire)
	}
	resp, _ := get(t, encoded(t, double, "gzip"), Request{URL: "http://bad.example/"}, "")
	if !bytes.Equal(resp.Body, bomb) {
		t.Errorf("under one encoding: got %d bytes, want the inner layer as it is", len(resp.Body))
	}
}

// TestThreat42 refuses a second encoding, however it is written.
func TestThreat42(t *testing.T) {
	t.Parallel()
	once := zeros(t, 10, byGzip)
	for _, encodings := range [][]string{
		{"gzip, gzip"}, {"gzip", "gzip"}, {"gzip,br"}, {"identity, gzip, identity, deflate"}, {"zstd"}, {"gzip;q=1"}, {"compress"}, {"x-gzip,x-gzip"},
	} {
		get(t, encoded(t, once, encodings...), Request{URL: "http://bad.example/"}, news.CauseEncoding)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		encoding string
		body     []byte
		want     news.Cause
	}{
		{"gzip", zeros(t, 10, byGzip), ""},
		{"x-gzip, identity", zeros(t, 10, byGzip), ""},
		{"deflate", zeros(t, 10, byZlib), ""},
		{"deflate", zeros(t, 10, byFlate), ""},
		{"BR", zeros(t, 10, byBrotli), ""},
		{"identity", make([]byte, 10), ""},
		{"", make([]byte, 10), ""},
		{"gzip", zeros(t, 10, byGzip)[:15], news.CauseEncoding},
		{"gzip", []byte("plain text"), news.CauseEncoding},
		{"deflate", []byte("plain text"), news.CauseEncoding},
		{"br", []byte("plain text"), news.CauseEncoding},
		{"deflate", []byte("x"), news.CauseEncoding},
	} {
		resp, _ := get(t, encoded(t, test.body, test.encoding), Request{URL: "http://bad.example/"}, test.want)
		if resp != nil && (len(resp.Body) != 10 || resp.Trace.Wire != int64(len(test.body))) {
			t.Errorf("%s: got %d bytes out of %d, want 10 out of %d", test.encoding, len(resp.Body), resp.Trace.Wire, len(test.body))
		}
	}
	for _, encoding := range []string{"gzip", "br", "deflate", ""} {
		resp, _ := get(t, encoded(t, nil, encoding), Request{URL: "http://bad.example/"}, "")
		if len(resp.Body) != 0 {
			t.Errorf("%s: got %q out of nothing", encoding, resp.Body)
		}
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("good.example", text("0123456789"))
	c := newClient(t, web)
	get(t, c, Request{URL: "http://good.example/", Limit: 10}, "")
	get(t, c, Request{URL: "http://good.example/", Limit: 9}, news.CauseLarge)
}

// drip sends a byte every millisecond until the other side hangs up.
func drip(conn net.Conn) {
	for {
		if _, err := conn.Write([]byte("x")); err != nil {
			return
		}
		if err := conn.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
			return
		}
		if _, err := conn.Read(make([]byte, 64)); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}

// TestThreat43 reaches servers that are slow at each stage. A test that hangs has failed.
func TestThreat43(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, url string
		serve     func(net.Conn)
	}{
		{"the body", "http://bad.example/", func(conn net.Conn) {
			request(conn)
			say(conn, "HTTP/1.1 200 OK\r\n\r\n")
			drip(conn)
		}},
		{"the headers", "http://bad.example/", func(conn net.Conn) {
			request(conn)
			say(conn, "HTTP/1.1 200 OK\r\nX-A: ")
			drip(conn)
		}},
		{"nothing", "http://bad.example/", func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }},
		{"the handshake", "https://bad.example/", func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := raw(t, test.serve, func(c *Config) { c.Timeout = 50 * time.Millisecond })
			get(t, c, Request{URL: test.url}, news.CauseTimeout)
		})
	}
}

// TestThreat43Redirects gives all redirects together the time of one request.
func TestThreat43Redirects(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	asked := make(chan struct{}, 10)
	web.HandleFunc("slow.example", func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/next", http.StatusFound)
			return
		}
		<-r.Context().Done()
	})
	c := newClient(t, web, func(c *Config) { c.Timeout = 100 * time.Millisecond })
	get(t, c, Request{URL: "http://slow.example/"}, news.CauseTimeout)
	if got := len(asked); got > 2 {
		t.Errorf("got %d requests, want at most 2", got)
	}
}

// TestThreat44 sends headers without end.
func TestThreat44(t *testing.T) {
	t.Parallel()
	sent := make(chan int, 1)
	c := raw(t, func(conn net.Conn) {
		request(conn)
		say(conn, "HTTP/1.1 200 OK\r\n")
		line, n := []byte("X-A: "+strings.Repeat("a", 1000)+"\r\n"), 0
		for n < 60<<20 {
			if _, err := conn.Write(line); err != nil {
				break
			}
			n += len(line)
		}
		sent <- n
	})
	get(t, c, Request{URL: "http://bad.example/"}, news.CauseConnect)
	if got := <-sent; got >= 60<<20 {
		t.Errorf("all %d bytes were taken", got)
	}
}

// TestThreat45 sends early hints: a few are passed over, a hundred are not.
func TestThreat45(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]news.Cause{3: "", 20: "", 21: news.CauseConnect, 100: news.CauseConnect} {
		c := raw(t, func(conn net.Conn) {
			request(conn)
			say(conn, strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", n)+"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
		})
		get(t, c, Request{URL: "http://bad.example/"}, want)
	}
	c := raw(t, func(conn net.Conn) {
		request(conn)
		say(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx")
	})
	get(t, c, Request{URL: "http://bad.example/"}, news.StatusCause(http.StatusSwitchingProtocols))
}

// TestThreat46 lies about the length.
func TestThreat46(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, answer string
		want         news.Cause
		body         string
	}{
		{"short", "Content-Length: 2\r\n\r\nabcd", "", "ab"},
		{"long", "Content-Length: 9\r\n\r\nabcd", news.CauseConnect, ""},
		{"negative", "Content-Length: -1\r\n\r\nabcd", news.CauseConnect, ""},
		{"two", "Content-Length: 1\r\nContent-Length: 4\r\n\r\nabcd", news.CauseConnect, ""},
		{"none", "\r\nabcd", "", "abcd"},
		{"long and compressed", "Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n" + string(zeros(t, 9, byGzip)[:12]), news.CauseConnect, ""},
		{"cut chunks", "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n", news.CauseConnect, ""},
		{"broken chunks", "Transfer-Encoding: chunked\r\n\r\nx\r\nabcd\r\n", news.CauseConnect, ""},
		{"both", "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", "", "abcd"},
		{"huge", "Content-Length: 99999999999\r\n\r\n" + strings.Repeat("a", 2000), news.CauseLarge, ""},
	} {
		c := raw(t, func(conn net.Conn) {
			request(conn)
			say(conn, "HTTP/1.1 200 OK\r\n"+test.answer)
		})
		resp, _ := get(t, c, Request{URL: "http://bad.example/", Limit: 1000}, test.want)
		if resp != nil && string(resp.Body) != test.body {
			t.Errorf("%s: got %q, want %q", test.name, resp.Body, test.body)
		}
	}
}

// TestThreat46Endless sends chunks until it is hung up on, plain and as empty compressed members.
func TestThreat46Endless(t *testing.T) {
	t.Parallel()
	empty := zeros(t, 0, byGzip)
	for name, part := range map[string]string{
		"\r\n":                           strings.Repeat("a", 1000),
		"Content-Encoding: gzip\r\n\r\n": strings.Repeat(string(empty), 50),
	} {
		c := raw(t, func(conn net.Conn) {
			request(conn)
			say(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"+name)
			for {
				if _, err := fmt.Fprintf(conn, "%x\r\n%s\r\n", len(part), part); err != nil {
					return
				}
			}
		})
		_, e := get(t, c, Request{URL: "http://bad.example/", Limit: 100 << 10}, news.CauseLarge)
		if most := int64(100<<10 + wireSlack); e.Trace.Wire > most {
			t.Errorf("%q: %d bytes were read, want at most %d", name, e.Trace.Wire, most)
		}
	}
}
