package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/news"
)

func listTests() map[string]func(*env) {
	return map[string]func(*env){
		"newest first":             newestFirst,
		"pages":                    pages,
		"pages of one moment":      pagesOfOneMoment,
		"terms":                    termGroups,
		"terms are only text":      termsAreText,
		"terms with pages":         termsWithPages,
		"terms of other languages": termsOfLanguages,
		"source":                   bySource,
		"since":                    since,
		"limit":                    limit,
		"each":                     eachInOrder,
		"each ends with an error":  eachFails,
		"each may write":           eachWrites,
	}
}

// published makes a public dispatch of a title, published at a time.
func published(t testing.TB, title string, when time.Time) news.Dispatch {
	t.Helper()
	return imported(t, news.Raw{ID: title, Title: title, Published: when})
}

func newestFirst(e *env) {
	e.put(published(e, "old", at(-20)), "")
	e.put(published(e, "unknown", time.Time{}), "") // received at 0
	e.put(published(e, "new", at(-10)), "")
	future := published(e, "future", at(60)) // taken as received, at 1
	future.Received = at(1)
	e.put(future, "")
	e.titles(host, news.Listing{}, "future", "unknown", "new", "old")
	e.titles(alpha, news.Listing{Limit: 2}, "future", "unknown")
	same(e, "Stats", e.stats(alpha), news.Stats{Dispatches: 4, Oldest: at(-20), Newest: at(1)})
}

// walk reads the listing page by page and gives the titles.
func (e *env) walk(l news.Listing) []string {
	e.Helper()
	var got []string
	for {
		page := e.list(alpha, l)
		if len(page) == 0 {
			return got
		}
		for _, d := range page {
			got = append(got, d.Revision.Title)
			l.Before = d.ID
		}
		if len(got) > 1000 {
			e.Fatal("List: the pages do not end")
		}
	}
}

func pages(e *env) {
	var want []string
	for i := range 7 {
		title := fmt.Sprint("d", i)
		e.put(published(e, title, at(-i)), "")
		want = append(want, title)
	}
	for size := 1; size <= 8; size++ {
		same(e, fmt.Sprint("pages of ", size), e.walk(news.Listing{Limit: size}), want)
	}
	_, err := e.s.List(e.Context(), alpha, news.Listing{Before: news.DispatchID{7}, Limit: 1})
	e.gone("List after what is not there", err)
}

func pagesOfOneMoment(e *env) {
	type placed struct {
		minutes int
		id      string
		title   string
	}
	var all []placed
	for i := range 9 {
		title := fmt.Sprint("d", i)
		d := published(e, title, at(-i/4))
		e.put(d, "")
		all = append(all, placed{i / 4, d.ID.String(), title})
	}
	slices.SortFunc(all, func(a, b placed) int {
		if a.minutes != b.minutes {
			return a.minutes - b.minutes
		}
		if a.id < b.id {
			return -1
		}
		return 1
	})
	want := make([]string, len(all))
	for i, p := range all {
		want[i] = p.title
	}
	for size := 1; size <= 4; size++ {
		same(e, fmt.Sprint("pages of ", size), e.walk(news.Listing{Limit: size}), want)
	}
}

// putTerms stores three dispatches with the terms that the term tests ask for.
func (e *env) putTerms() {
	e.Helper()
	e.put(published(e, "syria", at(-1)), "putin obama syria coordin")
	e.put(published(e, "minsk", at(-2)), "putin obama minsk agreement")
	e.put(published(e, "karabakh", at(-3)), "obama karabakh settlement sargsyan")
}

func termGroups(e *env) {
	e.putTerms()
	tests := []struct {
		terms [][]string
		want  []string
	}{
		{nil, []string{"syria", "minsk", "karabakh"}},
		{[][]string{{"putin"}}, []string{"syria", "minsk"}},
		{[][]string{{"putin"}, {"obama"}}, []string{"syria", "minsk"}},
		{[][]string{{"obama"}, {"minsk", "karabakh"}}, []string{"minsk", "karabakh"}},
		{[][]string{{"putin", "sargsyan"}, {"syria", "settlement"}}, []string{"syria", "karabakh"}},
		{[][]string{{"putin"}, {"karabakh"}}, nil},
		{[][]string{{"iran"}}, nil},
		{[][]string{{"iran", "minsk"}}, []string{"minsk"}},
		{[][]string{{}}, nil},
		{[][]string{{"obama"}, {}}, nil},
	}
	for _, tt := range tests {
		e.titles(alpha, news.Listing{Terms: tt.terms}, tt.want...)
	}
}

func termsAreText(e *env) {
	e.putTerms()
	e.put(published(e, "odd", at(-9)), `u.s. don't near "quoted" 100% and`)
	tests := []struct {
		term string
		want []string
	}{
		{"u.s.", []string{"odd"}}, {"don't", []string{"odd"}}, {`"quoted"`, []string{"odd"}}, {"100%", []string{"odd"}},
		{"and", []string{"odd"}}, {"u", nil}, {"quoted", nil}, {"OR", nil}, {"obam*", nil}, {"*", nil},
		{`obama" OR "syria`, nil}, {"NOT iran", nil}, {"terms:obama", nil}, {"^obama", nil},
		{"", nil}, {" ", nil}, {"—", nil}, {"\"", nil}, {"'", nil}, {"\x00", nil}, {"(", nil}, {"NEAR(obama syria)", nil},
	}
	for _, tt := range tests {
		e.titles(alpha, news.Listing{Terms: [][]string{{tt.term}}}, tt.want...)
	}
}

func termsWithPages(e *env) {
	var want []string
	for i := range 6 {
		title := fmt.Sprint("d", i)
		if i%2 == 0 {
			e.put(published(e, title, at(-i)), "even all")
			want = append(want, title)
		} else {
			e.put(published(e, title, at(-i)), "odd all")
		}
	}
	same(e, "pages", e.walk(news.Listing{Limit: 2, Terms: [][]string{{"all"}, {"even"}}}), want)
}

func termsOfLanguages(e *env) {
	for _, term := range []string{"карабах", "переговор", "größ", "été", "ça", "हिन्दी", "東京", "ёлк"} {
		e.put(published(e, term, at(-1)), "before "+term+" after")
		e.titles(alpha, news.Listing{Terms: [][]string{{term}}}, term)
	}
	// Folding is the business of package terms: an accent is a difference here.
	for _, term := range []string{"ete", "groß", "елк"} {
		e.titles(alpha, news.Listing{Terms: [][]string{{term}}})
	}
}

func bySource(e *env) {
	for i, source := range []string{"TASS", "AP", "TASS", ""} {
		e.put(imported(e, news.Raw{ID: fmt.Sprint(i), Source: source, Title: fmt.Sprint(source, i), Published: at(-i)}), "")
	}
	e.put(imported(e, news.Raw{ID: "4", Source: "Tass", Title: "Tass4", Published: at(-4)}), "")
	e.put(imported(e, news.Raw{ID: "5", Source: "ТАСС", Title: "ТАСС5", Published: at(-5)}), "")
	for source, want := range map[string][]string{
		"tass": {"TASS0", "TASS2", "Tass4"}, "TASS": {"TASS0", "TASS2", "Tass4"}, "ap": {"AP1"}, "тасс": {"ТАСС5"},
		"tas": nil, "tass%": nil, "_ass": nil,
	} {
		e.titles(alpha, news.Listing{Source: source}, want...)
	}
	if got := e.stats(alpha).Sources; got != 4 {
		e.Errorf("Stats: got %d sources, want 4", got)
	}
}

func since(e *env) {
	e.put(published(e, "before", at(-2)), "")
	e.put(published(e, "then", at(-1)), "")
	e.put(published(e, "after", at(0)), "")
	e.titles(alpha, news.Listing{Since: at(-1)}, "after", "then")
	e.titles(alpha, news.Listing{Since: at(1)})
	first := e.list(alpha, news.Listing{Limit: 1})[0]
	e.titles(alpha, news.Listing{Since: at(-1), Before: first.ID}, "then")
}

func limit(e *env) {
	for _, n := range []int{0, -1} {
		if _, err := e.s.List(e.Context(), alpha, news.Listing{Limit: n}); err == nil {
			e.Errorf("List of at most %d: got no error", n)
		}
	}
}

func eachInOrder(e *env) {
	want := make([]string, 0, 1100)
	for i := range cap(want) {
		want = append(want, fmt.Sprint("d", i))
	}
	e.putMany(want)
	same(e, "Each", e.each(alpha), want)
}

func eachFails(e *env) {
	e.put(published(e, "a", at(-2)), "")
	e.put(published(e, "b", at(-1)), "")
	enough := errors.New("enough")
	calls := 0
	err := e.s.Each(e.Context(), alpha, func(news.Dispatch) error { calls++; return enough })
	if !errors.Is(err, enough) || calls != 1 {
		e.Errorf("Each: got %v after %d calls, want %v after 1", err, calls, enough)
	}
}

func eachWrites(e *env) {
	e.putMany([]string{"a", "b", "c"})
	err := e.s.Each(e.Context(), alpha, func(d news.Dispatch) error {
		e.digested(d, d.Revision.Title)
		return nil
	})
	if err != nil {
		e.Errorf("Each: %v", err)
	}
}
