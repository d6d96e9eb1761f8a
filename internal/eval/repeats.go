package main

import (
	"fmt"
	"strings"
	"time"

	"dateline/internal/eval/stat"
	"dateline/related"
)

// setRepeats has dated wire stories, many of which came more than once.
const setRepeats = "topic/reuters"

// story is a dispatch as repeats are looked for.
type story struct {
	text related.Text
	at   time.Time
	raw  string
}

// sketches is the index that a store keeps.
type sketches map[uint64][]int

func (x sketches) add(i int, t related.Text) {
	for _, h := range t.Sketch() {
		x[h] = append(x[h], i)
	}
}

// candidates gives those that share enough hashes with t.
func (x sketches) candidates(t related.Text) map[int]bool {
	shared, found := map[int]int{}, map[int]bool{}
	for _, h := range t.Sketch() {
		for _, i := range x[h] {
			if shared[i]++; shared[i] == related.MinShared {
				found[i] = true
			}
		}
	}
	return found
}

// repeatsSection measures how many near-duplicates the index finds, of those
// that comparing every text with every other finds.
func (e *evaluation) repeatsSection() (section, error) {
	stories, err := readStories(e.shared)
	if err != nil {
		return section{}, err
	}
	index := sketches{}
	found, all := 0, 0
	for i, s := range stories {
		candidates := index.candidates(s.text)
		for k, earlier := range stories[:i] {
			if related.Copies(earlier.text, s.text, s.at.Sub(earlier.at)) {
				all++
				if candidates[k] {
					found++
				}
			}
		}
		index.add(i, s.text)
	}
	s := section{title: "Repeats", text: fmt.Sprintf(strings.TrimSpace(`
Of %s (n %d), the pairs that package related takes for near-duplicates when every text is compared with every other, and how many of them its index of sketches finds; and how many
texts are found by their own beginning, cut at a word, where that has 15 words or more. What is no repeat but taken for one is not counted here: nobody has labelled the pairs.`),
		setRepeats, len(stories))}
	t := table{head: []string{"what", "n", "found"}}
	add := func(what string, hits, n int) {
		share := stat.Share(hits, n)
		t.rows = append(t.rows, []string{what, fmt.Sprint(n), fmt.Sprintf("%.1f%% (%.1f to %.1f)", 100*share.Value, 100*share.Low, 100*share.High)})
	}
	add("pairs", found, all)
	for _, part := range []int{75, 50, 25, 10} {
		hits, n := truncated(stories, index, part)
		add(fmt.Sprintf("the first %d%% of a text", part), hits, n)
	}
	s.tables = []table{t}
	return s, nil
}

// truncated counts the texts that are found by their first part, in per cent of the words.
func truncated(stories []story, index sketches, part int) (hits, n int) {
	for i, s := range stories {
		words := strings.Fields(s.raw)
		words = words[:len(words)*part/100]
		if len(words) < 15 {
			continue
		}
		n++
		cut := related.Read(strings.Join(words, " "))
		if index.candidates(cut)[i] && related.Copies(cut, s.text, 0) {
			hits++
		}
	}
	return hits, n
}

func readStories(shared string) ([]story, error) {
	var stories []story
	err := eachLine(shared, setRepeats, func(r struct{ Date, Title, Text string }) error {
		at, err := time.Parse("2006-01-02T15:04:05", r.Date)
		if err != nil {
			return err
		}
		raw := r.Title + "\n" + r.Text
		stories = append(stories, story{related.Read(raw), at, raw})
		return nil
	})
	return stories, err
}
