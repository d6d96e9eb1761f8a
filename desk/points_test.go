package desk

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/news"
)

// addSaying adds dispatches of the same day, the newest first.
func (f *fixture) addSaying(t testing.TB, texts ...string) {
	t.Helper()
	for i, row := range texts {
		source, text, _ := strings.Cut(row, ": ")
		f.add(t, news.OriginImport, news.Raw{
			ID: fmt.Sprint(i), Source: source, Text: strings.ReplaceAll(text, "|", "\n") + "\n", Published: now.Add(-time.Duration(i) * time.Minute),
		})
	}
}

// TestTheSameIsToldOnce: the sources of a sentence are counted at its first one.
func TestTheSameIsToldOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSaying(t, "Reuters: The harbour is shut.|Ships wait outside the harbour.",
		"TASS: the  harbour is shut.", "dpa: Ships wait outside the harbour.|The harbour opens on Monday.", "AFP: The harbour is shut.",
		"reuters: The harbour is shut.", ": The harbour is shut.", "TASS: The harbour is shut.")
	const want = `title  harbour: 7 dispatches
title  Sun 22 Nov
bullet #1 The harbour is shut.
source Reuters, 15:30, also in 2 sources
bullet #2 Ships wait outside the harbour.
source Reuters, 15:30, also in 1 source
bullet #3 The harbour opens on Monday.
source dpa, 15:28
[Evidence 1: evidence 1]
[Also 1: also 1]
[Evidence 2: evidence 2]
[Also 2: also 2]
[Evidence 3: evidence 3]
`
	if got := show(f.ask(t, "topic harbour")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for number, words := range map[string]string{"1": "quote  The harbour is shut.", "2": "quote  Ships wait", "3": "quote  The harbour opens on Monday."} {
		if got := show(f.ask(t, "evidence "+number)); !strings.Contains(got, words) || strings.Contains(got, "notice") {
			t.Errorf("evidence %s: got\n%s\nwant %q in it", number, got, words)
		}
	}
	for number, want := range map[string]string{"1": "TASS AFP TASS", "2": "dpa", "3": ""} {
		var sources []string
		for _, b := range f.ask(t, "also "+number).Blocks {
			if b.Label != "" {
				sources = append(sources, strings.Split(b.Label, ",")[0])
			}
		}
		if got := strings.Join(sources, " "); got != want {
			t.Errorf("also %s: got %q, want %q", number, got, want)
		}
	}
	if got := show(f.ask(t, "topic harbour since:today")); !strings.HasPrefix(got, "title  harbour: 2 new today\n") {
		t.Errorf("got\n%s\nwant two dispatches to be new, the others say the same", got)
	}
	if got, want := show(f.ask(t, "older")), "text   Nothing older.\n"; got != want {
		t.Errorf("older: got\n%s\nwant\n%s", got, want)
	}
}

// TestOlderGoesOnAfterWhatWasNotShown: neither a dispatch that says nothing
// of its own nor one without a digest comes again.
func TestOlderGoesOnAfterWhatWasNotShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSaying(t, "A: One word.", "B: no stop in this word", "C: Two word.", "D: nor in this word", "E: Three word.")
	const first = "title  #1 A, Sun 22 Nov, 15:30\nbullet #1.1 One word.\ntitle  #2 C, Sun 22 Nov, 15:28\nbullet #2.1 Two word.\n"
	if got := show(f.ask(t, "latest 2")); !strings.HasPrefix(got, first) || strings.Contains(got, "othing") {
		t.Errorf("latest: got\n%s\nwant the two that can be digested", got)
	}
	if got := show(f.ask(t, "evidence 2")); !strings.Contains(got, "quote  Two word.") {
		t.Errorf("evidence: got\n%s", got)
	}
	if got := show(f.ask(t, "older")); !strings.HasPrefix(got, "title  E, Sun") {
		t.Errorf("older: got\n%s\nwant E", got)
	}
	if got, want := show(f.ask(t, "older")), "text   Nothing older.\n"; got != want {
		t.Errorf("older still: got\n%s\nwant\n%s", got, want)
	}

	f = newFixture(t)
	var many []string
	for i := range maxCount + 1 {
		many = append(many, fmt.Sprintf("S%d: The same word.", i))
	}
	f.addSaying(t, append(many, "Last: Another word.")...)
	if got := show(f.ask(t, "topic word")); !strings.Contains(got, "also in 9 sources") {
		t.Errorf("topic: got\n%s\nwant ten sources", got)
	}
	f.ask(t, "digest A given text.")
	if got := show(f.ask(t, "older")); !strings.HasPrefix(got, "title  word: 2 older dispatches\n") {
		t.Errorf("older: got\n%s\nwant it to go on after all that was looked at", got)
	}
}

// TestNothingButUndigestible: where there is nothing else, it is shown, as no news.
func TestNothingButUndigestible(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSaying(t, "A: no stop in this word", "B: nor in this word")
	const want = "title  A, Sun 22 Nov, 15:30\ntext   Nothing to digest: the text holds no sentence.\n"
	for _, question := range []string{"latest", "welcome"} {
		if got := show(f.ask(t, question)); !strings.Contains(got, want) || strings.Contains(got, "B,") {
			t.Errorf("%s: got\n%s\nwant the newest alone", question, got)
		}
	}
	f.addSaying(t, "A: no stop in this word", "B: nor in this word", "C: Here is a word.")
	for _, question := range []string{"latest", "topic word", "welcome"} {
		if got := show(f.ask(t, question)); strings.Contains(got, "othing") || strings.Contains(got, "#2") || !strings.Contains(got, "Here is a word.") {
			t.Errorf("%s: got\n%s\nwant C alone", question, got)
		}
	}
	many := newFixture(t)
	var silent []string
	for i := range maxSkipped + 20 {
		silent = append(silent, fmt.Sprintf("S%d: no stop here", i))
	}
	many.addSaying(t, append(silent, "Last: A stop.")...)
	many.ask(t, "latest")
	if got := show(many.ask(t, "older")); !strings.Contains(got, "A stop.") {
		t.Errorf("older: got\n%s\nwant the one that can be digested", got)
	}
}

// TestEvidenceOfWhatWasToldBefore: where the first source of a sentence has
// gone, it is not known any more what the second one added, so all is shown.
func TestEvidenceOfWhatWasToldBefore(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSaying(t, "Reuters: The harbour is shut.", "dpa: The harbour is shut.|The harbour opens on Monday.")
	f.ask(t, "topic harbour")
	f.store.fail["Digest"] = errors.New("disk full")
	if _, err := f.Handle(t.Context(), f.request("evidence 2")); err == nil {
		t.Error("evidence 2: got no error, want the store's")
	}
	f.store.fail = nil
	for id, row := range f.store.dispatches {
		if row.Source == "Reuters" {
			delete(f.store.dispatches, id)
		}
	}
	if got := show(f.ask(t, "evidence 1")); !strings.Contains(got, "no longer stored") {
		t.Errorf("evidence 1: got\n%s", got)
	}
	want := "text   Evidence for 2, word for word, dpa:\nquote  #2 The harbour is shut.\nquote  #2 The harbour opens on Monday.\n"
	if got := show(f.ask(t, "evidence 2")); !strings.HasPrefix(got, want) {
		t.Errorf("evidence 2: got\n%s\nwant\n%s", got, want)
	}
}

// TestTopicUnderItsOwnDate: a dispatch that bears a later date stands under
// that date, as latest has it.
func TestTopicUnderItsOwnDate(t *testing.T) {
	t.Parallel()
	for published, day := range map[time.Time]string{
		time.Date(2026, time.December, 24, 8, 15, 0, 0, time.UTC):  "Thu 24 Dec",
		time.Date(9999, time.December, 31, 8, 15, 0, 0, time.UTC):  "Fri 31 Dec 9999",
		time.Date(2026, time.November, 22, 8, 15, 0, 0, time.UTC):  "Sun 22 Nov",
		time.Date(1970, time.January, 1, 8, 15, 0, 0, time.UTC):    "Thu 1 Jan 1970",
		time.Date(2026, time.November, 22, 23, 15, 0, 0, time.UTC): "Mon 23 Nov",
		time.Date(9999, time.December, 31, 23, 15, 0, 0, time.UTC): "Sat 1 Jan 10000",
	} {
		f := newFixture(t)
		f.add(t, news.OriginImport, news.Raw{Source: "TASS", Text: "A word.\n", Published: published})
		clock := published.In(berlin).Format("15:04")
		want := "title  word: 1 dispatch\ntitle  " + day + "\nbullet #1 A word.\nsource TASS, " + clock + "\n"
		if got := show(f.ask(t, "topic word")); !strings.HasPrefix(got, want) {
			t.Errorf("%v: got\n%s\nwant\n%s", published, got, want)
		}
		if got := show(f.ask(t, "latest")); !strings.HasPrefix(got, "title  TASS, "+day+", "+clock+"\n") {
			t.Errorf("%v: latest: got\n%s\nwant the same day and time", published, got)
		}
	}
}
