package terms

import "testing"

// benchTexts gives 4 KB of news in each of a few languages.
func benchTexts(tb testing.TB) []sample {
	all := samples()
	return []sample{
		{"en", sharedText(tb, "summary/cnndm_val", all[0].text, 4096)},
		{"ru", sharedText(tb, "ask/xquad.ru.passages", all[1].text, 4096)},
		{"de", sharedText(tb, "ask/xquad.de.passages", all[2].text, 4096)},
	}
}

func BenchmarkWords(b *testing.B) {
	for _, s := range benchTexts(b) {
		b.Run(s.language, func(b *testing.B) {
			b.SetBytes(int64(len(s.text)))
			b.ReportAllocs()
			for b.Loop() {
				for range Words(s.text) {
				}
			}
		})
	}
}

func BenchmarkLanguage(b *testing.B) {
	for _, s := range benchTexts(b) {
		for name, text := range map[string]string{"2KB": head(s.text, 2048), "500B": head(s.text, 500)} {
			b.Run(s.language+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					Language(text)
				}
			})
		}
	}
}

func BenchmarkTermsWarm(b *testing.B) {
	for _, s := range benchTexts(b) {
		b.Run(s.language, func(b *testing.B) {
			b.SetBytes(int64(len(s.text)))
			b.ReportAllocs()
			v := NewVocabulary(s.language)
			var dst []Term
			for b.Loop() {
				v.Reset(s.language)
				dst = v.Terms(dst[:0], s.text)
			}
		})
	}
}

func BenchmarkTermsCold(b *testing.B) {
	for _, s := range benchTexts(b) {
		b.Run(s.language, func(b *testing.B) {
			b.SetBytes(int64(len(s.text)))
			b.ReportAllocs()
			for b.Loop() {
				NewVocabulary(s.language).Terms(nil, s.text)
			}
		})
	}
}

// BenchmarkTermsBulk goes through different dispatches with one vocabulary.
func BenchmarkTermsBulk(b *testing.B) {
	var texts []string
	for _, r := range sharedRows(b, "summary/cnndm_val") {
		texts = append(texts, r.Text)
	}
	for _, s := range samples() {
		texts = append(texts, s.text)
	}
	total := 0
	for _, text := range texts {
		total += len(text)
	}
	b.SetBytes(int64(total))
	b.ReportAllocs()
	var dst []Term
	for b.Loop() {
		v := NewVocabulary(english)
		for _, text := range texts {
			v.Reset(english)
			dst = v.Terms(dst[:0], text)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(total)*4096, "µs/4KB")
}

func BenchmarkIndex(b *testing.B) {
	for _, s := range benchTexts(b) {
		b.Run(s.language+"/cold", func(b *testing.B) {
			b.SetBytes(int64(len(s.text)))
			b.ReportAllocs()
			for b.Loop() {
				Index(s.language, s.text)
			}
		})
		b.Run(s.language+"/warm", func(b *testing.B) {
			b.SetBytes(int64(len(s.text)))
			b.ReportAllocs()
			x := NewIndexer()
			for b.Loop() {
				x.Index(s.language, s.text)
			}
		})
	}
}

func BenchmarkQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Query("what did Putin tell Obama about the Minsk agreements")
	}
}
