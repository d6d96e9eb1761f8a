package summarize_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dateline/summarize"
)

const supportText = `OSLO, March 3 (NTB) - Prime Minister Kari Moen said on Tuesday that the government will not raise taxes this year.
Finance Minister Per Lund denied that the budget of 1.2 billion crowns is short.
"We have enough money for all of it," Lund told reporters in Bergen.
Unemployment fell to 3.5 percent in February, from 4 percent, the statistics office said. Two banks closed 1,500 branches.
The harbour may close in May. Police accused the harbour master of taking bribes.`

func TestSupported(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, claim, problem string }{
		{"word for word", `Unemployment fell to 3.5 percent in February, from 4 percent, the statistics office said.`, ""},
		{"two sentences", "Finance Minister Per Lund denied that the budget of 1.2 billion crowns is short. The harbour may close in May.", ""},
		{"furniture is text", "OSLO, March 3 (NTB)", ""},
		{"number in words", "2 banks closed 1500 branches.", ""},
		{"thousands with k", "Two banks closed 1.5k branches.", ""},
		{"scale in digits", "Finance Minister Per Lund denied that the budget of 1,200,000,000 crowns is short.", ""},
		{"changed digits", "Two banks closed 1,600 branches.", "number"},
		{"changed number word", "Three banks closed 1,500 branches.", "number"},
		{"numbers that changed places", "Unemployment fell to 4 percent in February, from 3.5 percent, the statistics office said.", "number"},
		{"changed scale", "Finance Minister Per Lund denied that the budget of 1.2 million crowns is short.", "number"},
		{"changed month", "The harbour may close in June.", "number"},
		{"changed day", "Prime Minister Kari Moen said on Friday that the government will not raise taxes this year.", "number"},
		{"changed name", `"We have enough money for all of it," Lund told reporters in Trondheim.`, "name"},
		{"name of the same text", `"We have enough money for all of it," Lund told reporters in Moen.`, "name"},
		{"changed speaker", `"We have enough money for all of it," Moen told reporters in Bergen.`, "speaker"},
		{"changed speaker without a name", "Unemployment fell to 3.5 percent in February, from 4 percent, the port authority said.", "speaker"},
		{"changed quotation", `"We have enough staff for all of it," Lund told reporters in Bergen.`, "quote"},
		{"lost negation", "Prime Minister Kari Moen said on Tuesday that the government will raise taxes this year.", "negation"},
		{"lost denial", "Finance Minister Per Lund said that the budget of 1.2 billion crowns is short.", "negation"},
		{"added negation", "Unemployment did not fall to 3.5 percent in February, from 4 percent, the statistics office said.", "negation"},
		{"n't is not", "Prime Minister Kari Moen said on Tuesday that the government won't raise taxes this year.", ""},
		{"what may be as what is", "The harbour will close in May.", "unsupported"},
		{"the contrary", "Unemployment rose to 3.5 percent in February, from 4 percent, the statistics office said.", "unsupported"},
		{"accusation made a fact", "The harbour master took bribes.", "unsupported"},
		{"nothing of it", "Heavy rain flooded several villages along the river.", "unsupported"},
		{"no word", "...", "unsupported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkSupport(t, supportText, c.claim, c.problem)
		})
	}
}

// checkSupport checks that a claim has the problem, or none for "".
func checkSupport(t *testing.T, text, claim, problem string) {
	t.Helper()
	got := summarize.Supported(text, claim)
	if got.Supported != (problem == "") || problem != "" && !slices.Contains(got.Problems, problem) {
		t.Errorf("Supported(%q) = %+v, want the problem %q", claim, got, problem)
	}
	if got.Supported != (len(got.Problems) == 0) || got.Problems == nil || got.Score < 0 || got.Score > 1 {
		t.Errorf("Supported(%q) = %+v, which does not fit together", claim, got)
	}
}

func TestSupportedInOtherLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, text, claim, problem string }{
		{"ru", russian, "Министр Анна Белова сообщила, что завод в Туле не закроют.", ""},
		{"ru", russian, "Министр Анна Белова сообщила, что завод в Туле закроют.", "negation"},
		{"ru", russian, "Министр Анна Белова сообщила, что завод в Калуге не закроют.", "name"},
		{"ru", russian, "На нём работают 1200 человек, в том числе три инженера.", ""},
		{"ru", russian, "На нем работают 1300 человек, в том числе три инженера.", "number"},
		{"ru", russian, "На нем работают 1200 человек, в том числе пять инженеров.", "number"},
		{"ru", russian, "Выпуск станков упал на 5 процентов, добавил директор Олег Жуков.", "unsupported"},
		{"ru", russian, "Выпуск станков вырос на 5 процентов, добавил директор Иван Петров.", "speaker"},
		{"de", german, "Das Werk in Halle wird nicht geschlossen, sagte Ministerin Anna Berg.", ""},
		{"de", german, "Das Werk in Halle wird geschlossen, sagte Ministerin Anna Berg.", "negation"},
		{"de", german, "Die Zahl der Stellen sank auf 1200, darunter drei Lehrlinge.", "unsupported"},
		{"de", german, "Die Zahl der Stellen stieg auf 1200, darunter vier Lehrlinge.", "number"},
		{"de", german, "Die Zahl der Stellen stieg auf 1200, darunter 3 Lehrlinge.", ""},
		{"fr", french, "L'usine de Lens ne fermera pas, a déclaré la ministre Anne Berger.", ""},
		{"fr", french, "L'usine de Lens fermera, a déclaré la ministre Anne Berger.", "negation"},
		{"fr", french, "Elle emploie 1200 personnes, dont 3 apprentis.", ""},
		{"fr", french, "Elle emploie 1 300 personnes, dont trois apprentis.", "number"},
		{"es", spanish, "La fábrica de Soria no cerrará, dijo la ministra Ana Vega.", ""},
		{"es", spanish, "La fábrica de Soria cerrará, dijo la ministra Ana Vega.", "negation"},
		{"es", spanish, "La fábrica de Soria no cerrará, dijo la ministra Luisa Montes.", "speaker"},
		{"es", spanish, "Tiene 1200 empleados, entre ellos cinco aprendices.", "number"},
	} {
		got := summarize.NewSupporter(c.text, c.language).Check(c.claim)
		if got.Supported != (c.problem == "") || c.problem != "" && !slices.Contains(got.Problems, c.problem) {
			t.Errorf("%s: Check(%q) = %+v, want the problem %q", c.language, c.claim, got, c.problem)
		}
	}
}

const (
	russian = "Министр Анна Белова сообщила, что завод в Туле не закроют. На нём работают 1 200 человек, в том числе три инженера. " +
		"Выпуск станков вырос на 5 процентов, добавил директор Олег Жуков. Иван Петров из профсоюза ждет новых заказов из Калуги."
	german = "Das Werk in Halle wird nicht geschlossen, sagte Ministerin Anna Berg. Die Zahl der Stellen stieg auf 1.200, darunter drei Lehrlinge."
	french = "L'usine de Lens ne fermera pas, a déclaré la ministre Anne Berger. Elle emploie 1 200 personnes, dont trois apprentis."

	spanish = "La fábrica de Soria no cerrará, dijo la ministra Ana Vega. Tiene 1.200 empleados, entre ellos tres aprendices. El sindicato de Luisa Montes lo celebra."
)

func TestSupportOfSmallLetters(t *testing.T) {
	t.Parallel()
	text := strings.ToLower(supportText)
	checkSupport(t, text, "Unemployment fell to 3.5 percent in February, from 4 percent, the statistics office said.", "")
	checkSupport(t, text, "two banks closed 1,600 branches.", "number")
	checkSupport(t, text, "prime minister kari moen said on tuesday that the government will raise taxes this year.", "negation")
}

func TestSupportOfNothing(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"", ""}, {"", "It is."}, {"It is.", ""}, {"\xff", "\xfe"}, {"...", "…"}} {
		if got := summarize.Supported(c[0], c[1]); got.Supported || len(got.Problems) != 1 {
			t.Errorf("Supported(%q, %q) = %+v, want it unsupported", c[0], c[1], got)
		}
	}
}

// TestSupportOfBullets: what a digest says is in the text.
func TestSupportOfBullets(t *testing.T) {
	t.Parallel()
	text := benchText(t, 20_000)
	s := summarize.NewSupporter(text, "en")
	g, err := summarize.New().Summarize(context.Background(), summarize.Request{Text: text, Language: "en"})
	if err != nil || len(g.Bullets) == 0 {
		t.Fatalf("%d bullets, %v", len(g.Bullets), err)
	}
	for _, b := range g.Bullets {
		if got := s.Check(b.Text); !got.Supported || got.Score != 1 {
			t.Errorf("Check(%q) = %+v, want 1", b.Text, got)
		}
	}
}

// slowClaims are what texts are made of that could make the check slow.
func slowClaims() map[string]string {
	return map[string]string{
		"one word": "a ", "one name": "Ana ", "numbers": "1 ", "quotes": "\" ", "lines": "no\n", "sentences": "The mill in Lund closed. ", "groups": "1,000 ",
	}
}

func checkSlow(unit string, n int) {
	text := strings.Repeat(unit, n)
	summarize.Supported(text, text[:len(text)/8]+"Berg closed the mill")
}

// TestSupportMemoryIsLinear gives ten times the text at most twenty times the memory.
func TestSupportMemoryIsLinear(t *testing.T) { //nolint:paralleltest // allocations are counted
	for name, unit := range slowClaims() {
		spent := func(n int) uint64 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			checkSlow(unit, n)
			runtime.ReadMemStats(&after)
			return after.TotalAlloc - before.TotalAlloc
		}
		if small, large := spent(1_000), spent(10_000); large > 20*small+1<<20 {
			t.Errorf("%s: %d bytes, and %d for ten times as much", name, small, large)
		}
	}
}

// BenchmarkSlowClaims shows that time is linear too: MB/s are the same at both sizes.
func BenchmarkSlowClaims(b *testing.B) {
	for name, unit := range slowClaims() {
		for _, n := range []int{2_000, 20_000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(n * len(unit)))
				for b.Loop() {
					checkSlow(unit, n)
				}
			})
		}
	}
}

func FuzzSupported(f *testing.F) {
	f.Add(supportText, "Finance Minister Per Lund didn't deny 1,200,000,000 crowns.")
	f.Add(russian, "Не закроют 1 200.")
	f.Add("235, 000. 4 2. 5 million 1'000 1.000.000", "235,000 and 2.5 million, 9e999")
	f.Add("\"A \"b c\" d, he said", "“A” 'b’ n't s - -- cannot n'a")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, text, claim string) {
		got := summarize.Supported(text, claim)
		if !(got.Score >= 0 && got.Score <= 1) || got.Supported != (len(got.Problems) == 0) {
			t.Fatalf("Supported = %+v", got)
		}
	})
}

func BenchmarkSupported(b *testing.B) {
	text := benchText(b, 4<<10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		summarize.Supported(text, "Russian President Vladimir Putin and Barack Obama spoke on Thursday about Syria, the Kremlin said.")
	}
}
