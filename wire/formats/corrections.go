package formats

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"dateline/news"
)

// correcting gives [news.RevisionCorrected] if one of the codes says that the
// item puts an earlier version right: signals and instructions of IPTC's
// vocabularies, such as "sig:correction", with or without their scheme.
func correcting(codes ...string) news.RevisionKind {
	for _, code := range codes {
		code = strings.ToLower(strings.TrimSpace(code))
		code = code[strings.LastIndexAny(code, ":/")+1:]
		switch code {
		case "correction", "corrected", "correctional", "corrective", "rectify", "rectification":
			return news.RevisionCorrected
		}
	}
	return ""
}

// codesOf gives what elements of a name below n say, by their attribute of
// that key.
func codesOf(n *html.Node, name, key string) []string {
	var codes []string
	for found := range all(n, name) {
		codes = append(codes, attr(found, key))
	}
	return codes
}

// correctionWord has the marks of a correction, in the languages of agencies.
// They count in capitals alone: in small letters they may be what a dispatch is about.
const correctionWord = `(?:CORRECT(?:ED|ION|S)|REFILE-CORRECT\w+|KORREKTUR|KORRIGIERT|BERICHTIG(?:UNG|T)|RECTIFICATI(?:F|ON)|CORRECTI(?:F|VE)|` +
	`CORRECCI[ÓO]N|CORRIGE|RECTIFICACI[ÓO]N|ИСПРАВЛЕН(?:О|ИЕ)|ПОПРАВКА|УТОЧНЕНИЕ)`

var (
	// correctedTitle finds a title that opens with such a mark.
	correctedTitle = regexp.MustCompile(`^[(\[*]{0,3}` + correctionWord + `(?:\s*[\d/]{1,4})?\s*[:)\]*–—-]`)
	// correctedHead finds a line above a headline that is such a mark.
	correctedHead = regexp.MustCompile(`^[(\[*= ]{0,4}(?:[\p{Lu}\d]+[ -]){0,2}` + correctionWord + `[)\]*=: \d/]{0,8}$`)
)

// markedCorrected reports whether a mark of a correction stands above the
// headline, which ends in an equals sign.
func markedCorrected(lines []string) bool {
	for _, line := range lines[:min(len(lines), maxHeadlines)] {
		line = strings.TrimSpace(line)
		switch {
		case correctedHead.MatchString(line):
			return true
		case line == "", strings.HasSuffix(line, "="):
			return false
		}
	}
	return false
}
