package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
	"dateline/summarize"
	"dateline/terms"
)

var errNotFound = errors.New("no such row")

// fakeStore keeps everything in memory, by the contract of package store.
type fakeStore struct {
	mu            sync.Mutex
	dispatches    map[news.DispatchID]fakeRow
	digests       map[news.DigestKey]news.Digest
	conversations map[string]news.Conversation
	copies        map[news.DispatchID][]news.Dispatch
	views         map[news.ViewID]fakeView
	reports       []news.Report
	settings      map[string]news.Settings
	workspaces    map[news.WorkspaceID]bool
	fail          map[string]error // by method
}

type fakeView struct {
	news.Conversation
	workspace news.WorkspaceID
}

type fakeRow struct {
	news.Dispatch
	index string
}

func newFakeStore() *fakeStore {
	return &fakeStore{
		dispatches:    make(map[news.DispatchID]fakeRow),
		digests:       make(map[news.DigestKey]news.Digest),
		conversations: make(map[string]news.Conversation),
		copies:        make(map[news.DispatchID][]news.Dispatch),
		views:         make(map[news.ViewID]fakeView),
		settings:      make(map[string]news.Settings),
		workspaces:    make(map[news.WorkspaceID]bool),
		fail:          make(map[string]error),
	}
}

func (s *fakeStore) enter(method string) (leave func(), err error) {
	s.mu.Lock()
	return s.mu.Unlock, s.fail[method]
}

func (s *fakeStore) Put(_ context.Context, _ news.WorkspaceID, d news.Dispatch, index news.IndexTerms) (news.Dispatch, news.Change, error) {
	leave, err := s.enter("Put")
	defer leave()
	if err != nil {
		return news.Dispatch{}, "", err
	}
	if old, ok := s.dispatches[d.ID]; ok {
		return old.Dispatch, news.ChangeNone, nil
	}
	s.dispatches[d.ID] = fakeRow{d, index.Text}
	return d, news.ChangeNew, nil
}

func (s *fakeStore) Dispatch(_ context.Context, w news.WorkspaceID, id news.DispatchID) (news.Dispatch, error) {
	leave, err := s.enter("Dispatch")
	defer leave()
	row, ok := s.dispatches[id]
	if err == nil && (!ok || !row.Scope.VisibleTo(w)) {
		err = errNotFound
	}
	return row.Dispatch, err
}

func (s *fakeStore) List(_ context.Context, w news.WorkspaceID, l news.Listing) ([]news.Dispatch, error) {
	leave, err := s.enter("List")
	defer leave()
	all := s.listed(w)
	if !l.Before.IsZero() && err == nil {
		i := slices.IndexFunc(all, func(r fakeRow) bool { return r.ID == l.Before })
		if i < 0 {
			return nil, errNotFound
		}
		all = all[i+1:]
	}
	var page []news.Dispatch
	for _, r := range all {
		if len(page) < l.Limit && r.fits(l) {
			page = append(page, r.Dispatch)
		}
	}
	return page, err
}

func (s *fakeStore) listed(w news.WorkspaceID) []fakeRow {
	var all []fakeRow
	for _, r := range s.dispatches {
		if r.Origin.Listed() && r.Scope.VisibleTo(w) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b fakeRow) int {
		return cmp.Or(b.Time().Compare(a.Time()), strings.Compare(a.ID.String(), b.ID.String()))
	})
	return all
}

func (r fakeRow) fits(l news.Listing) bool {
	have := strings.Fields(r.index)
	for _, group := range l.Terms {
		if !slices.ContainsFunc(group, func(term string) bool { return slices.Contains(have, term) }) {
			return false
		}
	}
	return (l.Source == "" || strings.EqualFold(l.Source, r.Source)) && !r.Time().Before(l.Since)
}

func (s *fakeStore) Stats(_ context.Context, w news.WorkspaceID) (news.Stats, error) {
	leave, err := s.enter("Stats")
	defer leave()
	var stats news.Stats
	sources := make(map[string]bool)
	for _, r := range s.listed(w) {
		stats.Dispatches++
		if r.Source != "" {
			sources[r.Source] = true
		}
		stats.Sample = stats.Sample || r.Origin == news.OriginSample
		stats.Newest = cmp.Or(stats.Newest, r.Time())
		stats.Oldest = r.Time()
	}
	stats.Sources = len(sources)
	return stats, err
}

func (s *fakeStore) Copies(_ context.Context, _ news.WorkspaceID, d news.DispatchID) ([]news.Dispatch, error) {
	leave, err := s.enter("Copies")
	defer leave()
	return s.copies[d], err
}

func (s *fakeStore) Digest(_ context.Context, _ news.WorkspaceID, k news.DigestKey) (news.Digest, error) {
	leave, err := s.enter("Digest")
	defer leave()
	g, ok := s.digests[k]
	if err == nil && !ok {
		err = errNotFound
	}
	return g, err
}

func (s *fakeStore) PutDigest(_ context.Context, _ news.WorkspaceID, k news.DigestKey, g news.Digest, _ time.Time) error {
	leave, err := s.enter("PutDigest")
	defer leave()
	if _, ok := s.digests[k]; !ok && err == nil {
		s.digests[k] = g
	}
	return err
}

func (s *fakeStore) Conversation(_ context.Context, c news.Channel, person string) (news.Conversation, error) {
	leave, err := s.enter("Conversation")
	defer leave()
	conv, ok := s.conversations[c.Platform+c.ID+"\x00"+person]
	if err == nil && !ok {
		err = errNotFound
	}
	return conv, err
}

func (s *fakeStore) PutConversation(_ context.Context, c news.Channel, person string, conv news.Conversation) error {
	leave, err := s.enter("PutConversation")
	defer leave()
	if err == nil {
		s.conversations[c.Platform+c.ID+"\x00"+person] = conv
		s.views[conv.View] = fakeView{conv, c.Workspace}
	}
	return err
}

func (s *fakeStore) View(_ context.Context, w news.WorkspaceID, id news.ViewID) (news.Conversation, error) {
	leave, err := s.enter("View")
	defer leave()
	v, ok := s.views[id]
	if err == nil && (!ok || v.workspace != w) {
		return news.Conversation{}, errNotFound
	}
	return v.Conversation, err
}

func (s *fakeStore) PutReport(_ context.Context, r news.Report) (bool, error) {
	leave, err := s.enter("PutReport")
	defer leave()
	first := !slices.ContainsFunc(s.reports, func(o news.Report) bool { return o.View == r.View && o.Number == r.Number && o.Person == r.Person })
	if err == nil && first {
		s.reports = append(s.reports, r)
	}
	return first, err
}

func (s *fakeStore) Only(_ context.Context, _ string, in []news.WorkspaceID, _ time.Time) error {
	leave, err := s.enter("Only")
	defer leave()
	maps.DeleteFunc(s.workspaces, func(w news.WorkspaceID, _ bool) bool { return !slices.Contains(in, w) })
	return err
}

func (s *fakeStore) Joined(_ context.Context, _ string, w news.WorkspaceID, _ time.Time) (bool, error) {
	leave, err := s.enter("Joined")
	defer leave()
	there := s.workspaces[w]
	s.workspaces[w] = true
	return !there, err
}

func (s *fakeStore) Left(_ context.Context, w news.WorkspaceID, _ time.Time) error {
	leave, err := s.enter("Left")
	defer leave()
	delete(s.workspaces, w)
	return err
}

// fakeSummarizer makes a bullet of each of the first three lines that end
// with a stop; a line without one is the topic of the next.
type fakeSummarizer struct {
	mu    sync.Mutex
	calls int
	fail  func(text string) error
}

func (*fakeSummarizer) Version() string { return "first lines" }

var datelineForm = regexp.MustCompile(`^([A-Z]+), (\S+ \d+(?:, \d{4})?) /([A-Z]+)/\. `)

func (f *fakeSummarizer) Summarize(_ context.Context, r summarize.Request) (news.Digest, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if f.fail != nil {
		if err := f.fail(r.Text); err != nil {
			return news.Digest{}, err
		}
	}
	g := news.Digest{Headline: r.Title, Method: news.Extractive}
	at := 0
	if m := datelineForm.FindStringSubmatch(r.Text); m != nil {
		g.Dateline, at = &news.Dateline{Place: m[1], Date: m[2], Agency: m[3]}, len(m[0])
	}
	topic := ""
	for line := range strings.Lines(r.Text[at:]) {
		text := news.Fold(line)
		switch {
		case !strings.HasSuffix(text, "."):
			topic = text
		case len(g.Bullets) < 3:
			g.Bullets = append(g.Bullets, news.Bullet{Text: text, Topic: topic, Evidence: []news.Evidence{{
				Dispatch: r.Dispatch, Revision: r.Revision, Start: at, End: at + len(line),
			}}})
		}
		at += len(line)
	}
	if len(g.Bullets) == 0 {
		g.Reason = summarize.ReasonNoSentence
	}
	return g, nil
}

// now is a Sunday.
var now = time.Date(2026, time.November, 22, 15, 30, 0, 0, berlin)

var berlin = time.FixedZone("Berlin", 3600)

// fixture is a desk with its fakes, and a channel to ask from.
type fixture struct {
	*Desk
	store      *fakeStore
	sources    *fakeSources
	summarizer *fakeSummarizer
	channel    news.Channel
	clock      time.Time
	denied     adapters.Denial // what keeps the asker from changing things; zero is nothing
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := &fixture{
		store: newFakeStore(), sources: &fakeSources{limit: 50}, summarizer: &fakeSummarizer{}, clock: now,
		channel: news.Channel{Platform: "console", Workspace: news.Workspace{Platform: "console"}.ID(), ID: "terminal", Language: "en"},
	}
	d, err := New(Config{
		Store: f.store, NotFound: errNotFound, Summarizer: f.summarizer, Sources: f.sources, Pages: f.sources,
		Starter: []Suggestion{{"Harbour News", "https://harbour.example/feed"}, {"Island News", "https://island.example/feed"}},
		Now:     func() time.Time { return f.clock }, Zone: berlin,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Desk = d
	return f
}

func (f *fixture) add(t testing.TB, origin news.Origin, raw news.Raw) news.Dispatch {
	t.Helper()
	d, err := news.NewDispatch(raw, news.Public, origin, now)
	if err != nil {
		t.Fatal(err)
	}
	index := terms.Index("en", d.Revision.Title+"\n"+d.Revision.Text)
	d, _, err = f.store.Put(t.Context(), f.channel.Workspace, d, index)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const sampleText = `MOSCOW, July 6 /TASS/. The two presidents are ready to coordinate in Syria, the Kremlin says.
The Ukrainian crisis
Kiev should strictly implement the Minsk Agreements, according to the Kremlin.
The Nagorno-Karabakh conflict
Obama praises the effort on Nagorno-Karabakh settlement, the Kremlin added.
`

func (f *fixture) addSample(t testing.TB) news.Dispatch {
	return f.add(t, news.OriginSample, news.Raw{Source: "TASS", Text: sampleText})
}

// addSeveral adds five dispatches, the newest of today, the oldest of last year.
func (f *fixture) addSeveral(t testing.TB) {
	day := func(d int, hour int) time.Time {
		return time.Date(2026, time.November, d, hour, 5, 0, 0, time.UTC)
	}
	for _, raw := range []news.Raw{
		{ID: "1", Source: "Reuters World", Title: "Talks on Karabakh", URL: "https://user:secret@reuters.example/world/1?key=secret#part", Published: day(22, 6),
			Text: "YEREVAN, November 22 /REUTERS/. Weather was fine.\nKarabakh\nTalks on Karabakh went on.\nThe Karabakh talks end on Monday.\n"},
		{ID: "2", Source: "TASS", Published: day(21, 17), Text: "Baku said it would come to the Karabakh talks.\nBread costs more.\n"},
		{ID: "3", Source: "Harbour News", Title: "Ferry stopped", Published: day(20, 9), Text: "The ferry to Karabakh street was stopped.\n"},
		{ID: "4", Source: "Harbour News", Title: "Ferry sails", Published: day(19, 9), Text: "The ferry sails again.\n"},
		{ID: "5", Source: "Harbour News", Title: "Old ferry", Published: time.Date(2025, time.May, 1, 9, 0, 0, 0, time.UTC), Text: "The ferry is old.\n"},
	} {
		f.add(t, news.OriginImport, raw)
	}
}

func (f *fixture) ask(t testing.TB, text string) adapters.Reply {
	t.Helper()
	reply, err := f.Handle(t.Context(), f.request(text))
	if err != nil {
		t.Fatalf("Handle(%q): %v", text, err)
	}
	return reply
}

// show writes a reply so that all of it can be compared and read.
func show(r adapters.Reply) string {
	names := map[adapters.BlockKind]string{
		adapters.BlockText: "text  ", adapters.BlockTitle: "title ", adapters.BlockNotice: "notice", adapters.BlockBullet: "bullet",
		adapters.BlockSource: "source", adapters.BlockQuote: "quote ", adapters.BlockItem: "item  ",
	}
	var out strings.Builder
	if r.Failed {
		out.WriteString("(failed)\n")
	}
	for _, b := range r.Blocks {
		out.WriteString(names[b.Kind])
		for _, part := range []struct{ open, text, shut string }{
			{" #", b.Number, ""}, {" ", b.Label, " |"}, {" ", b.Text, ""}, {" (", b.Attribution, ")"}, {" <", b.URL, ">"},
		} {
			if part.text != "" {
				out.WriteString(part.open + part.text + part.shut)
			}
		}
		out.WriteString("\n")
	}
	for _, a := range r.Actions {
		out.WriteString("[" + a.Label + ": " + a.Command + "]\n")
	}
	return out.String()
}

func (f *fixture) request(text string) adapters.Request {
	return adapters.Request{Channel: f.channel, Text: text, MayChange: func(context.Context) adapters.Denial {
		if f.denied == (adapters.Denial{}) {
			return adapters.Denial{Kind: adapters.NothingDenied}
		}
		return f.denied
	}}
}
