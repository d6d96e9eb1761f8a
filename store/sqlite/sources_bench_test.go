package sqlite

import (
	"fmt"
	"testing"
	"time"

	"dateline/news"
	"dateline/store"
)

// sourceOf makes the public source number i.
func sourceOf(i int) news.Source {
	return news.NewSource(news.SourceFeed, fmt.Sprintf("https://feed%d.example/", i), fmt.Sprint("feed ", i), news.WorkspaceID{}, begin())
}

func begin() time.Time { return time.Date(2016, time.July, 6, 12, 0, 0, 0, time.UTC) }

// itemOf makes item i of a source, of about size bytes, with a sketch.
func itemOf(t testing.TB, s news.Source, i, size int) news.SourceItem {
	t.Helper()
	d, index := dispatchOf(t, i, size)
	raw := news.Raw{
		ID: fmt.Sprint(i), Giver: s.ID.String(), Source: s.Name, Title: d.Revision.Title, Text: d.Revision.Text,
		URL: fmt.Sprintf("https://news.example/%d", i), Published: d.Published,
	}
	d, err := news.NewDispatch(raw, news.Public, news.OriginSource, d.Received)
	if err != nil {
		t.Fatalf("dispatch: %v", err)
	}
	hash := d.Keys[len(d.Keys)-1].Value
	return news.SourceItem{
		Seen: news.Seen{Key: raw.ID, URL: raw.URL, Title: raw.Title, Hash: hash}, Dispatch: d, Index: index, Sketch: sketchOf(uint64(i)),
	}
}

// sketchOf makes 64 hashes, spread as those of a text are.
func sketchOf(seed uint64) []uint64 {
	hashes := make([]uint64, 64)
	for i := range hashes {
		seed = seed*6364136223846793005 + 1442695040888963407
		hashes[i] = seed ^ seed>>29
	}
	return hashes
}

// many adds n sources that w reads, and gives them.
func many(b *testing.B, s *Store, w news.WorkspaceID, n int) []news.Source {
	b.Helper()
	all := make([]news.Source, n)
	err := s.writing(b.Context(), func(q querier) error {
		for i := range all {
			all[i] = sourceOf(i)
			if err := insertSource(b.Context(), q, all[i]); err != nil {
				return err
			}
			_, err := q.ExecContext(b.Context(), `INSERT INTO source_readers (workspace, source, removed, platform, channel_workspace,
				channel, language, person) VALUES ($1, $2, FALSE, '', '', '', '', '')`, w, all[i].ID)
			if err != nil {
				return err
			}
		}
		_, err := q.ExecContext(b.Context(), `UPDATE sources SET readers = (SELECT count(*) FROM source_readers r WHERE r.source = sources.id)`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

func claimed(b *testing.B, s *Store, limit int) []store.Claimed {
	b.Helper()
	far := begin().AddDate(100, 0, 0)
	all, err := s.ClaimSources(b.Context(), far, begin(), begin().Add(time.Minute), limit)
	if err != nil || len(all) == 0 {
		b.Fatalf("ClaimSources: %d, %v", len(all), err)
	}
	return all
}

func finishAll(b *testing.B, s *Store, polls []news.Poll) {
	b.Helper()
	done, err := s.FinishPolls(b.Context(), polls)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range done {
		if f.Lost {
			b.Fatal("a lease was lost")
		}
	}
}

// BenchmarkFinishPoll stores 20 new items of 4 KB in one poll.
func BenchmarkFinishPoll(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	src := many(b, s, news.WorkspaceID{}, 1)[0]
	n := 0
	for b.Loop() {
		b.StopTimer()
		p := news.Poll{Source: src, Lease: claimed(b, s, 1)[0].Lease, At: begin()}
		for range 20 {
			p.Items = append(p.Items, itemOf(b, src, n, 4<<10))
			n++
		}
		b.StartTimer()
		finishAll(b, s, []news.Poll{p})
	}
}

// BenchmarkPolls claims and finishes 50 polls at a time; one in five finds
// one new item and 19 that it knows.
func BenchmarkPolls(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	many(b, s, news.WorkspaceID{}, 2000)
	const batch = 50
	n, now := 0, begin()
	for b.Loop() {
		now = now.Add(time.Second)
		all, err := s.ClaimSources(b.Context(), now, now, now.Add(time.Minute), batch)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		polls := make([]news.Poll, len(all))
		for i, c := range all {
			c.Source.State.Next = now.Add(40 * time.Second)
			polls[i] = news.Poll{Source: c.Source, Lease: c.Lease, At: now}
			if i%5 == 0 {
				polls[i].Items = []news.SourceItem{itemOf(b, c.Source, n, 4<<10)}
				for k := range 19 {
					polls[i].SeenKeys = append(polls[i].SeenKeys, fmt.Sprint(n-k))
				}
				n++
			}
		}
		b.StartTimer()
		finishAll(b, s, polls)
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "polls/s")
}

// BenchmarkClaim claims 100 of 100,000 sources.
func BenchmarkClaim(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	many(b, s, news.WorkspaceID{}, 100_000)
	for b.Loop() {
		all := claimed(b, s, 100)
		b.StopTimer()
		for i := range all {
			all[i].Source.State.Next = begin().Add(time.Hour)
		}
		var polls []news.Poll
		for _, c := range all {
			polls = append(polls, news.Poll{Source: c.Source, Lease: c.Lease, At: begin()})
		}
		finishAll(b, s, polls)
		b.StartTimer()
	}
}

// BenchmarkListSources lists ten of 100,000 dispatches of 2,000 sources, of
// which one workspace reads 20, one all, and one none.
func BenchmarkListSources(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	few, all := news.WorkspaceID{1}, news.WorkspaceID{2}
	sources := many(b, s, all, 2000)
	many(b, s, few, 20)
	for i := range 100 {
		var polls []news.Poll
		for n, c := range claimed(b, s, len(sources)) {
			p := news.Poll{Source: c.Source, Lease: c.Lease, At: begin()}
			if n%2 == i%2 {
				it := itemOf(b, c.Source, i*len(sources)+n, 500)
				if i < 95 { // the index of sketches is another matter
					it.Sketch = nil
				}
				p.Items = []news.SourceItem{it}
			}
			polls = append(polls, p)
		}
		finishAll(b, s, polls)
	}
	if _, err := s.write.ExecContext(b.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		b.Fatal(err)
	}
	listings := map[string]news.Listing{
		"newest": {Now: begin()}, "copies": {Now: begin(), Copies: true}, "source": {Source: "feed 3"}, "rare": {Terms: [][]string{{"own197000"}}},
		"common": {Terms: [][]string{{"every"}}}, "words": {Terms: [][]string{{"word77", "word78"}, {"word79", "word80"}}},
	}
	for who, w := range map[string]news.WorkspaceID{"few": few, "all": all, "none": {3}} {
		for name, l := range listings {
			b.Run(who+"/"+name, func(b *testing.B) {
				l.Limit = 10
				for b.Loop() {
					if _, err := s.List(b.Context(), w, l); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(who+"/stats", func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Stats(b.Context(), w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("similar", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Similar(b.Context(), news.Public, sketchOf(197000), begin(), 20); err != nil {
				b.Fatal(err)
			}
		}
	})
}
