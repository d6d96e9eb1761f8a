package wire

import (
	"testing"
)

// checkWhole holds the promise that every byte belongs to exactly one part.
func checkWhole(t *testing.T, d *Document) {
	t.Helper()
	at := 0
	for _, p := range d.Parts {
		if p.Start != at || p.End <= p.Start {
			t.Fatalf("part %v [%d, %d) does not follow on %d", p.Kind, p.Start, p.End, at)
		}
		at = p.End
	}
	if at != len(d.Text) {
		t.Fatalf("the parts end at %d of %d", at, len(d.Text))
	}
}

func checkSentences(t *testing.T, d *Document) {
	t.Helper()
	k := 0
	for _, p := range d.Parts {
		if p.Kind != KindSentence {
			continue
		}
		if k == len(d.Sentences) || d.Sentences[k].Range != p.Range {
			t.Fatalf("sentence part [%d, %d) is not sentence %d", p.Start, p.End, k)
		}
		k++
	}
	if k != len(d.Sentences) {
		t.Fatalf("%d sentence parts, %d sentences", k, len(d.Sentences))
	}
	at := 0
	for i, s := range d.Sections {
		if s.First != at || s.End < s.First {
			t.Fatalf("section %d is [%d, %d), want it to begin at %d", i, s.First, s.End, at)
		}
		at = s.End
	}
	if at != len(d.Sentences) {
		t.Fatalf("the sections end at sentence %d of %d", at, len(d.Sentences))
	}
	for _, s := range d.Sentences {
		for _, q := range s.Quotes {
			if q.Start < s.Start || q.End > s.End {
				t.Fatalf("quotation [%d, %d) outside of its sentence [%d, %d)", q.Start, q.End, s.Start, s.End)
			}
		}
		if a := s.Attribution; a.Speaker != d.Slice(a.At) {
			t.Fatalf("speaker %q is not what stands at [%d, %d)", a.Speaker, a.At.Start, a.At.End)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range labelledFiles(f) {
		l := readLabelled(f, file)
		f.Add(l.text, l.language)
	}
	f.Add("- a\n-\n—\n\n“\"«„ ‘ ’ ” »", "ru")
	f.Add("A.B.C. 3.5\r\n\tMr. \xff\xfe St.\u2028x", "und")
	f.Add("by\nBy Jo Doe\nRead also:\nOne two three\nFour five six", "en")
	f.Fuzz(func(t *testing.T, text, language string) {
		d := Parse(text, language)
		checkWhole(t, d)
		checkSentences(t, d)
	})
}

func FuzzDateline(f *testing.F) {
	for _, s := range []string{
		"MOSCOW, July 6 /TASS/. Russian", "LONDON (Reuters) - The", "PARIS (AP) _ A", "Berlin (dpa) - Die", "Madrid, 21 ene (EFE).- El",
		"Москва, 6 июл — РИА Новости. Об", "(ANSA) - ROMA, 12 GEN - Il", "TOKYO, March 3, Kyodo - A", "(CNN)On the", "29/01/2019 x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		long := datelineReader{cursor: cursor{s: s[:min(len(s), maxDateline)]}}
		if long.read() && long.newsFollows() && !mayHaveDateline(long.s) {
			t.Fatalf("the quick look misses the dateline of %q", long.s)
		}
		d, n := readDateline(s)
		if n < 0 || n > len(s) {
			t.Fatalf("length %d of %d", n, len(s))
		}
		if n > 0 && d.Place == "" && d.Agency == "" {
			t.Fatalf("a dateline of %d bytes without place and agency", n)
		}
	})
}
