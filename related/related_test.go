package related_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/related"
)

// The story as one agency has it, made up.
const story = `The river burst its banks at Lindow before dawn on Tuesday and flooded 340 houses, the county council said.
Firefighters took 62 people from their roofs by boat. A woman of 81 is missing, police said.
The water will stand in the streets until Friday, the weather service expects. It measured 4.2 metres at the old bridge, the most since 1954.
The council opened two schools for those who cannot go home. Trains between Lindow and the coast do not run.`

const bulletin = `The harbour office counted 41 ships at anchor outside of the lock on Monday. The wait was 19 hours for the northern passage and 23 hours for the southern one.
The office expects the queue to grow as work on the eastern gate goes on for the rest of the month.`

func TestCopies(t *testing.T) {
	t.Parallel()
	lines := strings.Split(story, "\n")
	for name, c := range map[string]struct {
		a, b  string
		apart time.Duration
		want  bool
	}{
		"the same":                       {story, story, 0, true},
		"other case and punctuation":     {story, strings.ToUpper(strings.ReplaceAll(story, ",", " -")), time.Hour, true},
		"cut after two lines":            {story, strings.Join(lines[:2], "\n"), time.Hour, true},
		"with a foreign head and foot":   {story, "From our correspondent in the north. Read our live page.\n" + story + "\nMore of this in our evening edition, as every day at seven.", time.Hour, true},
		"a number corrected":             {story, strings.ReplaceAll(story, "62", "26"), time.Hour, true},
		"another story":                  {story, bulletin, 0, false},
		"four days later":                {story, story, 4 * 24 * time.Hour, false},
		"the next day's bulletin":        {bulletin, numbersOf(bulletin, "44", "17", "25"), 24 * time.Hour, false},
		"the bulletin, corrected":        {bulletin, numbersOf(bulletin, "44", "17", "25"), time.Hour, true},
		"short, the same":                {"Lindow wins the cup again.", "LINDOW WINS THE CUP AGAIN", 0, true},
		"short, one word differs":        {"Lindow wins the cup again.", "Lindow wins the league again.", 0, false},
		"short, within a long one":       {"340 houses, the county council said.", story, 0, false},
		"nothing at all":                 {"", "", 0, false},
		"nothing and something":          {"", story, 0, false},
		"a single word":                  {"Flood", "flood!", 0, true},
		"order of time does not matter":  {story, story, -time.Hour, true},
		"another language's same script": {"Река вышла из берегов у Линдова, сообщил совет.", "Река вышла из берегов у Линдова, сообщил совет!", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := related.Copies(related.Read(c.a), related.Read(c.b), c.apart); got != c.want {
				t.Errorf("copies: got %t, want %t", got, c.want)
			}
			if got := related.Copies(related.Read(c.b), related.Read(c.a), c.apart); got != c.want {
				t.Errorf("copies, the other way round: got %t, want %t", got, c.want)
			}
		})
	}
}

// numbersOf puts other numbers into the bulletin.
func numbersOf(text string, ships, north, south string) string {
	return strings.NewReplacer("41", ships, "19", north, "23", south).Replace(text)
}

func TestASketchFindsPartsOfAText(t *testing.T) {
	t.Parallel()
	var long []string
	for i := range 40 {
		long = append(long, strings.ReplaceAll(bulletin, "harbour", "harbour"+strings.Repeat("x", i)))
	}
	whole := related.Sketch(story + "\n" + strings.Join(long[:6], "\n"))
	if len(whole) != related.SketchSize || !slices.IsSorted(whole) {
		t.Fatalf("a sketch of %d hashes, in order %t, want %d in order", len(whole), slices.IsSorted(whole), related.SketchSize)
	}
	part := related.Sketch(story)
	shared := 0
	for _, h := range part {
		if slices.Contains(whole, h) {
			shared++
		}
	}
	if shared < related.MinShared {
		t.Errorf("the story and a page that holds it share %d hashes, want at least %d", shared, related.MinShared)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	// Of "a b c d e" and "c d e f": the shingles are abc, bcd, cde and cde, def.
	resemblance, containment := related.Compare(related.Read("a b c d e"), related.Read("c d e f"))
	if resemblance != 0.25 || containment != 0.5 {
		t.Errorf("got %v and %v, want 0.25 and 0.5", resemblance, containment)
	}
}

func FuzzCopies(f *testing.F) {
	f.Add(story, bulletin)
	f.Add("", "\xff\x00")
	f.Add("a b", "a b c d")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := related.Read(a), related.Read(b)
		resemblance, containment := related.Compare(x, y)
		if resemblance < 0 || containment < resemblance || containment > 1 {
			t.Errorf("resemblance %v, containment %v", resemblance, containment)
		}
		if related.Copies(x, y, 0) != related.Copies(y, x, 0) {
			t.Error("copies depends on the order")
		}
		if s := x.Sketch(); len(s) > 0 && !related.Copies(x, x, 0) {
			t.Error("a text is no copy of itself")
		}
	})
}

func BenchmarkSketch(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(story)))
	for b.Loop() {
		related.Sketch(story)
	}
}
