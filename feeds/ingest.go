package feeds

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"dateline/news"
	"dateline/related"
	"dateline/terms"
)

// textVersion is of the rules by which a source's text is taken from what it
// sends. It must be raised when they change so that the same document gives
// another text: what an older version has seen is then known again, and no
// revision.
const textVersion = "1"

const (
	firstNews   = 3      // items of a first poll that are news
	firstPages  = 20     // of a first poll whose pages are read
	maxKey      = 300    // bytes of an item's own identifier; a longer one is hashed
	bareKill    = "KILL" // the text of an item that takes itself back and says no more
	longEnough  = 80     // bytes of a text that by itself tells two items apart
	fewestMoved = 3      // items, before a feed can be said to be re-platformed
)

// Intake is what a poll brought.
type Intake struct {
	Items        []news.SourceItem // new, changed, or known under another identity, oldest first
	SeenKeys     []string          // of items that are as they were
	New          int               // items that were not known
	Replatformed bool              // all identifiers are new, but the items are not
}

// Delivery is what one poll of a source gave.
type Delivery struct {
	Title    string // the source's own
	Link     string // of the page that the whole belongs to, which is no item's address
	Language string // BCP 47; "" if it does not say
	Items    []Item
	More     bool // there is more, which was not read yet
}

// Ingest tells what is new in what a source gave, seen being what it gave
// before. An item is known by its own identifier, its canonical address, or
// its content; a known one whose text is another is a revision. A first poll
// gives the newest three items as news and the rest as history; while there is
// more to read it is not over.
//
// Nothing that is new is ever left out, and what cannot be made a dispatch (an
// item without any text) is not an item.
func Ingest(s news.Source, given Delivery, seen []news.Seen, now time.Time) Intake {
	if len(given.Items) == 0 {
		return Intake{}
	}
	in := newIntake(s, given, seen, now)
	for _, g := range given.Items {
		in.read(g)
	}
	in.resolve()
	first := s.State.LastSuccess.IsZero()
	var out Intake
	out.Replatformed = in.replatformed
	for _, a := range in.items {
		in.decide(a, &out)
	}
	out.Items = arrange(out.Items, first, given.More)
	return out
}

// arrived is an item on its way in.
type arrived struct {
	Item
	key       string
	canonical string // "" where its address does not tell it from others
	text      string
	title     string // "" where the title is all the text
	folded    string // the title as items are compared
	hash      string
	known     *news.Seen
	by        match
	repeats   *arrived // the item of this document that has the same text; nil if none
}

// intake is the work on one document.
type intake struct {
	source       news.Source
	language     string
	homes        []string // canonical addresses that are no item's
	now          time.Time
	seen         []news.Seen
	known        index
	items        []*arrived
	replatformed bool
}

func newIntake(s news.Source, given Delivery, seen []news.Seen, now time.Time) *intake {
	in := &intake{source: s, language: given.Language, now: now, seen: seen}
	for _, home := range []string{s.Address, given.Link} {
		if strings.Contains(home, "://") {
			in.homes = append(in.homes, Canonical(home))
		}
	}
	in.known = index{map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}}
	for i, k := range seen {
		add := func(m map[string][]int, value string) {
			if value != "" {
				m[value] = append(m[value], i)
			}
		}
		add(in.known.key, k.Key)
		add(in.known.address, k.URL)
		add(in.known.hash, contentOf(k.Hash))
		add(in.known.title, k.Title)
	}
	return in
}

// read takes an item in; one without any text is left out, and so is one that
// the document has twice.
func (in *intake) read(g Item) {
	a := &arrived{Item: g}
	a.title, a.text = news.Fold(g.Title), strings.TrimSpace(g.Text)
	if a.text == "" {
		a.title, a.text = "", a.title
	}
	if a.text == "" && g.Kind == news.RevisionKilled {
		a.text = bareKill
	}
	if a.text == "" {
		return
	}
	a.folded = terms.Fold(news.Fold(g.Title))
	if g.URL != "" {
		a.canonical = Canonical(g.URL)
	}
	a.hash = itemHash(a.title, a.text, a.Kind)
	a.key = shortKey(cmp.Or(g.ID, a.canonical, "content:"+contentOf(a.hash)))
	in.items = append(in.items, a)
}

// shortKey keeps an identifier that somebody else chose within bounds.
func shortKey(key string) string {
	if len(key) <= maxKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// decide says what becomes of an item.
func (in *intake) decide(a *arrived, out *Intake) {
	if a.known == nil && a.repeats != nil {
		if item, ok := in.repeat(a); ok {
			out.Items = append(out.Items, item)
		}
		return
	}
	if a.known == nil {
		if item, ok := in.item(a, news.RevisionFirst); ok {
			out.Items = append(out.Items, item)
			out.New++
		}
		return
	}
	kind := in.change(a)
	if kind == "" && a.by == byKey && a.hash == a.known.Hash && (a.known.URL == a.canonical || a.canonical == "") {
		out.SeenKeys = append(out.SeenKeys, a.key)
		return
	}
	item, ok := in.item(a, kind)
	if !ok {
		return
	}
	if kind == "" {
		item.LinkOnly, item.Page = true, ""
	}
	out.Items = append(out.Items, item)
}

// change gives the kind of revision that a known item is now, "" where its
// text is what it was.
func (in *intake) change(a *arrived) news.RevisionKind {
	was, is := splitHash(a.known.Hash), splitHash(a.hash)
	marked := markOf(a.title, a.text)
	kind := cmp.Or(a.Kind, marked.kind)
	newMark := kind != "" && (was.mark != is.mark || a.Kind != "" && was.content != is.content)
	switch {
	case in.replatformed && a.by != byKey:
		return ""
	case was.version != is.version && (!newMark || a.Kind == "" && a.folded == a.known.Title):
		return "" // the difference may come from other rules of extraction alone
	case newMark:
		return kind
	case was.content == is.content:
		return ""
	}
	return news.RevisionEdited
}

// item makes a dispatch of what came.
func (in *intake) item(a *arrived, kind news.RevisionKind) (news.SourceItem, bool) {
	d, err := in.dispatch(a)
	if err != nil {
		return news.SourceItem{}, false
	}
	if kind != "" {
		d.Revision.Kind = kind
	}
	item := news.SourceItem{
		Seen:     news.Seen{Key: a.key, URL: a.canonical, Title: a.folded, Hash: a.hash, LastSeen: in.now},
		Dispatch: d,
		Index:    indexOf(d),
		Sketch:   related.Sketch(d.Revision.Text),
	}
	if (a.Cut || strings.TrimSpace(a.Text) == "") && a.URL != "" && kind != news.RevisionKilled {
		item.Page = a.URL
	}
	return item, true
}

// repeat links an item to the one of the same document whose text it has.
func (in *intake) repeat(a *arrived) (news.SourceItem, bool) {
	item, ok := in.item(a, "")
	if !ok {
		return item, false
	}
	f, err := in.dispatch(a.repeats)
	if err != nil {
		return item, false
	}
	item.Dispatch.ID = f.ID
	item.Dispatch.Keys = append(slices.Clone(f.Keys), item.Dispatch.Keys...)
	item.LinkOnly, item.Page = true, ""
	return item, true
}

// indexOf gives the terms by which a dispatch is found: of its title and text.
func indexOf(d news.Dispatch) news.IndexTerms {
	return terms.Index(d.Language, d.Revision.Title+"\n"+d.Revision.Text)
}

// dispatch gives what came the identity by which it is known.
func (in *intake) dispatch(a *arrived) (news.Dispatch, error) {
	giver := in.source.ID.String()
	raw := news.Raw{
		Giver: giver, Source: in.source.Name, Title: a.title, Text: a.text,
		Language: in.tongue(a), Published: published(a.Item),
	}
	if a.ID != "" {
		raw.ID = a.key
	}
	if a.canonical != "" {
		raw.URL, raw.Canonical = a.URL, a.canonical
	}
	d, err := news.NewDispatch(raw, in.source.Scope, news.OriginSource, in.now)
	if err != nil {
		return d, err
	}
	d.URL = a.URL
	if a.known != nil && a.by != byKey {
		d.ID = a.known.Dispatch
		d.Keys = append(d.Keys, oldKeys(giver, *a.known)...)
	}
	return d, nil
}

// oldKeys are the keys that an item had by what was seen of it.
func oldKeys(giver string, s news.Seen) []news.Key {
	keys := []news.Key{{Kind: news.KeyID, Value: giver + "\x1f" + s.Key}}
	if s.URL != "" {
		keys = append(keys, news.Key{Kind: news.KeyURL, Value: s.URL})
	}
	return keys
}

// tongue is the language that the item, or the document, says that it is in,
// else the one that its words are of.
func (in *intake) tongue(a *arrived) string {
	if tag := cmp.Or(a.Language, in.language); tag != "" && tag != news.Undetermined {
		return tag
	}
	return terms.Language(a.title + "\n" + a.text)
}

// published is when an item appeared, by its own account.
func published(i Item) time.Time {
	if i.Published.IsZero() {
		return i.Updated
	}
	return i.Published
}
