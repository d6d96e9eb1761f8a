package guard

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"dateline/news"
)

// What goes wrong besides [ErrNotAllowed]. Errors of other packages hold what
// servers say (a banner, a certificate's names), so the log gets these.
var (
	errName       = errors.New("name: not found")
	errConnection = errors.New("connection: broken")
	errTLS        = errors.New("certificate: not accepted, or no TLS")
	errTimeout    = errors.New("time: over")
	errRedirects  = errors.New("redirects: too many, or to where it is not allowed")
	errLarge      = errors.New("size: over the limit")
	errEncoding   = errors.New("content encoding: not read")
	errRobots     = errors.New("robots.txt: asks not to")
	errRequest    = errors.New("request: not possible")
)

// failure says why a fetch ended, in an error of ours.
func failure(ctx context.Context, err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	cause, text := causeOf(ctx, err)
	return &Error{Cause: cause, Err: text}
}

func causeOf(ctx context.Context, err error) (news.Cause, error) {
	switch {
	case errors.Is(err, ErrNotAllowed):
		return news.CauseAddress, ErrNotAllowed
	case errors.Is(context.Cause(ctx), errTimeout):
		return news.CauseTimeout, errTimeout
	case ctx.Err() != nil:
		return news.CauseTimeout, ctx.Err()
	case errors.Is(err, errName) && !isTimeout(err):
		return news.CauseName, errName
	case isTimeout(err):
		return news.CauseTimeout, errTimeout
	case isTLS(err):
		return news.CauseCertificate, errTLS
	}
	for _, known := range ownCauses {
		if errors.Is(err, known.err) {
			return known.cause, known.err
		}
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return news.CauseConnect, errno
	}
	return news.CauseConnect, errConnection
}

// ownCauses are the errors that nothing more is to be asked about.
var ownCauses = []struct {
	err   error
	cause news.Cause
}{
	{errTimeout, news.CauseTimeout},
	{errRedirects, news.CauseRedirects},
	{errLarge, news.CauseLarge},
	{errEncoding, news.CauseEncoding},
	{errRobots, news.CauseRobots},
	{errRequest, news.CauseInternal},
}

func isTimeout(err error) bool {
	netErr, ok := errors.AsType[net.Error](err)
	return ok && netErr.Timeout() || errors.Is(err, os.ErrDeadlineExceeded)
}

// isTLS also knows the errors of a connection through a proxy, where
// [http.Transport] speaks TLS by itself.
func isTLS(err error) bool {
	if errors.Is(err, errTLS) {
		return true
	}
	_, wrong := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	return wrong || record || alert || host
}

// refusal is the error for a status that brings no body to read.
func refusal(status int, h http.Header, now time.Time) *Error {
	return &Error{Cause: news.StatusCause(status), Status: status, RetryAfter: retryAfter(h, now)}
}
