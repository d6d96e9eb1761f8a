package feeds

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/news"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// body is a text of some length about one thing.
func body(about string) string {
	return "The council of " + about + " voted on Monday to rebuild the old bridge, which has been closed since the flood of spring."
}

func given(id, url, title, text string) Item {
	return Item{ID: id, URL: url, Title: title, Text: text}
}

func testSource() news.Source {
	return news.NewSource(news.SourceFeed, "https://news.example.com/feed", "Example", news.WorkspaceID{}, noon)
}

// afterFirst is a source after its first poll, with what was seen in it.
func afterFirst(t *testing.T, items ...Item) (news.Source, []news.Seen) {
	t.Helper()
	s := testSource()
	in := Ingest(s, Delivery{Items: items}, nil, noon)
	s.State.LastSuccess = noon
	return s, see(nil, in, noon)
}

// see is what a store keeps of an intake.
func see(seen []news.Seen, in Intake, now time.Time) []news.Seen {
	seen = slices.Clone(seen)
	for _, item := range in.Items {
		item.Seen.Dispatch = item.Dispatch.ID
		i := slices.IndexFunc(seen, func(s news.Seen) bool { return s.Key == item.Key })
		if i < 0 {
			seen = append(seen, item.Seen)
		} else {
			seen[i] = item.Seen
		}
	}
	for i := range seen {
		if slices.Contains(in.SeenKeys, seen[i].Key) {
			seen[i].LastSeen = now
		}
	}
	return seen
}

// outcome names what became of each item, in the order of their titles.
func outcome(in Intake) string {
	var out []string
	for _, i := range in.Items {
		what := string(i.Dispatch.Revision.Kind)
		if i.LinkOnly {
			what = "link"
		}
		out = append(out, what)
	}
	slices.Sort(out)
	for range in.SeenKeys {
		out = append(out, "same")
	}
	return strings.Join(out, " ")
}

func TestWhatASecondPollBrings(t *testing.T) {
	t.Parallel()
	const address = "https://news.example.com/a"
	was := given("g1", address, "Bridge to be rebuilt", body("Aville"))
	other := given("g2", "https://news.example.com/b", "Rain expected", body("Bville"))
	for name, c := range map[string]struct {
		was  []Item
		is   []Item
		want string
	}{
		"nothing new":               {[]Item{was, other}, []Item{was, other}, "same same"},
		"one new":                   {[]Item{was}, []Item{other, was}, "first same"},
		"gone":                      {[]Item{was, other}, []Item{was}, "same"},
		"white space":               {[]Item{was}, []Item{given("g1", address, "Bridge  to be\nrebuilt ", strings.ReplaceAll(body("Aville"), " ", "\n"))}, "same"},
		"re-dated":                  {[]Item{was}, []Item{{ID: "g1", URL: address, Title: was.Title, Text: was.Text, Published: noon, Updated: noon}}, "same"},
		"tracking in the text":      {[]Item{given("g1", address, "T", "See https://a.example/x?utm_source=1 for it")}, []Item{given("g1", address, "T", "See https://a.example/x?utm_source=2&s=9 for it")}, "same"},
		"guid rotated":              {[]Item{was}, []Item{given("g9", address, was.Title, was.Text)}, "link"},
		"guid and address new":      {[]Item{was}, []Item{given("g9", address+"2", was.Title, was.Text)}, "link"},
		"guid rotated, edited":      {[]Item{was}, []Item{given("g9", address, was.Title, was.Text+" It will cost a lot.")}, "edited"},
		"address new":               {[]Item{was}, []Item{given("g1", address+"2", was.Title, was.Text)}, "link"},
		"edited":                    {[]Item{was}, []Item{given("g1", address, was.Title, was.Text+" It will cost a lot.")}, "edited"},
		"title edited":              {[]Item{was}, []Item{given("g1", address, "Old bridge to be rebuilt", was.Text)}, "edited"},
		"corrected by title":        {[]Item{was}, []Item{given("g1", address, "CORRECTED-Bridge to be rebuilt", was.Text)}, "corrected"},
		"corrected by text":         {[]Item{was}, []Item{given("g1", address, was.Title, "(Corrects day in first paragraph)\n"+was.Text)}, "corrected"},
		"killed":                    {[]Item{was}, []Item{given("g1", address, "KILL: Bridge to be rebuilt", was.Text)}, "killed"},
		"the item says killed":      {[]Item{was}, []Item{{ID: "g1", URL: address, Title: was.Title, Text: "Nothing.", Kind: news.RevisionKilled}}, "killed"},
		"killed, its text the same": {[]Item{was}, []Item{{ID: "g1", URL: address, Title: was.Title, Text: was.Text, Kind: news.RevisionKilled}}, "killed"},
		"killed, without any text":  {[]Item{was}, []Item{{ID: "g1", URL: address, Kind: news.RevisionKilled}}, "killed"},
		"edited after corrected":    {[]Item{given("g1", address, "CORRECTED-Bridge", was.Text)}, []Item{given("g1", address, "CORRECTED-Bridge", was.Text+" More.")}, "edited"},
		"corrected again":           {[]Item{given("g1", address, "A", "Correction: one.\n"+was.Text)}, []Item{given("g1", address, "A", "Correction: two.\n"+was.Text)}, "corrected"},
		"same short text, two addresses": {
			[]Item{given("g1", address, "Daily briefing", "")}, []Item{given("g2", address+"2", "Daily briefing", "")}, "first",
		},
		"the same long text again": {[]Item{was}, []Item{given("g9", address+"9", was.Title, was.Text), was}, "link same"},
		"twice in one document":    {[]Item{other}, []Item{was, given("g9", address+"9", was.Title, was.Text), other}, "first link same"},
		"no guid, same address":    {[]Item{given("", address, "A", was.Text)}, []Item{given("", address, "A", was.Text+" More.")}, "edited"},
		"no guid, no address":      {[]Item{given("", "", "A", was.Text)}, []Item{given("", "", "B", other.Text), given("", "", "A", was.Text)}, "first same"},
		"every item leads to the same page": {
			[]Item{given("g1", address, "A", was.Text), given("g2", address, "B", other.Text)},
			[]Item{given("g3", address, "C", body("Cville")), given("g1", address, "A", was.Text), given("g2", address, "B", other.Text)},
			"first same same",
		},
		"every item leads home": {
			[]Item{given("g1", "https://news.example.com/", "A", was.Text)},
			[]Item{given("g2", "https://news.example.com/", "B", other.Text)}, "first",
		},
		"no guid, every item leads to the same page": {
			[]Item{given("", address, "A", was.Text), given("", address, "B", other.Text)},
			[]Item{given("", address, "C", body("Cville")), given("", address, "A", was.Text)},
			"first same",
		},
		"an item without any text": {[]Item{was}, []Item{given("g7", address+"7", "", " "), was}, "same"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, seen := afterFirst(t, c.was...)
			in := Ingest(s, Delivery{Link: "https://news.example.com/", Items: c.is}, seen, noon.Add(time.Hour))
			if got := outcome(in); got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			again := Ingest(s, Delivery{Link: "https://news.example.com/", Items: c.is}, see(seen, in, noon), noon.Add(2*time.Hour))
			if got := strings.ReplaceAll(outcome(again), "same", ""); strings.TrimSpace(got) != "" {
				t.Errorf("the same again: got %q, want that nothing is new", got)
			}
		})
	}
}

func TestReplatformed(t *testing.T) {
	t.Parallel()
	item := func(system string, i int, text string) Item {
		return given(fmt.Sprintf("%s-%d", system, i), fmt.Sprintf("https://%s.example.com/%d", system, i),
			fmt.Sprintf("Story number %d of the day", i), text)
	}
	items := func(system string, from, to int, text func(int) string) []Item {
		var out []Item
		for i := from; i < to; i++ {
			out = append(out, item(system, i, text(i)))
		}
		return out
	}
	old := func(i int) string { return body(fmt.Sprintf("Town %d", i)) }
	edited := func(i int) string { return old(i) + " Read more." }
	for name, c := range map[string]struct {
		is   []Item
		want string
		flag bool
	}{
		"all by title":        {items("b", 0, 10, edited), strings.TrimSpace(strings.Repeat("link ", 10)), true},
		"half by title":       {items("b", 5, 15, edited), strings.TrimSpace(strings.Repeat("first ", 5) + strings.Repeat("link ", 5)), true},
		"fewer by title":      {items("b", 6, 16, edited), strings.TrimSpace(strings.Repeat("first ", 10)), false},
		"by text":             {items("b", 0, 10, old), strings.TrimSpace(strings.Repeat("link ", 10)), true},
		"one under its guid":  {append(items("a", 0, 1, old), items("b", 1, 10, edited)...), strings.TrimSpace(strings.Repeat("first ", 9) + "same"), false},
		"two items, by title": {items("b", 0, 2, edited), "first first", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, seen := afterFirst(t, items("a", 0, 10, old)...)
			in := Ingest(s, Delivery{Items: c.is}, seen, noon.Add(time.Hour))
			if got := outcome(in); got != c.want || in.Replatformed != c.flag {
				t.Errorf("got %q, %v, want %q, %v", got, in.Replatformed, c.want, c.flag)
			}
		})
	}
}

func TestLinksCarryTheKnownIdentity(t *testing.T) {
	t.Parallel()
	s, seen := afterFirst(t, given("g1", "https://news.example.com/a", "A", body("Aville")))
	in := Ingest(s, Delivery{Items: []Item{given("g2", "https://news.example.com/b", "A", body("Aville"))}}, seen, noon)
	if len(in.Items) != 1 || !in.Items[0].LinkOnly {
		t.Fatalf("got %+v, want one link", in.Items)
	}
	d := in.Items[0].Dispatch
	want := news.Key{Kind: news.KeyID, Value: s.ID.String() + "\x1fg1"}
	if d.ID != seen[0].Dispatch || !slices.Contains(d.Keys, want) {
		t.Errorf("got %s with %v, want %s with %v among its keys", d.ID, d.Keys, seen[0].Dispatch, want)
	}
}

func TestFirstPoll(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return noon.AddDate(0, 0, -n) }
	for name, dates := range map[string][]time.Time{
		"newest first": {day(0), day(1), day(2), day(3), day(4)},
		"oldest first": {day(4), day(3), day(2), day(1), day(0)},
		"without":      {{}, {}, {}, {}, {}},
		"mixed":        {day(0), day(9), day(1), day(8), day(2)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var items []Item
			for i, at := range dates {
				g := given(fmt.Sprint(i), "", fmt.Sprint("T", i), body(fmt.Sprint(i)))
				g.Published = at
				items = append(items, g)
			}
			in := Ingest(testSource(), Delivery{Items: items}, nil, noon)
			var fresh []time.Time
			for _, i := range in.Items {
				if !i.History {
					fresh = append(fresh, i.Dispatch.Published)
				}
			}
			if len(in.Items) != 5 || len(fresh) != 3 || in.New != 5 {
				t.Fatalf("got %d items, %d news, New %d, want 5, 3, 5", len(in.Items), len(fresh), in.New)
			}
			for _, at := range fresh {
				if at.Before(day(2)) && !at.IsZero() {
					t.Errorf("%v is news, want only the newest three", at)
				}
			}
		})
	}
}

func TestAFirstPollInParts(t *testing.T) {
	t.Parallel()
	var items []Item
	for i := range 5 {
		items = append(items, given(fmt.Sprint(i), "", fmt.Sprint("T", i), body(fmt.Sprint(i))))
	}
	for _, i := range Ingest(testSource(), Delivery{Items: items, More: true}, nil, noon).Items {
		if !i.History {
			t.Errorf("%q is news, though newer items were not read yet", i.Title)
		}
	}
}

func TestAFloodIsStored(t *testing.T) {
	t.Parallel()
	s, seen := afterFirst(t, given("g1", "", "A", body("Aville")))
	var items []Item
	for i := range 400 {
		items = append(items, given(fmt.Sprint("new", i), "", fmt.Sprint("T", i), body(fmt.Sprint(i))))
	}
	in := Ingest(s, Delivery{Items: items}, seen, noon)
	if in.New != 400 || len(in.Items) != 400 || in.Items[399].History {
		t.Errorf("got %d new, %d items, want 400 and no history", in.New, len(in.Items))
	}
}

func TestTextOfAnOlderVersionIsNoRevision(t *testing.T) {
	t.Parallel()
	s, seen := afterFirst(t, given("g1", "https://news.example.com/a", "Bridge", body("Aville")))
	seen[0].Hash = "0:" + strings.Repeat("ab", 16)
	in := Ingest(s, Delivery{Items: []Item{given("g1", "https://news.example.com/a", "Bridge", body("Aville"))}}, seen, noon)
	if got := outcome(in); got != "link" {
		t.Errorf("got %q, want the item linked and its text left alone", got)
	}
	in = Ingest(s, Delivery{Items: []Item{given("g1", "https://news.example.com/a", "KILL: Bridge", body("Aville"))}}, seen, noon)
	if got := outcome(in); got != "killed" {
		t.Errorf("got %q, want that a kill is heard all the same", got)
	}
}

func TestItemsMadeDispatches(t *testing.T) {
	t.Parallel()
	cut := given("g1", "https://news.example.com/a?utm_source=x", "A", "It begins")
	cut.Cut = true
	bare := given("g2", "https://news.example.com/b", "Title alone", "")
	whole := given("g3", "https://news.example.com/c", "C", "Der Rat der Stadt hat am Montag beschlossen, dass die alte Brücke wieder aufgebaut wird.")
	tagged := given("g4", "https://news.example.com/d", "D", "Der Rat der Stadt hat am Montag beschlossen, dass die Brücke bleibt.")
	tagged.Language = "de-AT"
	in := Ingest(testSource(), Delivery{Items: []Item{tagged, whole, bare, cut}}, nil, noon)
	if len(in.Items) != 4 {
		t.Fatalf("got %d items, want 4", len(in.Items))
	}
	a, b, c, d := in.Items[0], in.Items[1], in.Items[2], in.Items[3]
	if a.Page != "https://news.example.com/a?utm_source=x" || a.Dispatch.URL != a.Page {
		t.Errorf("a cut item: page %q, address %q", a.Page, a.Dispatch.URL)
	}
	if b.Dispatch.Revision.Text != "Title alone" || b.Dispatch.Revision.Title != "" || b.Page == "" {
		t.Errorf("an item without text: got %+v, page %q", b.Dispatch.Revision, b.Page)
	}
	if c.Page != "" || c.Dispatch.Language != "de" || len(c.Sketch) == 0 || c.Index.Text == "" {
		t.Errorf("a whole item: page %q, language %q, %d hashes", c.Page, c.Dispatch.Language, len(c.Sketch))
	}
	if d.Dispatch.Language != "de-AT" {
		t.Errorf("language: got %q, want the one it is tagged with", d.Dispatch.Language)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]news.RevisionKind{
		"CORRECTED-Putin to meet Obama":                         news.RevisionCorrected,
		"CORRECTED - Putin to meet Obama":                       news.RevisionCorrected,
		"CORRECTED-UPDATE 1-Oil falls":                          news.RevisionCorrected,
		"UPDATE 2-CORRECTED-Oil falls":                          news.RevisionCorrected,
		"REFILE-Oil falls":                                      news.RevisionCorrected,
		"Correction: Trump story":                               news.RevisionCorrected,
		"Correction (2): Trump story":                           news.RevisionCorrected,
		"(Corrects name in paragraph 2)":                        news.RevisionCorrected,
		"Oil falls (corrected)":                                 news.RevisionCorrected,
		"[CORRECTED] Oil falls":                                 news.RevisionCorrected,
		"=(RECTIFICATIF)= Le pétrole baisse":                    news.RevisionCorrected,
		"Rectificatif : le pétrole baisse":                      news.RevisionCorrected,
		"Berichtigung: Ölpreis fällt":                           news.RevisionCorrected,
		"(Berichtigung: Im ersten Absatz muss es Montag heißen": news.RevisionCorrected,
		"KORREKTUR/Ölpreis fällt":                               news.RevisionCorrected,
		"Corrección: El petróleo cae":                           news.RevisionCorrected,
		"(CORRECCIÓN) El petróleo cae":                          news.RevisionCorrected,
		"ИСПРАВЛЕНО: Нефть дешевеет":                            news.RevisionCorrected,
		"Исправлено":                                            news.RevisionCorrected,
		"Поправка - Нефть дешевеет":                             news.RevisionCorrected,
		"KILL: Oil falls":                                       news.RevisionKilled,
		"BULLETIN KILL":                                         news.RevisionKilled,
		"WITHDRAWN-Oil falls":                                   news.RevisionKilled,
		"STORY WITHDRAWN: Oil falls":                            news.RevisionKilled,
		"Oil falls (withdrawn)":                                 "",
		"Withdrawn: Oil falls":                                  news.RevisionKilled,
		"ANNULATION: Le pétrole baisse":                         news.RevisionKilled,
		"Zurückgezogen: Ölpreis fällt":                          news.RevisionKilled,
		"АННУЛИРОВАНО: Нефть дешевеет":                          news.RevisionKilled,
		"Kill Bill director turns sixty":                        "",
		"Killed: five soldiers":                                 "",
		"KILL BILL DIRECTOR TURNS SIXTY":                        "",
		"Corrections officers strike":                           "",
		"Correct answers only":                                  "",
		"Withdrawal from the treaty: what to know":              "",
		"Retraite : la réforme":                                 "",
		"Оценка исправлена":                                     "",
		"":                                                      "",
	} {
		if got := markIn(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
	if got := markOf("A", "One.\n\nTwo.\n\nThree.\n\nCORRECTED: four"); got.kind != "" {
		t.Errorf("a marker below the first lines: got %q, want none", got.kind)
	}
}

func FuzzIngest(f *testing.F) {
	f.Add("g1", "https://a.example/1", "A", "text", "g2", "https://a.example/1", "B", "text")
	f.Add("", "", "CORRECTED", "", "", "", "(", "[KILL")
	f.Fuzz(func(t *testing.T, id1, url1, title1, text1, id2, url2, title2, text2 string) {
		items := []Item{given(id1, url1, title1, text1), given(id2, url2, title2, text2)}
		s := testSource()
		in := Ingest(s, Delivery{Items: items}, nil, noon)
		if in.New > len(in.Items) || len(in.Items) > 2 || len(in.SeenKeys) > 0 {
			t.Fatalf("a first poll of two gave %d items, %d new, %d seen", len(in.Items), in.New, len(in.SeenKeys))
		}
		s.State.LastSuccess = noon
		again := Ingest(s, Delivery{Items: items}, see(nil, in, noon), noon)
		if again.New != 0 {
			t.Errorf("the same again has %d new", again.New)
		}
	})
}
