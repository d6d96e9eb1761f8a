package guard

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"code.dny.dev/ssrf"
)

// neverReached lists what no configuration can open: the networks of one link,
// where clouds keep their metadata services, the metadata services elsewhere,
// and addresses that stand for another one, by which any of these could be
// named anew. NAT64's own prefix is not among them: see [policy.permits].
var neverReached = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),              // this machine, for many systems (RFC 1122)
	netip.MustParsePrefix("169.254.0.0/16"),         // link-local (RFC 3927): metadata of most clouds
	netip.MustParsePrefix("100.100.100.200/32"),     // Alibaba's metadata
	netip.MustParsePrefix("168.63.129.16/32"),       // Azure's wire server, in a public range
	netip.MustParsePrefix("192.0.0.192/32"),         // Oracle's metadata
	netip.MustParsePrefix("224.0.0.0/4"),            // multicast
	netip.MustParsePrefix("255.255.255.255/32"),     // broadcast
	netip.MustParsePrefix("::/128"),                 // this machine
	netip.MustParsePrefix("fe80::/10"),              // link-local
	netip.MustParsePrefix("fec0::/10"),              // site-local, deprecated (RFC 3879)
	netip.MustParsePrefix("ff00::/8"),               // multicast
	netip.MustParsePrefix("fd00:ec2::/32"),          // Amazon's metadata, time and name services
	netip.MustParsePrefix("fd20:ce::254/128"),       // Google's metadata
	netip.MustParsePrefix("fd00:c1::a9fe:a9fe/128"), // Oracle's metadata
	netip.MustParsePrefix("fd00:42::42/128"),        // Scaleway's metadata
	netip.MustParsePrefix("fd00:a9fe:a9fe::1/128"),  // Akamai's metadata
	netip.MustParsePrefix("::ffff:0:0/96"),          // IPv4-mapped: unmapped before it is asked for
	netip.MustParsePrefix("::ffff:0:0:0/96"),        // IPv4-translated (RFC 2765)
	netip.MustParsePrefix("64:ff9b:1::/48"),         // local NAT64 (RFC 8215)
	netip.MustParsePrefix("2001::/32"),              // Teredo (RFC 4380)
	netip.MustParsePrefix("2002::/16"),              // 6to4 (RFC 3056)
}

// compatible is the deprecated range of IPv4-compatible addresses (RFC 4291,
// 2.5.5.1), of which ::1 alone means itself.
func compatible() netip.Prefix { return netip.PrefixFrom(netip.IPv6Unspecified(), 96) }

// translated reports whether a is an address of NAT64 (RFC 6052), and which one is within.
func translated(a netip.Addr) (inner netip.Addr, ok bool) {
	bytes := a.As16()
	ok = a.Is6() && [12]byte(bytes[:12]) == [12]byte{0x00, 0x64, 0xff, 0x9b}
	return netip.AddrFrom4([4]byte(bytes[12:])), ok
}

func never(a netip.Addr) bool {
	if a.Zone() != "" || compatible().Contains(a) && a != netip.IPv6Loopback() {
		return true
	}
	return slices.ContainsFunc(neverReached, func(p netip.Prefix) bool { return p.Contains(a) })
}

// policy says where the client may connect to.
type policy struct {
	public *ssrf.Guardian
	allow  []Allowed
}

func newPolicy(allow []Allowed) policy {
	return policy{public: ssrf.New(), allow: allow}
}

// permits reports whether an address may be dialled.
func (p policy) permits(to netip.AddrPort) bool {
	a := to.Addr().Unmap()
	if !a.IsValid() || never(a) {
		return false
	}
	if inner, ok := translated(a); ok {
		// The translator connects to the address within, and only the host
		// knows that there is one.
		return p.allows(a, to.Port()) && p.permits(netip.AddrPortFrom(inner, to.Port()))
	}
	return p.allows(a, to.Port()) || webPort(to.Port()) && p.public.SafeAddr(a) == nil
}

func (p policy) allows(a netip.Addr, port uint16) bool {
	return slices.ContainsFunc(p.allow, func(e Allowed) bool { return e.opens(port) && e.Prefix.Contains(a) })
}

// opensPort reports whether there can be an address with that port.
func (p policy) opensPort(port uint16) bool {
	return webPort(port) || slices.ContainsFunc(p.allow, func(e Allowed) bool { return e.opens(port) })
}

func (a Allowed) opens(port uint16) bool {
	return port != 0 && (a.Port == port || a.Port == 0 && webPort(port))
}

func webPort(port uint16) bool { return port == 80 || port == 443 }

// ParseAllow reads FETCH_ALLOW: entries "CIDR[:port]" separated by commas,
// IPv6 with a port in brackets ("[fd00::/8]:8080"); a single address stands
// for itself. An entry of which everything can never be reached is refused; a
// wider one does not open that part.
func ParseAllow(text string) ([]Allowed, error) {
	var list []Allowed
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		a, err := parseAllowed(entry)
		if err != nil {
			return nil, fmt.Errorf("address that may be reached %q: %w", entry, err)
		}
		list = append(list, a)
	}
	return list, nil
}

func parseAllowed(entry string) (Allowed, error) {
	network, portText, hasPort := splitPort(entry)
	var a Allowed
	if hasPort {
		port, err := strconv.ParseUint(portText, 10, 16)
		if err != nil || port == 0 {
			return Allowed{}, fmt.Errorf("port %q: want 1 to 65535", portText)
		}
		a.Port = uint16(port)
	}
	prefix, err := parsePrefix(network)
	if err != nil {
		return Allowed{}, fmt.Errorf("network %q: want an address or address/bits", network)
	}
	if prefix.Addr().Is4In6() {
		return Allowed{}, fmt.Errorf("network %q: write it as IPv4", network)
	}
	a.Prefix = prefix.Masked()
	if neverAtAll(a.Prefix) {
		return Allowed{}, fmt.Errorf("network %q: link-local, metadata and translated addresses can never be allowed", network)
	}
	return a, nil
}

// splitPort parts "network:port", where an IPv6 network has brackets.
func splitPort(entry string) (network, port string, hasPort bool) {
	if inner, ok := strings.CutPrefix(entry, "["); ok {
		network, rest, closed := strings.Cut(inner, "]")
		port, hasPort = strings.CutPrefix(rest, ":")
		if !closed || rest != "" && !hasPort {
			return entry, "", false
		}
		return network, port, hasPort
	}
	if strings.Count(entry, ":") == 1 {
		return strings.Cut(entry, ":")
	}
	return entry, "", false
}

func parsePrefix(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, fmt.Errorf("address %q", text)
	}
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// neverAtAll reports whether nothing of a network can be reached.
func neverAtAll(p netip.Prefix) bool {
	within := func(outer netip.Prefix) bool { return outer.Bits() <= p.Bits() && outer.Contains(p.Addr()) }
	return slices.ContainsFunc(neverReached, within) || within(compatible()) && !p.Contains(netip.IPv6Loopback())
}
