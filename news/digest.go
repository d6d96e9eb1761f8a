package news

import (
	"errors"
	"fmt"
	"strings"
)

// Extractive is the [Digest] method whose bullets are copied from their evidence.
const Extractive = "extractive"

// MaxEvidence is the number of ranges that one bullet of a dispatch's digest may have.
const MaxEvidence = 3

// Evidence is a half-open byte range [Start, End) of one revision's text.
type Evidence struct {
	Dispatch DispatchID
	Revision RevisionID
	Start    int
	End      int
}

// Bullet is one point of a digest.
type Bullet struct {
	Text        string // pieces of the evidence, joined by one space, white space folded
	Topic       string // label, "" if the bullet needs none
	Attribution string // who said it, in the words of the text; "" if nobody is named
	Evidence    []Evidence
}

// Dateline is the opening of a wire story, as written there; an empty field was not given.
type Dateline struct {
	Place  string
	Date   string
	Agency string
}

// Digest is the bullets of one dispatch (or of one edition) with the method that made it.
type Digest struct {
	Headline string
	Dateline *Dateline // nil where the dispatch has none
	Bullets  []Bullet
	Method   string
	Reason   string // why there are no bullets; "" where there are
}

// DigestKey is what a stored digest is kept by: one revision is summarized
// once per version of the summarizer and per set of options.
type DigestKey struct {
	Dispatch   DispatchID
	Revision   RevisionID
	Summarizer string // the summarizer's version
	Options    string // its options in canonical form, "" for the defaults
}

// TextOf gives the text that a piece of evidence refers to.
type TextOf func(DispatchID, RevisionID) (text string, ok bool)

// Validate refuses a bullet without evidence, a range outside of its text,
// and, for an extractive digest, a bullet that is not made of pieces of its
// evidence, in their order.
func (d Digest) Validate(textOf TextOf) error {
	for i, b := range d.Bullets {
		if err := b.validate(d.Method, textOf); err != nil {
			return fmt.Errorf("bullet %d: %w", i+1, err)
		}
	}
	return nil
}

func (b Bullet) validate(method string, textOf TextOf) error {
	if strings.TrimSpace(b.Text) == "" {
		return errors.New("no text")
	}
	if len(b.Evidence) == 0 {
		return errors.New("no evidence")
	}
	ranges := make([]string, len(b.Evidence))
	for i, e := range b.Evidence {
		text, ok := textOf(e.Dispatch, e.Revision)
		if !ok {
			return fmt.Errorf("evidence %d: its text is not known", i+1)
		}
		if e.Start < 0 || e.Start >= e.End || e.End > len(text) {
			return fmt.Errorf("evidence %d: [%d, %d) is no range of a text of %d bytes", i+1, e.Start, e.End, len(text))
		}
		ranges[i] = Fold(text[e.Start:e.End])
	}
	if method == Extractive && !madeOf(b.Text, ranges) {
		return errors.New("its text is not made of pieces of its evidence")
	}
	return nil
}

// maxPieces is how many pieces one range may give: a clause may be cut from
// its end, its start, or once from its middle.
const maxPieces = 2

// madeOf reports whether text is one or two pieces of each range, in order,
// joined by single spaces.
func madeOf(text string, ranges []string) bool {
	if len(ranges) == 0 {
		return text == ""
	}
	return takePieces(text, ranges[0], maxPieces, func(rest string) bool {
		if len(ranges) == 1 {
			return rest == ""
		}
		return strings.HasPrefix(rest, " ") && madeOf(rest[1:], ranges[1:])
	})
}

// takePieces takes up to n pieces of source off the front of text, longest
// first, and asks done about what is left.
func takePieces(text, source string, n int, done func(rest string) bool) bool {
	for size := min(len(text), len(source)); size > 0; size-- {
		if size < len(text) && text[size] != ' ' {
			continue // a piece ends at a space of the bullet, or at its end
		}
		at := strings.Index(source, text[:size])
		if at < 0 {
			continue
		}
		rest := text[size:]
		if done(rest) {
			return true
		}
		if n > 1 && strings.HasPrefix(rest, " ") && takePieces(rest[1:], source[at+size:], n-1, done) {
			return true
		}
	}
	return false
}

// Fold turns each run of white space into one space and trims both ends; it
// is how bullets and evidence are compared.
func Fold(s string) string {
	if isFolded(s) {
		return strings.Clone(s) // what is kept must not keep its whole text
	}
	return strings.Join(strings.Fields(s), " ")
}

// isFolded reports whether s certainly has no white space but single spaces
// between words.
func isFolded(s string) bool {
	space := true
	for i := range len(s) {
		b := s[i]
		if b == ' ' && space || b < ' ' || b == 0xc2 || b >= 0xe1 && b <= 0xe3 {
			return false // some begin white space beyond ASCII
		}
		space = b == ' '
	}
	return !space
}
