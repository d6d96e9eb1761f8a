package sqlite

import (
	"testing"

	"dateline/news"
	"dateline/store"
)

// BenchmarkPut stores dispatches of 4 KB with their terms, one a transaction.
func BenchmarkPut(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	i := 0
	for b.Loop() {
		b.StopTimer()
		d, index := dispatchOf(b, i, 4<<10)
		i++
		b.StartTimer()
		if _, _, err := s.Put(b.Context(), news.WorkspaceID{}, d, index); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "dispatches/s")
}

// BenchmarkPutAll stores the same, 100 a transaction.
func BenchmarkPutAll(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	const batch = 100
	i := 0
	for b.Loop() {
		b.StopTimer()
		items := itemsFrom(b, i, batch)
		i += batch
		b.StartTimer()
		if _, err := s.PutAll(b.Context(), news.WorkspaceID{}, items); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "dispatches/s")
}

func itemsFrom(b *testing.B, from, n int) []store.Item {
	b.Helper()
	items := make([]store.Item, n)
	for i := range items {
		items[i].Dispatch, items[i].Index = dispatchOf(b, from+i, 4<<10)
	}
	return items
}

// BenchmarkList10k lists ten of 10,000 dispatches.
func BenchmarkList10k(b *testing.B) {
	s := opened(b, temp(b, "x.db"), Options{})
	const all = 10_000
	for from := 0; from < all; from += 500 {
		if _, err := s.PutAll(b.Context(), news.WorkspaceID{}, itemsFrom(b, from, 500)); err != nil {
			b.Fatal(err)
		}
	}
	middle, _ := dispatchOf(b, all/2, 4<<10)
	listings := map[string]news.Listing{
		"newest":      {},
		"page":        {Before: middle.ID},
		"source":      {Source: "source 3"},
		"rare term":   {Terms: [][]string{{"own77"}}},
		"common term": {Terms: [][]string{{"every"}}},
		"two terms":   {Terms: [][]string{{"word77", "word78"}, {"word79", "word80"}}},
	}
	for name, l := range listings {
		b.Run(name, func(b *testing.B) {
			l.Limit = 10
			for b.Loop() {
				if _, err := s.List(b.Context(), news.WorkspaceID{}, l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
