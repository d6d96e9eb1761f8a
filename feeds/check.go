package feeds

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"dateline/internal/guard"
	"dateline/news"
)

// Checked is how far a check of an address came, stage by stage. What it did
// not come to is zero.
type Checked struct {
	Kind    news.SourceKind
	Address string // that would be polled, as it may be shown
	Format  string // "RSS 2.0", say; "" of a page

	Resolved, Connected, FirstByte, Done time.Duration // since the fetch began
	Redirects                            []string      // as they may be shown
	Moved                                string        // where it permanently redirects to, as it may be shown
	Status                               int
	Type, Charset                        string // as the server or the document says
	Bytes                                int
	Repairs                              []string // what was wrong with the document and put right

	Title   string
	Items   int
	Newest  *news.Raw // the newest item, completed from its page where it is cut short
	Length  int       // of its text, in characters
	Cut     bool      // the source gives only a part of its text
	Waiting time.Time // it asks not to be polled before

	Cause news.Cause // why it went no further; "" where it did
}

// Check goes from an address to the text that would be digested, as a poll
// would, and stores nothing.
func Check(ctx context.Context, fetcher guard.Fetcher, address string, now time.Time) Checked {
	f, err := find(ctx, fetcher, address)
	if err != nil {
		return failedCheck(address, err)
	}
	out := Checked{
		Kind: f.kind, Address: shown(f.address), Status: f.response.Status, Type: f.response.Type, Charset: f.charset,
		Bytes: f.bytes, Moved: shown(f.response.Moved), Waiting: f.response.NotBefore,
	}
	out.trace(f.response.Trace)
	if f.document != nil {
		out.Format, out.Repairs = f.document.Format, f.document.Repairs
	}
	found := f.found(now)
	out.Title, out.Items, out.Newest = found.Title, found.Items, found.Newest
	if out.Newest == nil {
		return out
	}
	if out.Cut = isCut(f.delivery(), *out.Newest); out.Cut {
		completeRaw(ctx, fetcher, out.Newest)
	}
	out.Length = utf8.RuneCountInString(out.Newest.Text)
	return out
}

// CheckFolder goes from a folder to the newest text in it, as a first poll
// would, and stores nothing.
func CheckFolder(ctx context.Context, dir string, now time.Time) Checked {
	out := Checked{Kind: news.SourceFolder, Address: dir}
	read, err := ReadFolder(ctx, dir, nil, now)
	if err != nil {
		out.Cause = news.CauseFile
		return out
	}
	out.Items = len(read.Items)
	if out.Newest = newestRaw(dir, Delivery{Items: read.Items}, now); out.Newest != nil {
		out.Length = utf8.RuneCountInString(out.Newest.Text)
	}
	return out
}

func failedCheck(address string, err error) Checked {
	out := Checked{Cause: news.CauseInternal}
	if candidates, err := webAddresses(address); err == nil {
		out.Address = shown(candidates[0].String())
	}
	var refused *guard.Error
	if errors.As(err, &refused) {
		out.Cause, out.Status = refused.Cause, refused.Status
		out.trace(refused.Trace)
	}
	return out
}

func (c *Checked) trace(t guard.Trace) {
	c.Resolved, c.Connected, c.FirstByte, c.Done, c.Redirects = t.Resolved, t.Connected, t.FirstByte, t.Done, t.Redirects
}

func shown(address string) string {
	if address == "" {
		return ""
	}
	return news.Source{Address: address}.Shown()
}

// isCut reports whether the item at that address has only a part of its text.
func isCut(d Delivery, n news.Raw) bool {
	for _, g := range d.Items {
		if g.URL == n.URL && n.URL != "" && (g.Cut || g.Text == "") {
			return true
		}
	}
	return false
}

// completeRaw gives the item the text of its page, if it is the whole of it.
func completeRaw(ctx context.Context, fetcher guard.Fetcher, n *news.Raw) {
	resp, err := fetcher.Get(ctx, guard.Request{URL: n.URL, Accept: acceptPage, Robots: true})
	if err != nil {
		return
	}
	page, err := ReadPage(resp.Body, resp.Type, resp.URL)
	if err == nil && completes(news.Revision{Title: n.Title, Text: n.Text}, n.Language, page.Text) {
		n.Text = page.Text
	}
}
