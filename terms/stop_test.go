package terms

import (
	"strings"
	"testing"
)

func TestStop(t *testing.T) {
	t.Parallel()
	tests := []struct{ language, stop, news string }{
		{"en", "the of and don't would who whose", "kremlin said war percent obama"},
		{"ru", "и не что который еще все его", "кремль война заявил переговоры"},
		{"de", "der die das und nicht war über", "krieg kanzlerin regierung sagte"},
		{"fr", "le la les et d'une qu'il c'est aux", "guerre ministre l'accord"},
		{"es", "el la los y no según está", "guerra gobierno dijo"},
		{"it", "il la gli e dell'una nell'altra che", "guerra governo dell'accordo"},
		{"nl", "de het een en niet zijn", "oorlog regering haven"},
		{"pl", "i w na nie się który", "wojna rząd port"},
		{"pt", "o a os e não está são", "guerra governo porto"},
		{"tr", "ve bir bu için değil", "savaş liman ırak"},
		{"uk", "і й та не що який вже", "війна порт уряд"},
		{"en-US", "the", "kremlin"},
		{"xx", "", "the и der"},
		{"", "", "the"},
		{"other", "", "och"},
	}
	for _, tt := range tests {
		t.Run(tt.language, func(t *testing.T) {
			t.Parallel()
			for _, word := range strings.Fields(tt.stop) {
				if !Stop(tt.language, word) {
					t.Errorf("Stop(%q, %q): got false, want true", tt.language, word)
				}
			}
			for _, word := range strings.Fields(tt.news) {
				if Stop(tt.language, word) {
					t.Errorf("Stop(%q, %q): got true, want false", tt.language, word)
				}
			}
		})
	}
}

func TestStopLists(t *testing.T) {
	t.Parallel()
	for bit := range otherBit {
		language, n := codeOf(bit), 0
		for word, in := range readStopMasks() {
			if in&(1<<bit) == 0 {
				continue
			}
			n++
			if Fold(word) != word {
				t.Errorf("%s: %q is not folded", language, word)
			}
		}
		if n < 80 || n > 400 {
			t.Errorf("%s: %d stop words", language, n)
		}
		if maskOf(language) != 1<<bit {
			t.Errorf("%s: got mask %b, want bit %d", language, maskOf(language), bit)
		}
	}
}

func TestStopDoesNotAllocate(t *testing.T) { //nolint:paralleltest // allocations are counted
	Stop("en", "the")
	for _, word := range []string{"the", "kremlin", "d'une"} {
		if n := testing.AllocsPerRun(100, func() { Stop("fr", word) }); n != 0 {
			t.Errorf("Stop(%q): %v allocations", word, n)
		}
	}
}
