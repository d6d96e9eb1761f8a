package console

import (
	"strings"

	"dateline/adapters"
)

// words are the terminal's own words in one language; all others come with
// the reply.
type words struct {
	youCanType  string // before the commands, on a plain terminal
	textFollows string // after `digest` alone
	tooLong     string // %d is the limit in MiB
	helpDigest  string // what `digest` alone does
	helpExit    string // what `exit` does
}

// catalogue has the words of every language.
func catalogue() map[string]words {
	return map[string]words{
		"en": {
			youCanType:  "You can type:",
			textFollows: "Paste the text. A line with only a dot ends it.",
			tooLong:     "A line or text was over %d MiB and was left out.",
			helpDigest:  "alone on a line: the lines after it are the text, up to a line with only a dot",
			helpExit:    "ends; so does Ctrl-D",
		},
		"ru": {
			youCanType:  "Можно ввести:",
			textFollows: "Вставьте текст. Строка из одной точки завершает его.",
			tooLong:     "Строка или текст больше %d МиБ: пропущено.",
			helpDigest:  "одно на строке: дальше идёт текст до строки из одной точки",
			helpExit:    "завершает работу, как и Ctrl-D",
		},
		"de": {
			youCanType:  "Mögliche Eingaben:",
			textFollows: "Text einfügen. Eine Zeile mit nur einem Punkt beendet ihn.",
			tooLong:     "Eine Zeile oder ein Text war über %d MiB groß und wurde ausgelassen.",
			helpDigest:  "allein in einer Zeile: die Zeilen danach sind der Text, bis zu einer Zeile mit nur einem Punkt",
			helpExit:    "beendet das Programm, ebenso Strg-D",
		},
		"fr": {
			youCanType:  "Vous pouvez taper :",
			textFollows: "Collez le texte. Une ligne avec un seul point le termine.",
			tooLong:     "Une ligne ou un texte de plus de %d Mio a été ignoré.",
			helpDigest:  "seul sur une ligne : les lignes suivantes sont le texte, jusqu’à une ligne avec un seul point",
			helpExit:    "termine, tout comme Ctrl-D",
		},
		"es": {
			youCanType:  "Puede escribir:",
			textFollows: "Pegue el texto. Una línea con solo un punto lo termina.",
			tooLong:     "Una línea o un texto de más de %d MiB se ha omitido.",
			helpDigest:  "solo en una línea: las líneas siguientes son el texto, hasta una línea con solo un punto",
			helpExit:    "termina; Ctrl-D también",
		},
	}
}

// wordsIn gives the words in a language (BCP 47), in English where it has none.
func wordsIn(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	all := catalogue()
	if w, ok := all[base]; ok {
		return w
	}
	return all["en"]
}

// help is what only the terminal can do, for the end of the help.
func (w words) help() []adapters.Block {
	return []adapters.Block{
		{Kind: adapters.BlockItem, Label: digest, Text: w.helpDigest},
		{Kind: adapters.BlockItem, Label: "exit", Text: w.helpExit},
	}
}
