package feeds

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"dateline/wire/formats"
)

var (
	// goOn is what stands where a feed leaves its text: the rest is on the page.
	goOn = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
		`(?:read|see|view|learn|show) more(?: here)?`, `read more (?:at|on|about) [^\n.]{1,80}`, `continue reading[^\n]{0,200}`, `keep reading`,
		`read (?:the )?(?:full|whole|entire|rest)[^\n]{0,80}`, `(?:full|complete) (?:story|article)`, `more`, `read on`,
		`weiterlesen[^\n]{0,120}`, `mehr lesen`, `(?:hier )?weiter lesen`, `den (?:ganzen|vollständigen) (?:artikel|beitrag) lesen`, `zum (?:artikel|beitrag)`,
		`lire la suite[^\n]{0,120}`, `lire (?:plus|davantage|l['’]article)[^\n]{0,80}`, `en savoir plus`, //nolint:misspell // French
		`(?:leer|ver) más`, `(?:seguir|sigue|continuar|continúa) leyendo[^\n]{0,120}`, `leer (?:el artículo|la noticia)[^\n]{0,80}`,
		`leggi tutto[^\n]{0,80}`, `leggi (?:di più|l['’]articolo|ancora)[^\n]{0,80}`, `continua a leggere[^\n]{0,120}`, `continua`,
		`(?:leia|ler|saiba|ver) mais`, `continu(?:e|ar) (?:lendo|a ler|a leitura)[^\n]{0,120}`,
		`lees (?:meer|verder)[^\n]{0,120}`, `czytaj (?:dalej|więcej)[^\n]{0,120}`, `więcej`,
		`читать (?:далее|дальше|полностью|ещё|еще)[^\n]{0,120}`, `подробнее`, `продолжение (?:следует|читайте)[^\n]{0,80}`, `далее`,
		`läs mer`, `læs mere`, `les mer`, `lue lisää`, `devamını oku`, `číst dále`, `続きを読む`, `阅读全文`, `閱讀更多`,
	}, "|") + `)[\s.…»›→>&\])]*$`)

	// appeared is what blogs add to every item: where it was published first.
	appeared = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
		`(?:the )?post .{0,300} (?:appeared first|first appeared|was first published) (?:on|at|in) .{1,120}`,
		`this (?:article|post|story) (?:originally )?(?:appeared|was (?:originally |first )?published) (?:first )?(?:on|at|in|by) .{1,160}`,
		`der (?:beitrag|artikel) .{0,300} erschien zuerst (?:auf|bei) .{1,120}`,
		`(?:l['’]article|cet article|le post) .{0,300} est apparu en premier sur .{1,120}`,
		`(?:la entrada|el artículo|el cargo|la noticia) .{0,300} (?:se publicó primero|aparece primero|apareció primero|fue publicad[ao] primero) en .{1,120}`,
		`l['’]articolo .{0,300} (?:proviene da|sembra essere il primo su|è apparso per la prima volta su) .{1,120}`,
		`o post .{0,300} apareceu primeiro em .{1,120}`,
		`het (?:bericht|artikel) .{0,300} (?:verscheen|is verschenen) (?:eerst|als eerste) op .{1,120}`,
		`(?:artykuł|wpis) .{0,300} (?:pochodzi z serwisu|po raz pierwszy pojawił się (?:w|na)) .{1,120}`,
		`(?:сообщение|запись|статья) .{0,300} (?:появил[аи]сь сначала|впервые появил[аи]сь|взят[аоы]? отсюда) .{0,120}`,
	}, "|") + `)$`)

	// aside is a line that leads from the text to what is around it.
	aside = regexp.MustCompile(`(?i)^(?:\[?(?:link|comments?|\d+ comments?|kommentare?|commentaires?|comentarios?|comentários|commenti|reacties|komentarze|комментарии|` +
		`permalink|share|teilen|partager|compartir|condividi|udostępnij|поделиться|print|tweet|e-?mail|facebook|twitter|subscribe|related (?:articles|stories|posts)|` +
		`source|quelle|via)\]?[\s|·•,/:]*)+$`)

	brackets = regexp.MustCompile(`\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|\.\.\.)$`)
)

// Bounds of what is looked at, in bytes: of a paragraph that is an addition,
// and at the end of one that may say that it goes on.
const (
	maxFurniture = 600
	maxTail      = 300
	maxAside     = 100 // of a line that leads elsewhere
)

// goOnWords has the words with which goOn begins: it is tried only there.
var goOnWords = map[string]bool{
	"read": true, "see": true, "view": true, "learn": true, "show": true, "continue": true, "keep": true, "full": true,
	"complete": true, "more": true, "weiterlesen": true, "mehr": true, "hier": true, "weiter": true, "den": true, "zum": true,
	"lire": true, "en": true, "leer": true, "ver": true, "seguir": true, "sigue": true, "continuar": true, "continúa": true,
	"leggi": true, "continua": true, "leia": true, "ler": true, "saiba": true, "lees": true, "czytaj": true, "więcej": true,
	"читать": true, "подробнее": true, "продолжение": true, "далее": true, "läs": true, "læs": true, "les": true, "lue": true,
	"devamını": true, "číst": true, "続きを読む": true, "阅读全文": true, "閱讀更多": true,
}

// goOnStart gives where at the end of a text the words stand that lead to the
// rest; -1 if there are none.
func goOnStart(s string) int {
	for from := max(0, len(s)-maxTail); from < len(s); {
		n := strings.IndexFunc(s[from:], unicode.IsLetter)
		if n < 0 {
			return -1
		}
		start := from + n
		from = len(s)
		if n := strings.IndexFunc(s[start:], isNoLetter); n >= 0 {
			from = start + n
		}
		if goOnWords[strings.ToLower(s[start:from])] && goOn.MatchString(s[start:]) {
			return start
		}
	}
	return -1
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) }

// trimEnd drops from the end of a text what is no part of it. The text is cut
// where it says that it goes on elsewhere, or ends in dots.
func trimEnd(paragraphs []string, blocks []formats.Block) (kept []string, cut bool) {
	links := sync.OnceValue(func() map[string]bool { return linksOf(blocks) })
	for len(paragraphs) > 0 {
		last := len(paragraphs) - 1
		s := paragraphs[last]
		rest, goesOn := dropGoOn(s, links)
		cut = cut || goesOn
		switch {
		case len(s) <= maxFurniture && (appeared.MatchString(s) || len(s) <= maxAside && aside.MatchString(s)):
			paragraphs = paragraphs[:last]
		case goesOn && rest == "":
			paragraphs = paragraphs[:last]
		default:
			paragraphs[last] = rest
			return endDots(paragraphs, cut)
		}
	}
	return paragraphs, cut
}

// linksOf tells of the text of each block whether all of it is a link.
func linksOf(blocks []formats.Block) map[string]bool {
	links := make(map[string]bool, len(blocks))
	for _, b := range blocks {
		links[b.Text] = b.Link
	}
	return links
}

// dropGoOn takes the words that lead to the rest from the end of a paragraph.
// They do so where they are all of it or all of it is a link, after dots, or as
// three words or more after a sentence.
func dropGoOn(s string, links func() map[string]bool) (rest string, found bool) {
	start := goOnStart(s)
	if start < 0 {
		return s, false
	}
	rest = strings.TrimRight(s[:start], " \t\n[(")
	switch {
	case rest == "", links()[s]:
		return "", true
	case strings.HasSuffix(rest, "…"), strings.HasSuffix(rest, "..."), strings.HasSuffix(rest, "]"):
		return rest, true
	case strings.Count(s[start:], " ") >= 2 && endsSentence(rest):
		return rest, true
	}
	return s, false
}

func endsSentence(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "”") || strings.HasSuffix(s, "\"")
}

// endDots marks a text as cut that ends in dots, and writes them in one way.
func endDots(paragraphs []string, cut bool) ([]string, bool) {
	last := len(paragraphs) - 1
	s := paragraphs[last]
	if strings.HasSuffix(s, "]") || strings.HasSuffix(s, ")") || strings.HasSuffix(s, "...") {
		s = brackets.ReplaceAllString(s, "…")
	}
	paragraphs[last] = s
	if s == "…" {
		return paragraphs[:last], true
	}
	return paragraphs, cut || strings.HasSuffix(s, "…")
}
