package guard

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// maxAddresses is how many of a host's addresses are tried.
const maxAddresses = 4

// dialler connects to a host by an address that was checked, never by its name.
type dialler struct {
	policy  policy
	resolve Resolver
	dial    DialFunc
	patient time.Duration // for one address
}

// checkedConn is a connection that knows where it leads to.
type checkedConn struct {
	net.Conn
	to netip.AddrPort
}

// liveKey is the key of the request's own context. [http.Transport] lets a
// dial go on when its request is over; here it ends with it.
type liveKey struct{}

func live(ctx context.Context) context.Context {
	if own, ok := ctx.Value(liveKey{}).(context.Context); ok {
		return own
	}
	return ctx
}

// dialHost is for [http.Transport].DialContext.
func (d dialler) dialHost(ctx context.Context, network, address string) (net.Conn, error) {
	ctx = live(ctx)
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, ErrNotAllowed
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, ErrNotAllowed
	}
	found, err := d.addresses(ctx, host, uint16(port))
	if err != nil {
		return nil, err
	}
	record(ctx, func(t *trace) { t.Resolved = t.since() })
	return d.connect(ctx, network, found)
}

func (d dialler) connect(ctx context.Context, network string, found []netip.AddrPort) (net.Conn, error) {
	var last error
	for _, to := range found {
		conn, err := d.one(ctx, network, to)
		if err == nil {
			record(ctx, func(t *trace) { t.Connected = t.since() })
			return &checkedConn{Conn: conn, to: to}, nil
		}
		if last = err; ctx.Err() != nil {
			break
		}
	}
	return nil, fmt.Errorf("%w: %w", errConnection, last)
}

func (d dialler) one(ctx context.Context, network string, to netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, d.patient)
	defer cancel()
	return d.dial(ctx, network, to.String())
}

// dialTLS is for [http.Transport].DialTLSContext.
func (d dialler) dialTLS(config *tls.Config) DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx = live(ctx)
		plain, err := d.dialHost(ctx, network, address)
		if err != nil {
			return nil, err
		}
		own := config.Clone()
		own.ServerName, _, _ = net.SplitHostPort(address) // dialHost has split it
		conn := tls.Client(plain, own)
		if err := conn.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(errTLS, err, plain.Close())
		}
		return conn, nil
	}
}

// addresses gives those of a host, IPv4 first: where one of the two networks
// does not work, that is the other. It fails if any one may not be dialled: a
// host that names an inner address among its own is not to be trusted.
func (d dialler) addresses(ctx context.Context, host string, port uint16) ([]netip.AddrPort, error) {
	name, ip, ok := hostOf(host)
	if !ok {
		return nil, ErrNotAllowed
	}
	var found []netip.Addr
	switch {
	case ip.IsValid():
		found = []netip.Addr{ip}
	case target{host: name}.loopbackName():
		return d.loopback(port)
	default:
		var err error
		if found, err = d.resolve.LookupNetIP(ctx, "ip", name); err != nil {
			return nil, fmt.Errorf("%w: %w", errName, err)
		}
	}
	if len(found) == 0 {
		return nil, errName
	}
	checked := make([]netip.AddrPort, len(found))
	for i, a := range found {
		checked[i] = netip.AddrPortFrom(a.Unmap(), port)
		if !d.policy.permits(checked[i]) {
			return nil, ErrNotAllowed
		}
	}
	slices.SortStableFunc(checked, func(a, b netip.AddrPort) int {
		return cmp.Compare(a.Addr().BitLen(), b.Addr().BitLen())
	})
	return checked[:min(len(checked), maxAddresses)], nil
}

// loopback gives this machine's addresses, as far as the host allows them.
func (d dialler) loopback(port uint16) ([]netip.AddrPort, error) {
	all := []netip.AddrPort{
		netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port), netip.AddrPortFrom(netip.IPv6Loopback(), port),
	}
	all = slices.DeleteFunc(all, func(to netip.AddrPort) bool { return !d.policy.permits(to) })
	if len(all) == 0 {
		return nil, ErrNotAllowed
	}
	return all, nil
}

// machineDial is the dialler of a client that was given none. It asks the
// policy once more about the address that the system is about to connect to.
func (p policy) machineDial() DialFunc {
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !p.permits(to) {
			return ErrNotAllowed
		}
		return nil
	}}
	return dialer.DialContext
}
