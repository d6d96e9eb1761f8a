package feeds_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/feeds"
	"dateline/news"
)

func watched(paragraphs ...string) feeds.Page {
	return feeds.Page{
		Address: pageAt, Title: "Harbour news", Language: "en", Published: time.Date(2031, 3, 4, 0, 0, 0, 0, time.UTC),
		Text: strings.Join(paragraphs, "\n\n"),
	}
}

const (
	ferry   = "The ferry to Larvik was stopped on Tuesday."
	counter = "1,204 readers online"
	toll    = "The storm has killed 12 people on the coast, officials said on Monday."
	fresh   = "Eleven ships are waiting outside of the harbour."
)

func TestWatch(t *testing.T) {
	t.Parallel()
	first, rows, changed := feeds.Watch(watched("Updated 10:15", ferry, counter, ferry, toll), nil)
	if !changed || len(rows) != 4 || first.Title != "Harbour news" || first.URL != pageAt || first.Published.IsZero() ||
		first.Text != strings.Join([]string{"Updated 10:15", ferry, counter, toll}, "\n\n") {
		t.Errorf("first reading: got %+v, %d rows, %v", first, len(rows), changed)
	}
	tests := []struct {
		name        string
		paragraphs  []string
		title, text string // "": nothing has changed
	}{
		{"the same", []string{"Updated 10:15", ferry, counter, toll}, "", ""},
		{"other order, case and space", []string{toll, "THE ferry  to Larvik\nwas stopped on tuesday", ferry}, "", ""},
		{"clock and counter", []string{"Updated 10:40", ferry, "1,377 readers online", toll}, "", ""},
		{"a heading without text", []string{"Ships wait", ferry, toll}, "", ""},
		{"a word and a stop", []string{"Loading.", ferry}, "", ""},
		{"less", []string{ferry}, "", ""},
		{"nothing", nil, "", ""},
		{"a new paragraph", []string{"Updated 10:40", fresh, ferry, toll}, "Harbour news", fresh},
		{"with its heading", []string{"Updated 10:40", "Ships wait", fresh, ferry}, "Ships wait", fresh},
		{"a toll that has risen", []string{ferry, strings.Replace(toll, "12", "15", 1)}, "Harbour news", strings.Replace(toll, "12", "15", 1)},
		{"two places", []string{fresh, ferry, "Talks begin next week, the union said."}, "Harbour news", fresh + "\n\nTalks begin next week, the union said."},
		{"without spaces", []string{"ラルビク行きのフェリーは火曜日に運休した。"}, "Harbour news", "ラルビク行きのフェリーは火曜日に運休した。"},
	}
	for _, tt := range tests {
		item, keys, changed := feeds.Watch(watched(tt.paragraphs...), rows)
		if changed != (tt.text != "") || item.Title != tt.title || item.Text != tt.text || changed && (item.ID == "" || item.ID == first.ID || !item.Published.IsZero()) {
			t.Errorf("%s: got %+v, %v; want %q, %q", tt.name, item, changed, tt.title, tt.text)
		}
		if again, _, changed := feeds.Watch(watched(tt.paragraphs...), slices.Concat(rows, keys)); changed {
			t.Errorf("%s: read again: got %+v, want nothing", tt.name, again)
		}
	}
}

func TestWatchHeadingWaits(t *testing.T) {
	t.Parallel()
	_, rows, _ := feeds.Watch(watched(ferry), nil)
	_, keys, changed := feeds.Watch(watched("Ships wait", ferry), rows)
	if changed || len(keys) != 1 {
		t.Fatalf("the heading alone: got %v, rows %v", changed, keys)
	}
	if item, _, _ := feeds.Watch(watched("Ships wait", fresh, ferry), slices.Concat(rows, keys)); item.Title != "Ships wait" || item.Text != fresh {
		t.Errorf("got %+v, want the text under its heading", item)
	}
}

func FuzzWatch(f *testing.F) {
	f.Add(ferry+"\n\n"+counter, "Updated 1\n\n"+fresh)
	f.Add("", "a b c d.\n\n\n\n\xff b c d e?")
	f.Fuzz(func(t *testing.T, before, after string) {
		before, after = strings.ToValidUTF8(before, "?"), strings.ToValidUTF8(after, "?")
		_, rows, _ := feeds.Watch(feeds.Page{Text: before}, []news.Seen{{Key: "guid", Hash: "x"}})
		item, keys, changed := feeds.Watch(feeds.Page{Text: after}, rows)
		if !utf8.ValidString(item.Text) || len(item.Text) > len(after) || changed == (item.ID == "") || changed && item.Text == "" {
			t.Errorf("got %+v, %v", item, changed)
		}
		seen := map[string]bool{}
		for _, k := range keys {
			if seen[k.Key] {
				t.Errorf("key %s is there twice", k.Key)
			}
			seen[k.Key] = true
		}
		if _, _, changed := feeds.Watch(feeds.Page{Text: after}, slices.Concat(rows, keys)); changed {
			t.Error("the same page again has changed")
		}
	})
}
