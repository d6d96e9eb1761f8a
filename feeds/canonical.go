package feeds

import (
	"net/url"
	"slices"
	"strings"
)

// Canonical gives the form in which two links to the same article are equal:
// https for http, the host in small ASCII letters and without "www.", no
// default port, no credentials, no slash at the end, escapes written in one
// way, parameters in order and without those that only say which way a reader
// came, no fragment. It folds nothing else, so that two articles never get one
// form. What is no http or https address comes back as it is, without the
// white space around it. Canonical of what it gives is the same again.
func Canonical(address string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" {
		return address
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" {
		return address
	}
	host, err := asciiHost(u.Hostname())
	host = foldHost(host)
	if err != nil || host == "" {
		return address
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	out := "https://" + host + foldPath(u)
	if query := foldQuery(u.RawQuery); query != "" {
		out += "?" + query
	}
	// Programs that run in the page name their articles in the fragment.
	if fragment := u.EscapedFragment(); strings.HasPrefix(fragment, "!") || strings.HasPrefix(fragment, "/") {
		out += "#" + foldEscapes(fragment)
	}
	return out
}

// foldHost drops the dots at the end and "www." where a name of two parts or
// more is left.
func foldHost(host string) string {
	host = strings.TrimRight(host, ".")
	for strings.HasPrefix(host, "www.") && strings.Contains(host[4:], ".") {
		host = host[4:]
	}
	return host
}

func foldPath(u *url.URL) string {
	path := foldEscapes(u.EscapedPath())
	if strings.Contains(path, "/.") { // perhaps of parents
		if clean, err := url.JoinPath("/", path); err == nil {
			path = clean
		}
	}
	return strings.TrimRight(path, "/")
}

// foldEscapes writes escapes in large letters, and as the character itself
// what need not be escaped (RFC 3986, 6.2.2).
func foldEscapes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' || i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			b.WriteByte(s[i])
			continue
		}
		c := unhex(s[i+1])<<4 | unhex(s[i+2])
		if isUnreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper(s[i : i+3]))
		}
		i += 2
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}

// foldQuery orders the parameters by name, in the order given where a name
// comes twice, and drops those that track.
func foldQuery(query string) string {
	type parameter struct{ name, whole string }
	var kept []parameter
	for part := range strings.SplitSeq(query, "&") {
		part = foldEscapes(part)
		name, value, _ := strings.Cut(part, "=")
		if part != "" && !tracks(strings.ToLower(name), strings.ToLower(value)) {
			kept = append(kept, parameter{name, part})
		}
	}
	slices.SortStableFunc(kept, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	var b strings.Builder
	for i, p := range kept {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.whole)
	}
	return b.String()
}

// tracks reports whether a parameter only says which way a reader came.
func tracks(name, value string) bool {
	for _, prefix := range []string{"utm_", "at_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "guce_", "__hs", "_hs", "fb_action_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "wbraid", "gbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id",
		"igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "srsltid", "_ga", "_gl", "_openstat", "mibextid", "guccounter",
		"cmp", "cmpid", "cmp_id", "ocid", "ncid", "icid", "s_cid", "wt_mc", "wt.mc_id", "wtrid", "xtor", "ito",
		"ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee", "spm", "ftag", "vero_id", "vero_conv",
		"oly_enc_id", "oly_anon_id", "rb_clickid", "wickedid", "__twitter_impression", "traffic_source", "trk_msg", "trkcampaign":
		return true
	case "from", "src", "source", "ref", "partner", "medium", "via", "referrer":
		return isChannel(value)
	}
	return false
}

// isChannel reports whether a value names a way to an article, no part of it.
func isChannel(value string) bool {
	switch value {
	case "rss", "rss1", "rss2", "rss2.0", "rssfeed", "rss_feed", "rss-feed", "feed", "feeds", "feedburner", "atom", "newsletter",
		"twitter", "facebook", "email", "push", "social":
		return true
	}
	return false
}
