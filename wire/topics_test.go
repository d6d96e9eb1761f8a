package wire

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/terms"
)

func TestTopicBorders(t *testing.T) {
	t.Parallel()
	for language, texts := range topicTexts {
		a, b, c := texts[0], texts[1], texts[2]
		for _, order := range [][]string{{a, b, c}, {c, a, b}, {b, a}, {a, oneTopic[language], c}} {
			sentences, want := topicSentences(order...)
			if got := TopicBorders(sentences, language); !slices.Equal(got, want) {
				t.Errorf("%s, %q...: got %v, want %v", language, sentences[0][:40], got, want)
			}
			if got := TopicBorders(sentences, ""); !slices.Equal(got, want) {
				t.Errorf("%s to be found out, %q...: got %v, want %v", language, sentences[0][:40], got, want)
			}
		}
	}
}

func TestTopicBordersOfOneTopic(t *testing.T) {
	t.Parallel()
	for language, text := range oneTopic {
		for _, text := range append(slices.Clone(topicTexts[language]), text) {
			sentences, _ := topicSentences(text)
			if got := TopicBorders(sentences, language); got != nil {
				t.Errorf("%s, %q...: got %v, want none", language, sentences[0][:40], got)
			}
		}
	}
}

func TestTopicBordersOfOddTexts(t *testing.T) {
	t.Parallel()
	const many = 100_000
	fish := "Fishermen on the coast sell their fish at the harbour."
	distinct := make([]string, 1000)
	for i := range distinct {
		distinct[i] = fmt.Sprintf("word%dx", i)
	}
	tests := []struct {
		name      string
		sentences []string
	}{
		{"no sentence", nil},
		{"one sentence", []string{fish}},
		{"too few for two topics", strings.Split(topicTexts["en"][0], "\n")[:5]},
		{"empty sentences", make([]string, many)},
		{"equal sentences", slices.Repeat([]string{fish}, many)},
		{"function words only", slices.Repeat([]string{"It was what it was."}, 100)},
		{"no word twice", distinct},
		{"not UTF-8", slices.Repeat([]string{"\xff\xfe", "\xc3\x28 fish"}, 50)},
		{"one endless sentence", []string{strings.Repeat(fish+" ", 10_000)}},
		{"endless sentences", slices.Repeat([]string{strings.Repeat(fish+" ", 1000)}, 40)},
	}
	for _, test := range tests {
		if got := TopicBorders(test.sentences, "en"); got != nil {
			t.Errorf("%s: got %d borders, want none", test.name, len(got))
		}
	}
}

// A long text is cut where its parts begin, whatever else it holds.
func TestTopicBordersOfLongText(t *testing.T) {
	t.Parallel()
	longWord := regexp.MustCompile(`\pL{6,}`)
	var texts []string
	for round := range 500 {
		for _, text := range topicTexts["en"] {
			texts = append(texts, longWord.ReplaceAllString(text, fmt.Sprintf("${0}%d", round)))
		}
	}
	sentences, want := topicSentences(texts...)
	if got := TopicBorders(sentences, "en"); !slices.Equal(got, want) {
		t.Errorf("got %d borders, want %d; the first: %v", len(got), len(want), got[:min(len(got), 10)])
	}
}

func TestTopicsAreUsedAgain(t *testing.T) {
	t.Parallel()
	var topics Topics
	vocabulary := terms.NewVocabulary("en")
	three, want := topicSentences(topicTexts["en"]...)
	one, _ := topicSentences(oneTopic["en"])
	huge := slices.Repeat(three, 600)
	for _, step := range []struct {
		sentences []string
		want      []int
	}{{three, want}, {one, nil}, {three, want}, {nil, nil}, {three, want}} {
		if got := borders(&topics, vocabulary, step.sentences); !slices.Equal(got, step.want) {
			t.Errorf("got %v, want %v", got, step.want)
		}
		borders(&topics, vocabulary, huge)
		if cap(topics.words) > 1<<16 {
			t.Fatalf("room for %d words is kept after a huge text", cap(topics.words))
		}
	}
}

func TestTopicsShared(t *testing.T) {
	t.Parallel()
	tests := []struct {
		left, right string
		want        int
	}{
		{"fish boat", "wheat rain", 0},
		{"fish boat", "boat fish", 2},
		{"fish fish fish", "fish fish", 2},
		{"fish", "fish fish fish boat", 1},
		{"the fish", "the boat", 0},
		{"the fishing boats", "a boat fishes", 2},
		{"", "fish", 0},
	}
	for _, test := range tests {
		// Once more before and behind, so that no word is left out for being rare.
		all := test.left + " " + test.right
		topics := topicsOf(all, test.left, test.right, all)
		for range 2 {
			if got := topics.shared(1, 2, 3); got != test.want {
				t.Errorf("%q and %q share %d words, want %d", test.left, test.right, got, test.want)
			}
		}
		if got := topics.total(1, 2); int(got) != len(strings.Fields(strings.NewReplacer("the ", "", "a ", "").Replace(test.left))) {
			t.Errorf("%q: %d words count", test.left, got)
		}
	}
}

func topicsOf(sentences ...string) *Topics {
	var topics Topics
	vocabulary := terms.NewVocabulary("en")
	for _, s := range sentences {
		topics.Add(vocabulary.Terms(nil, s))
	}
	topics.pack()
	return &topics
}

// A tenth of the words in common is still two topics, more is one.
func TestTopicsOne(t *testing.T) {
	t.Parallel()
	left := "fish boat sea net port sail coast gull fish boat"
	tests := []struct {
		right string
		want  bool
	}{
		{"wheat rain field farm mill bread valley sack wheat rain", false},
		{"wheat rain field farm mill bread valley sack wheat boat", false},
		{"wheat rain field farm mill bread valley fish wheat boat", true},
		{"wheat rain field farm mill bread valley sack loaf dough", true}, // no word twice
		{"", true},
	}
	for _, test := range tests {
		topics := topicsOf(left, test.right, left+" "+test.right)
		if got := topics.one(0, 1, 2); got != test.want {
			t.Errorf("%q and %q are one topic: %v, want %v", left, test.right, got, test.want)
		}
		topics = topicsOf(test.right, left, left+" "+test.right)
		if got := topics.one(0, 1, 2); got != test.want {
			t.Errorf("%q and %q are one topic: %v, want %v", test.right, left, got, test.want)
		}
	}
}

// Of a long topic, the twenty sentences next to the border are compared.
func TestTopicsReach(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		between int
		want    bool
	}{{18, true}, {19, true}, {20, false}} {
		text := slices.Concat([]string{"wheat rain"}, slices.Repeat([]string{"fish boat"}, test.between), []string{"wheat rain wheat"})
		border, n := len(text)-1, len(text)
		if got := topicsOf(text...).one(0, border, n); got != test.want {
			t.Errorf("%d sentences on something else between: one topic: %v, want %v", test.between, got, test.want)
		}
		slices.Reverse(text)
		if got := topicsOf(text...).one(0, 1, n); got != test.want {
			t.Errorf("%d sentences on something else between, backwards: one topic: %v, want %v", test.between, got, test.want)
		}
	}
}

// borders is how the summarizer goes about it.
func borders(topics *Topics, vocabulary *terms.Vocabulary, sentences []string) []int {
	vocabulary.Reset("en")
	var words []terms.Term
	for _, s := range sentences {
		words = vocabulary.Terms(words[:0], s)
		topics.Add(words)
	}
	return topics.Borders()
}

func TestTopicCosts(t *testing.T) {
	t.Parallel()
	// The table and the formula must agree where the one ends.
	l := topicLogs()
	for _, n := range []int{0, 1, 63, 64, 65, 1023, 1024, 1025} {
		if got, want := l.repeat(int32(n)), repeatGain(n); got != want {
			t.Errorf("repeat(%d) = %v, want %v", n, got, want)
		}
		if got, want := l.total(int32(n)), totalCost(n); got != want {
			t.Errorf("total(%d) = %v, want %v", n, got, want)
		}
	}
}

// checkBorders holds what every answer must be, and that asking again gives
// the same.
func checkBorders(t *testing.T, sentences []string, language string) {
	t.Helper()
	got := TopicBorders(sentences, language)
	last := 0
	for _, b := range append(slices.Clone(got), len(sentences)) {
		if len(got) > 0 && b-last < topicShortest {
			t.Fatalf("%v of %d sentences: a topic of %d", got, len(sentences), b-last)
		}
		last = b
	}
	if again := TopicBorders(sentences, language); !slices.Equal(got, again) {
		t.Fatalf("%v, then %v", got, again)
	}
}

func FuzzTopicBorders(f *testing.F) {
	// Seeds are short: the fuzzer spends its time on making long ones shorter.
	f.Add("fish sea fish\nfish boat sea\nboat sea fish\nwheat rain wheat\nrain field wheat\nfield wheat rain", "en")
	f.Add("паром порт\nпорт паром\nпорт\nопера рояль\nрояль опера\nопера", "")
	f.Add("a b\n\n\n\nb\n\n\n\n", "und")
	f.Add("\xff x\nx\nx x\n\xc3\ny\ny", "x-\xff")
	f.Fuzz(func(t *testing.T, text, language string) {
		checkBorders(t, strings.Split(text, "\n"), language)
	})
}

// benchSentences makes sentences of about twelve content words; the topic
// changes every ten sentences.
func benchSentences(n int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	sentences := make([]string, n)
	for i := range sentences {
		var b strings.Builder
		for range 8 {
			fmt.Fprintf(&b, "common%dly the topical%dx%d ", random.IntN(3000), i/10, random.IntN(12))
		}
		sentences[i] = b.String()
	}
	return sentences
}

func BenchmarkTopicBorders(b *testing.B) {
	for _, n := range []int{40, 50, 500, 5_000, 50_000} {
		sentences := benchSentences(n)
		b.Run(fmt.Sprintf("sentences=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				TopicBorders(sentences, "en")
			}
		})
	}
}

// BenchmarkTopics leaves out what the summarizer has done already.
func BenchmarkTopics(b *testing.B) {
	for _, n := range []int{40, 50, 500, 5_000, 50_000} {
		vocabulary := terms.NewVocabulary("en")
		all := make([][]terms.Term, n)
		for i, s := range benchSentences(n) {
			all[i] = vocabulary.Terms(nil, s)
		}
		b.Run(fmt.Sprintf("sentences=%d", n), func(b *testing.B) {
			var topics Topics
			b.ReportAllocs()
			for b.Loop() {
				for _, words := range all {
					topics.Add(words)
				}
				topics.Borders()
			}
		})
	}
}
