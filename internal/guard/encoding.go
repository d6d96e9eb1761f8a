package guard

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

// acceptEncoding is what decoded reads.
const acceptEncoding = "gzip, deflate, br"

// wireSlack is how many bytes more than the decoded limit may come over the
// wire: compression that makes things larger ends somewhere.
const wireSlack = 64 << 10

// wire counts the bytes of a body as they come, and keeps what broke the
// connection apart from what is wrong with the encoding.
type wire struct {
	from    io.Reader
	n, most int64
	err     error
}

// Read implements [io.Reader].
func (w *wire) Read(p []byte) (int, error) {
	if w.n >= w.most {
		w.err = errLarge
		return 0, errLarge
	}
	n, err := w.from.Read(p[:min(int64(len(p)), w.most-w.n)])
	w.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err //nolint:wrapcheck // an io.Reader passes io.EOF on as it is
}

// readBody decodes a body of at most limit bytes. Where cut is set, a longer
// one is cut there, elsewhere it is errLarge.
func readBody(h http.Header, w *wire, limit int64, cut bool) ([]byte, error) {
	from, err := decoded(h, w)
	if err != nil {
		return nil, w.reason(err)
	}
	data, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case int64(len(data)) > limit && cut:
		return data[:limit], nil
	case int64(len(data)) > limit:
		return nil, errLarge
	case err != nil:
		return nil, w.reason(err)
	}
	return data, nil
}

// reason is what stopped the reading: the connection, or else the encoding.
func (w *wire) reason(error) error {
	if w.err != nil {
		return w.err
	}
	return errEncoding
}

// decoded undoes the content encoding. A second layer is refused: nobody
// compresses twice but to make something small very large.
func decoded(h http.Header, from io.Reader) (io.Reader, error) {
	encoding, ok := oneEncoding(h)
	if !ok {
		return nil, errEncoding
	}
	if encoding == "" {
		return from, nil
	}
	buffered := bufio.NewReader(from)
	start, err := buffered.Peek(2)
	if len(start) == 0 && errors.Is(err, io.EOF) {
		return buffered, nil
	}
	switch encoding {
	case "gzip":
		return gzip.NewReader(buffered)
	case "br":
		return brotli.NewReader(buffered), nil
	default:
		return inflate(buffered, start)
	}
}

// inflate reads "deflate", which is zlib's format (RFC 9110, 8.4.1.2) and
// without its header in the hands of some servers.
func inflate(from io.Reader, start []byte) (io.Reader, error) {
	if len(start) == 2 && start[0]&0x0f == 8 && (int(start[0])<<8|int(start[1]))%31 == 0 {
		return zlib.NewReader(from)
	}
	return flate.NewReader(from), nil
}

// oneEncoding gives the content encoding: "gzip", "br", "deflate", or "" for
// none. It is not ok if there are several, or another one.
func oneEncoding(h http.Header) (encoding string, ok bool) {
	for _, line := range h.Values("Content-Encoding") {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "x-")
			switch name {
			case "", "identity":
				continue
			case "gzip", "br", "deflate":
			default:
				return "", false
			}
			if encoding != "" {
				return "", false
			}
			encoding = name
		}
	}
	return encoding, true
}
