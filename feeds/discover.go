package feeds

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

const (
	maxFeeds   = 10   // of a page
	maxAddress = 2000 // bytes
)

// feedKind has the types that feeds are declared by.
var feedKind = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true, "application/feed+json": true,
	"application/x-rss+xml": true, "application/x.atom+xml": true, "text/rss+xml": true, "text/atom+xml": true, "text/rss": true,
}

// vagueKind has types that declare feeds as well as other things.
var vagueKind = map[string]bool{"application/xml": true, "text/xml": true, "application/json": true, "": true}

var (
	// feedPath finds paths that look like a feed's: /feed, /rss.xml, /blog/atom, /news.rss.
	feedPath = regexp.MustCompile(`(?i)(?:^|/)(?:feeds?|rss|atom|rdf)(?:$|/$|/[\w./-]*$|[._-]?\w*\.(?:xml|rss|rdf|json|php|aspx?)$|\d*$)|\.(?:rss|atom|rdf)$|/(?:index|feed|rss|atom)\.(?:xml|json|rdf)$`)
	feedHost = regexp.MustCompile(`(?i)^(?:feeds?|rss)\d?\.`)
	// ofComments finds feeds of readers' comments.
	ofComments = regexp.MustCompile(`(?i)comment|kommentar|commentaire|comentario|комментар`)
)

// feeds gives the addresses of the page's feeds: those that it declares, else
// those that it links to and that look like feeds.
func (s *pageScan) feeds(address string) []string {
	page, err := url.Parse(address)
	if err != nil || !isWebURL(page) {
		return nil
	}
	if found := s.pick(page, s.links, isDeclared); len(found) > 0 {
		return found
	}
	return s.pick(page, s.anchors, looksLikeFeed)
}

// pick gives the addresses of the links that are feeds, the best first: of the
// same host, then no comments, then in the page's order.
func (s *pageScan) pick(page *url.URL, links []pageLink, isFeed func(pageLink, *url.URL) bool) []string {
	type candidate struct {
		address string
		rank    int
	}
	var found []candidate
	for _, l := range links {
		u := s.resolve(page, l.href)
		if u == nil || !isFeed(l, u) {
			continue
		}
		rank := 0
		if ofComments.MatchString(l.title) || ofComments.MatchString(u.Path) {
			rank += 2
		}
		if !sameHost(u, page) {
			rank++
		}
		c := candidate{addressOf(u), rank}
		if !slices.ContainsFunc(found, func(f candidate) bool { return f.address == c.address }) {
			found = append(found, c)
		}
		if len(found) == maxFeeds*10 {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	var addresses []string
	for _, c := range found[:min(len(found), maxFeeds)] {
		addresses = append(addresses, c.address)
	}
	return addresses
}

func isDeclared(l pageLink, u *url.URL) bool {
	kind, _, _ := strings.Cut(l.kind, ";")
	kind = strings.TrimSpace(kind)
	switch {
	case hasRel(l.rel, "stylesheet"), hasRel(l.rel, "icon"):
		return false
	case hasRel(l.rel, "feed"):
		return true
	case !hasRel(l.rel, "alternate"):
		return false
	case feedKind[kind]:
		return true
	}
	return vagueKind[kind] && kind != "" && looksLikeFeed(l, u)
}

func looksLikeFeed(_ pageLink, u *url.URL) bool {
	return feedPath.MatchString(u.Path) || feedHost.MatchString(u.Host) && strings.Trim(u.Path, "/") != ""
}

// resolve gives an absolute address for one that the page names, by its base
// element if it has one; nil for what is no http or https address, or carries
// credentials.
func (s *pageScan) resolve(page *url.URL, href string) *url.URL {
	base := page
	if b, err := page.Parse(strings.TrimSpace(s.base)); err == nil && s.base != "" && isWebURL(b) {
		base = b
	}
	if len(href) >= maxPageValue {
		return nil // it was cut off
	}
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil || !isWebURL(u) || u.User != nil || addressOf(u) == "" {
		return nil
	}
	return u
}

// WellKnown gives addresses at which sites keep a feed that their pages do not
// name, in the order in which to try them: below the page's own folder, then
// at the root of the site. It gives nil for what is no http or https address.
func WellKnown(address string) []string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !isWebURL(u) {
		return nil
	}
	var addresses []string
	for _, folder := range []string{pageFolder(u.Path), "/"} {
		for _, name := range []string{"feed", "rss.xml", "atom.xml", "feed.xml", "index.xml"} {
			found := addressOf(&url.URL{Scheme: strings.ToLower(u.Scheme), Host: u.Host, Path: path.Join(folder, name)})
			if found != "" && !slices.Contains(addresses, found) {
				addresses = append(addresses, found)
			}
		}
	}
	return addresses
}

// pageFolder gives the folder of a page's path.
func pageFolder(p string) string {
	p = path.Clean("/" + p)
	if strings.Contains(path.Base(p), ".") {
		p = path.Dir(p)
	}
	return p
}
