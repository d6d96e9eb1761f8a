package terms

import (
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

func wordsOf(text string) []string {
	var got []string
	for start, end := range Words(text) {
		got = append(got, text[start:end])
	}
	return got
}

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"no words", " -- … “” 🙂 — !? _", ""},
		{"plain", "The Kremlin said, on Wednesday.", "The|Kremlin|said|on|Wednesday"},
		{"apostrophes", "don't, don’t 'quoted' workers' O'Brien l’accord", "don't|don’t|quoted|workers|O'Brien|l’accord"},
		{"hyphens", "Nagorno-Karabakh COVID-19 16-year-old F-16s -led pre- a--b", "Nagorno-Karabakh|COVID-19|16-year-old|F-16s|led|pre|a|b"},
		{"other hyphens", "co\u2010op non\u2011stop 2014–2015", "co\u2010op|non\u2011stop|2014|2015"},
		{"numbers", "3.5 1,000 1.000,50 4K 3rd 20-18 5.", "3.5|1,000|1.000,50|4K|3rd|20-18|5"},
		{"initials", "the U.S. and U.S.-led a.m. J. Smith e.g. U.S.", "the|U.S.|and|U.S.-led|a.m.|J|Smith|e.g.|U.S."},
		{"initials of Russian", "А.Б. Иванов, т.е. он", "А.Б.|Иванов|т.е.|он"},
		{"stuck full stop", "he said.The next.Da ja Ph.D dateline.org", "he|said|The|next|Da|ja|Ph.D|dateline.org"},
		{"stuck full stop, Russian", "он сказал.Потом ушел", "он|сказал|Потом|ушел"},
		{"low line", "_foo_ snake_case __ (AP) _ Text", "foo|snake_case|AP|Text"},
		{"Russian", "Президент заявил: «Всё идёт по плану» — ТАСС.", "Президент|заявил|Всё|идёт|по|плану|ТАСС"},
		{"combining mark", "и\u0306од cafe\u0301s e\u0301", "и\u0306од|cafe\u0301s|e\u0301"},
		{"Ukrainian", "п'ять п’ять пʼять", "п'ять|п’ять|пʼять"},
		{"Turkish", "Türkiye'nin İstanbul’da ılık", "Türkiye'nin|İstanbul’da|ılık"},
		{"signs", "2×4 a÷b 50% €30 ½", "2|4|a|b|50|30|½"},
		{"Han, Kana, Thai", "日本のテレビ ไทย", "日|本|の|テレビ|ไ|ท|ย"},
		{"Hebrew, Arabic", "צה\"ל אמר قال الرئيس", "צה\"ל|אמר|قال|الرئيس"},
		{"beside Han", "APEC会议 word日本", "APEC|会|议|word|日|本"},
		{"not UTF-8", "ab\xffcd \xd0 \xc3\xa9t", "ab|cd|ét"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(wordsOf(tt.text), "|"); got != tt.want {
				t.Errorf("Words(%q)\n got %s\nwant %s", tt.text, got, tt.want)
			}
		})
	}
}

func TestWordsStopsEarly(t *testing.T) {
	t.Parallel()
	n := 0
	for range Words("one two three") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("got %d words after a break at the second", n)
	}
}

// stuck finds a full stop with a capital stuck to it.
var stuck = regexp.MustCompile(`\p{Ll}{3}\.\p{Lu}`)

// referenceWords gives the words of uax29, with the two differences that take
// away from them: a stuck full stop, and low lines at the ends.
func referenceWords(text string) []string {
	var got []string
	for it := words.FromString(text); it.Next(); {
		word := it.Value()
		if !strings.ContainsFunc(word, isWordRune) {
			continue
		}
		for {
			at := stuck.FindStringIndex(word)
			if at == nil {
				break
			}
			capital, size := utf8.DecodeLastRuneInString(word[:at[1]])
			cut := at[1] - size - 1
			if !unicode.IsUpper(capital) {
				break
			}
			got = append(got, word[:cut])
			word = word[cut+1:]
		}
		got = append(got, strings.Trim(word, "_"))
	}
	return got
}

// withoutAdded splits our words where uax29 does: at hyphens, and before the
// point of initials.
func withoutAdded(ours []string) []string {
	var got []string
	for _, word := range ours {
		for _, piece := range strings.FieldsFunc(word, isHyphen) {
			got = append(got, strings.TrimSuffix(piece, "."))
		}
	}
	return got
}

// TestWordsAgainstUAX29 holds the words against uax29's. Only what the comment
// of Words lists may differ.
func TestWordsAgainstUAX29(t *testing.T) {
	t.Parallel()
	sets := []string{"ask/xquad.en.passages", "ask/xquad.de.passages", "ask/xquad.es.passages", "ask/xquad.ru.passages",
		"wire/agency", "wire/ria_ru", "wire/reuters", "summary/cnndm_val", "stories/newsevents"}
	texts := samples()
	for _, set := range sets {
		for _, r := range sharedRows(t, set) {
			texts = append(texts, sample{text: r.Text})
		}
	}
	n := 0
	for _, s := range texts {
		want, got := referenceWords(s.text), withoutAdded(wordsOf(s.text))
		n += len(want)
		if !slices.Equal(got, want) {
			at := 0
			for at < len(got) && at < len(want) && got[at] == want[at] {
				at++
			}
			t.Errorf("from word %d: got %q, want %q", at, got[at:min(at+4, len(got))], want[at:min(at+4, len(want))])
		}
	}
	t.Logf("%d words of %d texts", n, len(texts))
}

// slowUnits are what texts are made of that invite going back again and again.
func slowUnits() map[string]string {
	return map[string]string{
		"one word":       "a",
		"one word, ru":   "ж",
		"marks":          "\u0301",
		"mark and word":  "a\u0301",
		"hyphens":        "a-1-",
		"initials":       "a.",
		"stuck stops":    "abc.Abc.",
		"low lines":      "_",
		"Han":            "日a-1-",
		"joiners":        "a\u200d",
		"quotes":         "א\"",
		"not UTF-8":      "\xd0",
		"apostrophes":    "a'",
		"numbers":        "1,",
		"stop and marks": "a.\u0301",
	}
}

// everything does all of the package to a text.
func everything(text string) {
	NewVocabulary(english).Terms(nil, text)
	Index(english, text)
	Language(text)
	Query(text)
	Fold(text)
	Stem(english, text)
}

// TestMemoryIsLinear gives eight times the text at most sixteen times the memory.
func TestMemoryIsLinear(t *testing.T) { //nolint:paralleltest // allocations are counted
	for name, unit := range slowUnits() {
		small, large := strings.Repeat(unit, 1<<15/len(unit)), strings.Repeat(unit, 1<<18/len(unit))
		if a, b := allocated(small), allocated(large); b > 16*a+1<<20 {
			t.Errorf("%s: %d bytes for 32 KB, %d for 256 KB", name, a, b)
		}
	}
}

func allocated(text string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	everything(text)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// BenchmarkSlowTexts shows that time is linear too: of each text, MB/s are the
// same at both sizes.
func BenchmarkSlowTexts(b *testing.B) {
	for name, unit := range slowUnits() {
		for _, size := range []int{1 << 16, 1 << 19} {
			b.Run(fmt.Sprintf("%s/%dKB", name, size>>10), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					everything(text)
				}
			})
		}
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	for i := range 256 {
		b := byte(i)
		want := byte(classOther)
		switch {
		case b >= utf8.RuneSelf:
			want = classRune
		case unicode.IsLetter(rune(b)), unicode.IsDigit(rune(b)):
			want = classWord
		case strings.IndexByte(`'".,:;-_`, b) >= 0:
			want = classMid
		}
		if got := classOf(b); got != want {
			t.Errorf("byte %q: got class %d, want %d", b, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.text)
	}
	f.Add("U.S.-led a\u0301-1 said.The _x_ 日本-a \xff\xd0 a.b.c. צ\"ה")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for start, end := range Words(text) {
			if start < last || end <= start || end > len(text) {
				t.Fatalf("range [%d, %d) after %d in %d bytes", start, end, last, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[start:end]) {
				t.Fatalf("%q is cut inside of a rune", text[start:end])
			}
			if !strings.ContainsFunc(text[start:end], isWordRune) {
				t.Fatalf("%q has no letter and no digit", text[start:end])
			}
			last = end
		}
	})
}

func TestSpansAreWords(t *testing.T) {
	t.Parallel()
	const text = "The U.S.-led talks in Nagorno-Karabakh aren’t over, Putin's aide said.The 3.5 million – «так»."
	var want []Span
	for start, end := range Words(text) {
		want = append(want, Span{uint32(start), uint32(end)})
	}
	got := AppendSpans(nil, text)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if a, b := NewVocabulary("en").Terms(nil, text), NewVocabulary("en").SpanTerms(nil, text, got); !slices.Equal(a, b) {
		t.Errorf("terms by spans: got %v, want %v", b, a)
	}
}
