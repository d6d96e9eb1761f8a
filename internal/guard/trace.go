package guard

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"net/textproto"
	"slices"
	"sync"
	"time"
)

// trace is a [Trace] while it is made. Connections are made on goroutines of
// [net/http.Transport], which may outlive the request by a moment.
type trace struct {
	mu    sync.Mutex
	began time.Time
	now   func() time.Time
	hints int // answers before the answer (1xx)
	Trace
}

// maxHints is how many answers of status 1xx a whole request with its redirects may have.
const maxHints = 20

type traceKey struct{}

func record(ctx context.Context, set func(*trace)) {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		t.record(set)
	}
}

func (t *trace) record(set func(*trace)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	set(t)
}

func (t *trace) since() time.Duration { return t.now().Sub(t.began) }

// done gives the trace as it is now.
func (t *trace) done() Trace {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Done = t.since()
	whole := t.Trace
	whole.Redirects = slices.Clone(whole.Redirects)
	return whole
}

// hooks note what the transport does for one request.
func (t *trace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			conn := info.Conn
			if secure, ok := conn.(*tls.Conn); ok {
				conn = secure.NetConn()
			}
			if checked, ok := conn.(*checkedConn); ok {
				t.record(func(t *trace) { t.Address = checked.to })
			}
		},
		Got1xxResponse: func(int, textproto.MIMEHeader) (err error) {
			t.record(func(t *trace) {
				if t.hints++; t.hints > maxHints {
					err = errConnection
				}
			})
			return err
		},
		GotFirstResponseByte: func() { t.record(func(t *trace) { t.FirstByte = t.since() }) },
	}
}
