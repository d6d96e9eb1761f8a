package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/news"
)

const (
	maxParagraphs = 2000 // of a watched page; those beyond are not looked at
	maxHeading    = 140  // characters of a paragraph that may be a heading
	minSentence   = 4    // words, where words are parted by spaces
	minUnparted   = 10   // letters of a sentence in a script without spaces
	minCounted    = 8    // words of a sentence whose numbers alone have changed
)

// Watch tells what is new on a page that has no feed, from the rows that its
// earlier readings left: a row for each paragraph that was seen, with the hash
// of the paragraph (letters in one case, white space folded) for a key, and
// that of the paragraph without its numbers for a hash.
//
// The paragraphs that were not there before, in the page's order, together are
// one item, with the heading that they open with for a title, else the page's;
// the first reading gives the whole page. The item is new under an ID of its
// own, made from its paragraphs, and has the page's address. Nothing has
// changed as long as what is new holds no sentence: a clock, a counter, a
// heading that waits for its text.
//
// The keys are the rows to keep: the paragraphs of the page that count as seen
// from now on, whether or not anything has changed. Dispatch and LastSeen are
// for the caller to fill in.
func Watch(page Page, seen []news.Seen) (item Item, keys []news.Seen, changed bool) {
	w := watcher{keys: map[string]bool{}, shapes: map[string]bool{}}
	for _, s := range seen {
		if strings.HasPrefix(s.Key, paragraphKey) {
			w.keys[s.Key], w.shapes[s.Hash] = true, true
		}
	}
	first := len(w.keys) == 0
	rows := w.read(page.Text)
	for _, p := range w.fresh {
		changed = changed || isSentence(p)
	}
	if !changed {
		return Item{}, w.known, false
	}
	item = Item{
		ID: itemKey(w.freshKeys), URL: firstOf(page.Canonical, page.Address), Shared: true, Title: page.Title, Language: page.Language,
		Text: strings.Join(w.fresh, "\n\n"),
	}
	if first {
		item.Published = page.Published
		return item, rows, true
	}
	if heading := pageLine(w.fresh[0], maxHeading+1); len(w.fresh) > 1 && isHeading(heading) {
		item.Title, item.Text = heading, strings.Join(w.fresh[1:], "\n\n")
	}
	return item, rows, true
}

// paragraphKey begins the keys of paragraphs, so that they meet no item's.
const paragraphKey = "paragraph:"

// watcher parts the paragraphs of a page into those that are known and others.
type watcher struct {
	keys, shapes map[string]bool // of earlier readings
	known        []news.Seen     // rows of the page that count as seen in any case
	fresh        []string        // paragraphs that are new
	freshKeys    []string
}

// read reads the page's paragraphs, and gives the rows of all of them.
func (w *watcher) read(text string) []news.Seen {
	var rows []news.Seen
	here := map[string]bool{}
	for p := range strings.SplitSeq(text, "\n\n") {
		folded := foldParagraph(p)
		if len(rows) == maxParagraphs {
			break
		}
		if folded == "" {
			continue
		}
		row := news.Seen{Key: paragraphKey + hashOf(folded), Hash: hashOf(strings.Map(withoutNumbers, folded))}
		if here[row.Key] {
			continue
		}
		here[row.Key] = true
		rows = append(rows, row)
		if w.keys[row.Key] || w.shapes[row.Hash] && !isTold(p) {
			w.known = append(w.known, row)
			continue
		}
		w.fresh, w.freshKeys = append(w.fresh, strings.TrimSpace(p)), append(w.freshKeys, row.Key)
	}
	return rows
}

// foldParagraph gives a paragraph in the form by which it is known again: its
// letters and numbers in one case, with single spaces; "" where it has none.
func foldParagraph(p string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(p), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " ")
}

// withoutNumbers leaves numbers and spaces out, so that "5 minutes ago" and
// "12 minutes ago" are the same.
func withoutNumbers(r rune) rune {
	if unicode.IsNumber(r) || r == ' ' {
		return -1
	}
	return r
}

// isTold reports whether a paragraph that was seen with other numbers says
// something: a toll has risen, as opposed to a counter.
func isTold(p string) bool { return isSentence(p) && len(strings.Fields(p)) >= minCounted }

// isSentence reports whether a paragraph holds a sentence: enough words, or
// letters in a script that does not part words, and a full stop at its end.
func isSentence(p string) bool {
	p = strings.TrimRightFunc(p, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || r == '"' || r == '\''
	})
	end, _ := utf8.DecodeLastRuneInString(p)
	if !strings.ContainsRune(".!?…。！？؟।", end) {
		return false
	}
	words, letters := 0, 0
	for word := range strings.FieldsSeq(p) {
		if strings.ContainsFunc(word, unicode.IsLetter) {
			words++
		}
	}
	for _, r := range p {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			letters++
		}
	}
	return words >= minSentence || letters >= minUnparted
}

// isHeading reports whether a paragraph on one line can be the title of what follows.
func isHeading(line string) bool {
	return utf8.RuneCountInString(line) <= maxHeading && strings.ContainsFunc(line, unicode.IsLetter) && !isSentence(line)
}

// itemKey gives the identity of the item that new paragraphs make.
func itemKey(keys []string) string {
	keys = slices.Sorted(slices.Values(keys))
	return "new:" + hashOf(strings.Join(keys, "\n"))
}

// hashOf gives the first half of a SHA-256, in hexadecimal digits.
func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}
