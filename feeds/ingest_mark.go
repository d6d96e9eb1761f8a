package feeds

import (
	"regexp"
	"strings"
	"sync"

	"dateline/news"
)

// marked is an agency's word that a text corrects, or takes back, what was
// sent before, and the line that says so.
type marked struct {
	kind news.RevisionKind // "" where there is no such word
	line string
}

// markLines is how many lines of a text are looked at: below the title stand
// at most a category, a slug and the note.
const markLines = 3

// markOf finds the marker in a title, or in the first lines of a text.
func markOf(title, text string) marked {
	if kind := markIn(title); kind != "" {
		return marked{kind, title}
	}
	left := markLines
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if kind := markIn(line); kind != "" {
			return marked{kind, line}
		}
		if left--; left == 0 {
			break
		}
	}
	return marked{}
}

func markIn(line string) news.RevisionKind {
	const longest = 400 // a note is a line, and opens the paragraph where it is more
	line = strings.TrimSpace(line)
	if len(line) > longest {
		line = strings.ToValidUTF8(line[:longest], "")
	}
	switch {
	case theMarks().kill.MatchString(line):
		return news.RevisionKilled
	case theMarks().correction.MatchString(line):
		return news.RevisionCorrected
	}
	return ""
}

// The words with which agencies mark a correction, or take a text back: by
// the styles of Reuters, AP, AFP, dpa, EFE and TASS. A word stands before a
// colon or a dash, or in brackets, or alone: "Kill Bill" and "Corrections
// officers strike" are no markers. What takes a text back is in capitals, or
// a word that is used for nothing else.
const (
	correctionWords = `(?i:CORRECT(?:ED|S|ION|IONS)|RECTIFIED|REFILED?|REFILES|CLARIFICATION|` +
		`BERICHTIGUNG|BERICHTIGT|KORREKTUR|KORRIGIERT|RICHTIGSTELLUNG|` +
		`RECTIFICATIF|RECTIFICATION|RECTIFIE|RECTIFIÉ|CORRIGE|CORRIGÉ|ERRATUM|ANNULE ET REMPLACE|` +
		`CORRECCI[ÓO]N|CORREGID[OA]|RECTIFICACIÓN|RECTIFICACION|RECTIFICA|FE DE ERRORES|FE DE ERRATAS|` +
		`ИСПРАВЛЕНО|ИСПРАВЛЕНИЕ|ИСПРАВЛЕННАЯ|ПОПРАВКА|УТОЧНЕНИЕ|УТОЧНЕНО|УТОЧНЯЕТ)`
	killWords = `(?:(?:MANDATORY |BULLETIN )?KILL|KILLED|(?:STORY |ARTICLE )?WITHDRAWN|WITHDRAWAL|WITHDRAWS|RETRACTED|RETRACTION|` +
		`ZURÜCKGEZOGEN|ZURUECKGEZOGEN|STORNO|STORNIERT|` +
		`ANNULATION|ANNULÉE?|ANNULEE?|DÉPÊCHE ANNULÉE|RETRAIT|` +
		`ANULACIÓN|ANULACION|ANULAD[OA]|RETIRAD[OA]|` +
		`АННУЛИРОВАН[ОА]|АННУЛИРОВАНИЕ|АННУЛИРУЕТСЯ|ОТОЗВАНО|ОТЗЫВ|` +
		`Withdrawn|Story withdrawn|Retracted|Retraction|Zurückgezogen|Storniert|Dépêche annulée|Annulée?|Anulad[oa]|` +
		`Аннулировано|Отозвано)`
)

// marks are the patterns of both.
type marks struct{ correction, kill *regexp.Regexp }

var theMarks = sync.OnceValue(func() marks {
	return marks{markPattern(correctionWords), markPattern(killWords)}
})

// markPattern matches a line that opens with one of the words as a marker, or
// a title that closes with it in brackets.
func markPattern(words string) *regexp.Regexp {
	const (
		before = `^[\s*=+#>"'«“(\[/–—-]*(?:(?:UPDATE|BRIEF|WRAPUP|RPT) ?\d*-)?`
		after  = `\s*(?:\([^)]{1,30}\)|\d+(?:ST|ND|RD|TH)?|№?\s*\d+)?\s*(?:[:|\]/=]|[–—]|-\s|\s-|-\p{Lu}|\)\s*[=:–—-]|$)`
	)
	return regexp.MustCompile(
		before + words + after + // Correction: ..., CORRECTED-UPDATE 1-...
			`|^\(` + words + `(?:\s[^)]*)?\)` + // (Corrects spelling in paragraph 3)
			`|^\[` + words + `[^\]]*\]` +
			`|[(\[]` + words + `[)\]]\s*$`) // ... (corrected)
}
