package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/internal/testkit"
)

// TestGoals holds the reading of feeds to what was set for it.
func TestGoals(t *testing.T) {
	t.Parallel()
	folder := testkit.Shared(t, "corpora")
	if folder == "" {
		return
	}
	all, err := measureAll(folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.parsed < f.goal || f.itemsComplete < f.withItems || f.refused < f.refusals {
			t.Errorf("%+v", f)
		}
		if f.right*100 < f.mapped*85 {
			t.Errorf("%s: %d right of %d", f.name, f.right, f.mapped)
		}
	}
}

func TestReadAssertion(t *testing.T) {
	t.Parallel()
	for claim, want := range map[string]assertion{
		`entries[0]['title'] == u'a\u00e9\'b'`: {path: []string{"entries", "0", "title"}, text: "aé'b"},
		`(feed.link == "x" + 'y')`:             {path: []string{"feed", "link"}, text: "xy"},
		`entries[0]['updated_parsed'] == (2003, 12, 31, 10, 14, 55, 2, 365, 0)`: {
			path: []string{"entries", "0", "updated_parsed"}, time: []int{2003, 12, 31, 10, 14, 55, 2, 365, 0},
		},
	} {
		if got, err := readAssertion(claim); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", claim, got, err)
		}
	}
	for _, claim := range []string{"len(entries) == 1", "feed['a'] is None", "feed['a'] == 1", "not entries[0]['x']", "feed['a'] == 'x", ""} {
		if got, err := readAssertion(claim); err == nil {
			t.Errorf("%s: got %+v", claim, got)
		}
	}
	if got := conjuncts(`not bozo and a['x'] == 'p and q' and b`); len(got) != 3 || got[1] != `a['x'] == 'p and q'` {
		t.Errorf("conjuncts: %q", got)
	}
}

func TestMeasureTellsRightFromWrong(t *testing.T) {
	t.Parallel()
	document := "<rss><channel><title>a b</title><item><title>x</title></item></channel></rss>"
	cases := []testCase{
		{name: "right", data: []byte(document), parsed: true, items: 1, expected: []expectation{{[]string{"feed", "title"}, "<b>a</b> b"}}},
		{name: "wrong", data: []byte(document), parsed: true, items: 2, expected: []expectation{{[]string{"entries", "0", "title"}, "y"}}},
		{name: "unread", data: []byte("x"), parsed: true},
		{name: "no feed", data: []byte("x")},
	}
	var wrong bytes.Buffer
	f := measure("test", 0, cases, &wrong)
	if f.documents != 3 || f.parsed != 2 || f.mapped != 2 || f.right != 1 || f.itemsComplete != 1 || f.refused != 1 || strings.Count(wrong.String(), "\n") != 3 {
		t.Errorf("got %+v\n%s", f, wrong.String())
	}
}

func TestSection(t *testing.T) {
	t.Parallel()
	got := section([]figures{{name: "c", documents: 2, parsed: 1, goal: 2, mapped: 4, right: 3}}, time.Unix(0, 0))
	if !strings.Contains(got.Text, "| c | 2 | 1 | 2 | - | 0 | 4 | 3 (75.0%) |") {
		t.Errorf("got %s", got.Text)
	}
}
