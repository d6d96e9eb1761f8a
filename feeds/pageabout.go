package feeds

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dateline/wire/formats"
)

// about gives what the page says about itself, and its feeds.
func (s *pageScan) about(address string) Page {
	said := s.linkedData()
	return Page{
		Address: webAddress(address),
		Title:   s.withoutSite(firstOf(s.metaLine("og:title"), said.title, s.heading, s.title, s.metaLine("twitter:title"))),
		Language: firstOf(formats.LanguageTag(s.language), formats.LanguageTag(s.meta["content-language"]), formats.LanguageTag(s.meta["og:locale"]),
			formats.LanguageTag(s.meta["language"]), formats.LanguageTag(said.language)),
		Published: pageTime(s.meta["article:published_time"], s.meta["og:published_time"], s.meta["datepublished"], said.published,
			s.meta["parsely-pub-date"], s.meta["sailthru.date"], s.meta["pubdate"], s.meta["publishdate"], s.meta["publication_date"],
			s.meta["dc.date.issued"], s.meta["dcterms.created"], s.meta["dc.date"], s.meta["date"], s.time),
		Canonical: s.canonical(address),
		Feeds:     s.feeds(address),
	}
}

func (s *pageScan) metaLine(name string) string {
	return pageLine(html.UnescapeString(s.meta[name]), maxPageTitle)
}

// withoutSite cuts off the name of the site that many titles end in.
func (s *pageScan) withoutSite(title string) string {
	site := s.metaLine("og:site_name")
	short, ok := strings.CutSuffix(title, site)
	if !ok || site == "" {
		return title
	}
	for _, mark := range []string{" | ", " - ", " – ", " — ", " · ", " » ", " :: "} {
		if whole, ok := strings.CutSuffix(short, mark); ok && whole != "" {
			return strings.TrimSpace(whole)
		}
	}
	return title
}

// linkedData is what a page says in JSON-LD.
type linkedData struct{ title, published, language string }

// ldArticle matches the types of schema.org that are articles.
var ldArticle = regexp.MustCompile(`(?:Article|Posting|Report|Blog)$`)

// linkedData reads the first article of the page's JSON-LD.
func (s *pageScan) linkedData() linkedData {
	for _, text := range s.data {
		var value any
		if formats.DeepLine(text, maxDepth) > 0 || json.Unmarshal([]byte(strings.TrimSpace(text)), &value) != nil {
			continue
		}
		if found, ok := articleOf(value); ok {
			return found
		}
	}
	return linkedData{}
}

// articleOf gives the first object that is an article, of a value, a list, or a graph.
func articleOf(value any) (linkedData, bool) {
	switch v := value.(type) {
	case []any:
		for _, each := range v {
			if found, ok := articleOf(each); ok {
				return found, true
			}
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			return linkedData{pageLine(html.UnescapeString(ldText(v["headline"])), maxPageTitle), ldText(v["datePublished"]), ldText(v["inLanguage"])}, true
		}
		for _, name := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if found, ok := articleOf(v[name]); ok {
				return found, true
			}
		}
	}
	return linkedData{}, false
}

func isArticle(kind any) bool {
	switch k := kind.(type) {
	case string:
		return ldArticle.MatchString(k)
	case []any:
		for _, each := range k {
			if isArticle(each) {
				return true
			}
		}
	}
	return false
}

func ldText(value any) string {
	text, _ := value.(string)
	return text
}

// pageTimeForms are the forms of time that pages use for machines.
var pageTimeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04:05.000Z0700",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
	time.RFC1123Z, time.RFC1123, "2006-01-02", "20060102T150405Z0700", "20060102",
}

// pageTime gives the first of the times that can be read, in UTC; zero if none
// can. One without a zone is taken for UTC.
func pageTime(values ...string) time.Time {
	for _, v := range values {
		v = strings.TrimSpace(v)
		if v == "" || len(v) > 60 {
			continue
		}
		for _, form := range pageTimeForms {
			if at, err := time.Parse(form, v); err == nil && at.Year() > 1980 && at.Year() < 2200 {
				return at.UTC()
			}
		}
	}
	return time.Time{}
}

// canonical gives the address that the page has by its own word, where that is
// on the same host. One that names the site's front instead of the page is a
// mistake that many sites make, and would make all their pages one.
func (s *pageScan) canonical(address string) string {
	page, err := url.Parse(address)
	if err != nil || !isWebURL(page) {
		return ""
	}
	for _, l := range s.links {
		if !hasRel(l.rel, "canonical") {
			continue
		}
		u := s.resolve(page, l.href)
		if u == nil || !sameHost(u, page) || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && strings.Trim(page.Path, "/") != "" {
			return ""
		}
		return addressOf(u)
	}
	return ""
}

// sameHost reports whether two addresses are of one host and port.
func sameHost(a, b *url.URL) bool {
	return strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

// portOf gives a port that is not the scheme's own.
func portOf(u *url.URL) string {
	if port := u.Port(); port != "80" && port != "443" {
		return port
	}
	return ""
}

func hasRel(rel, want string) bool {
	for each := range strings.FieldsSeq(rel) {
		if each == want {
			return true
		}
	}
	return false
}
