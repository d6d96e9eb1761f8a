package guard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	robotsLimit  = 500 << 10      // bytes that are read of one (RFC 9309, 2.5)
	robotsKept   = 24 * time.Hour // RFC 9309, 2.4
	robotsFailed = 5 * time.Minute
	robotsHosts  = 500      // that are kept
	robotsText   = 64 << 10 // bytes of rules that are kept of one
	robotsLine   = 1 << 10  // bytes of one rule
	robotsStars  = 4        // wildcards in one rule
	robotsRules  = 200      // rules with wildcards, each a compiled pattern while it is asked
	bom          = "\ufeff"
)

// robots knows the robots.txt of the hosts that pages were read from of late.
// They are asked for without credentials, so that they are the same for everyone.
type robots struct {
	mu    sync.Mutex
	hosts map[string]*robotsHost
}

// robotsHost is what one host's robots.txt says. Whoever holds turn may read
// and write it, so that it is asked for once.
type robotsHost struct {
	turn chan struct{} // one token

	fresh time.Time // until when the rest holds
	rules []byte    // what tidyRobots left; parsed anew when it is asked, as that takes far less memory
	err   *Error    // why it could not be had, if that is no permission
}

func newRobots() *robots { return &robots{hosts: map[string]*robotsHost{}} }

// ask fails if the host of a page asks not to fetch it, or cannot be asked.
func (r *robots) ask(ctx context.Context, f *fetch, page target) error {
	h := r.host(page.url.Scheme+"://"+page.url.Host, f.client.now())
	if err := h.take(ctx, f.budget); err != nil {
		return err
	}
	defer func() { h.turn <- struct{}{} }()
	if now := f.client.now(); !h.fresh.After(now) {
		if err := h.load(ctx, f, page); err != nil {
			return err
		}
	}
	if h.err != nil {
		again := *h.err
		return &again
	}
	if !robotsPermit(h.rules, product(f.client.agent), page.url) {
		return errRobots
	}
	return nil
}

// take waits for the turn, as in a host's queue: somebody may be loading.
func (h *robotsHost) take(ctx context.Context, b *budget) error {
	b.pause()
	defer b.run()
	select {
	case <-h.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// host gives a host's entry, and makes room for a new one.
func (r *robots) host(key string, now time.Time) *robotsHost {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.hosts[key]
	if h == nil {
		if len(r.hosts) >= robotsHosts {
			r.makeRoom(now)
		}
		h = &robotsHost{turn: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		r.hosts[key] = h
	}
	return h
}

// makeRoom forgets what is no longer true, and else any one: who is asked for
// again is loaded again. Those who hold a forgotten one finish with it.
func (r *robots) makeRoom(now time.Time) {
	var last string
	for key, h := range r.hosts {
		select {
		case <-h.turn:
			stale := !h.fresh.After(now)
			h.turn <- struct{}{}
			if stale {
				delete(r.hosts, key)
			}
		default:
		}
		last = key
	}
	if len(r.hosts) >= robotsHosts {
		delete(r.hosts, last)
	}
}

// load fetches a robots.txt within the time of the page's own request. None
// (4xx) is permission, a broken server is not (RFC 9309, 2.3.1). It fails
// where nothing can be said of the host at all: then the page fails so.
func (h *robotsHost) load(ctx context.Context, f *fetch, page target) error {
	own := &fetch{
		Request: Request{URL: page.url.Scheme + "://" + page.url.Host + "/robots.txt", Limit: robotsLimit},
		client:  f.client, budget: f.budget, cut: true, trace: &trace{began: f.trace.began, now: f.client.now},
	}
	resp, err := own.run(own.context(ctx))
	now := f.client.now()
	if err == nil {
		h.rules, h.err, h.fresh = tidyRobots(resp.Body), nil, now.Add(robotsKept)
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("robots.txt: %w", err)
	}
	e := failure(ctx, err)
	switch {
	case errors.Is(e, errRedirects), errors.Is(e, ErrNotAllowed), errors.Is(e, errEncoding), e.Status >= 300 && e.Status < 500 && e.Status != http.StatusTooManyRequests:
		h.rules, h.err, h.fresh = nil, nil, now.Add(robotsKept)
	default:
		h.rules, h.err, h.fresh = nil, e, now.Add(max(robotsFailed, e.RetryAfter))
	}
	return nil
}

// robotsPermit asks the rules about a page.
func robotsPermit(rules []byte, agent string, page *url.URL) bool {
	data, err := robotstxt.FromBytes(rules)
	if err != nil {
		return true // tidyRobots leaves nothing that is an error
	}
	path := page.EscapedPath()
	if path == "" {
		path = "/"
	}
	if page.RawQuery != "" {
		path += "?" + page.RawQuery
	}
	return data.TestAgent(path, agent)
}

// product is the name by which rules are addressed to us (RFC 9309, 2.2.1).
func product(agent string) string {
	name, _, _ := strings.Cut(agent, "/")
	name, _, _ = strings.Cut(name, " ")
	return name
}

// tidyRobots keeps the lines of a robots.txt that say who may fetch what, in
// plain form: the parser gives up on the whole text for one line that it does
// not know, and turns every wildcard into a regular expression. Rules beyond
// our bounds are left out.
func tidyRobots(text []byte) []byte {
	var out bytes.Buffer
	agents, stars := false, 0
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(text), bom), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), robotsValue(value)
		isAgent := key == "user-agent"
		if !ok || len(value) > robotsLine || !isAgent && (!agents || key != "allow" && key != "disallow") {
			continue
		}
		agents = agents || isAgent && value != ""
		if !isAgent && strings.ContainsAny(value, "*$") {
			if stars++; stars > robotsRules || strings.Count(value, "*") > robotsStars {
				continue
			}
		}
		if out.Len()+len(key)+len(value) > robotsText {
			break
		}
		fmt.Fprintf(&out, "%s: %s\n", key, value)
	}
	return out.Bytes()
}

// robotsValue gives a value in one word: spaces end it, and what is no ASCII is
// escaped, as it is in the address of a page.
func robotsValue(value string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(value), " ")
	var out strings.Builder
	for i := range len(word) {
		switch b := word[i]; {
		case b >= 0x80:
			fmt.Fprintf(&out, "%%%02X", b)
		case b > ' ' && b < 0x7f:
			out.WriteByte(b)
		}
	}
	clean := out.String()
	for strings.Contains(clean, "**") {
		clean = strings.ReplaceAll(clean, "**", "*")
	}
	return clean
}
