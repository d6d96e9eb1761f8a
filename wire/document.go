package wire

import (
	"slices"

	"dateline/news"
	"dateline/terms"
)

// Kind says what a part of a text is.
type Kind uint8

// The kinds of part. Those from KindHeader on are furniture: no news.
const (
	KindSpace    Kind = iota // white space between parts
	KindDateline             // the opening with place, date, agency, and the space after it
	KindTitle                // the dispatch's own headline, as first line of its text
	KindHeading              // a line that labels what follows
	KindSentence             // one sentence of news
	KindMarker               // the dash or bullet of a list item that is news
	KindHeader               // wire header, slug and routing codes before the news
	KindByline               // who wrote it
	KindNote                 // editor's notes, corrections, credits
	KindCaption              // of a picture or film
	KindRelated              // headlines of other stories and their lead-in
	KindCode                 // signatures, end marks
	KindContact              // addresses, telephone numbers, links to follow
)

var kindNames = [...]string{
	KindSpace: "space", KindDateline: "dateline", KindTitle: "title", KindHeading: "heading",
	KindSentence: "sentence", KindMarker: "marker", KindHeader: "header", KindByline: "byline",
	KindNote: "note", KindCaption: "caption", KindRelated: "related", KindCode: "code", KindContact: "contact",
}

func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// Furniture reports whether the kind is one that never becomes a bullet.
func (k Kind) Furniture() bool { return k >= KindHeader }

// Range is a half-open byte range [Start, End) of a document's text.
type Range struct{ Start, End int }

// Empty reports whether the range holds nothing.
func (r Range) Empty() bool { return r.Start >= r.End }

// Part is a stretch of the text of one kind.
type Part struct {
	Kind Kind
	Range
}

// Section is a run of sentences under one heading. The first section of a
// dispatch mostly has none.
type Section struct {
	Heading Range // empty if it has none
	First   int   // index of its first sentence
	End     int   // index after its last sentence
}

// Sentence is one sentence of news.
type Sentence struct {
	Range
	Section   int  // index into Document.Sections
	Paragraph int  // number of its paragraph in the document, from 0
	Listed    bool // it is an item of a list
	Stopped   bool // it ends with a final stop of its own; false for a truncated line
	// Leans says that it opens with a word that points back to another
	// sentence: He, This, However.
	Leans bool
	// LeansOnPerson says that this word is a pronoun for one person.
	LeansOnPerson bool
	// Quotes are the quotations in it, marks included, in order.
	Quotes []Range
	// Unbalanced says that a quotation opens or closes in it without its counterpart.
	Unbalanced bool
	// Attribution is the outermost one; its zero value says there is none.
	Attribution Attribution
}

// Document is a text that was read.
type Document struct {
	Text      string
	Language  string         // BCP 47, [news.Undetermined] if not known
	Dateline  *news.Dateline // nil if it has none
	Parts     []Part         // cover Text without gap or overlap
	Sections  []Section      // in order; empty sections included
	Sentences []Sentence     // in order
	Title     Range          // the dispatch's own headline in its text; empty if it has none

	words []terms.Span // of all sentences, each counted from the start of its sentence
	ends  []int        // by sentence: where its words end
}

// Words gives the words of sentence i, as [terms.Words] does for its text.
func (d *Document) Words(i int) []terms.Span {
	from := 0
	if i > 0 {
		from = d.ends[i-1]
	}
	return d.words[from:d.ends[i]]
}

// split finds the words of all sentences.
func (d *Document) split() {
	const bytesPerWord = 5 // fewer than there are in most texts
	d.words = slices.Grow(d.words, len(d.Text)/bytesPerWord)
	d.ends = slices.Grow(d.ends, len(d.Sentences))
	for i := range d.Sentences {
		d.words = terms.AppendSpans(d.words, d.Slice(d.Sentences[i].Range))
		d.ends = append(d.ends, len(d.words))
	}
}

// Slice gives the text of a range.
func (d *Document) Slice(r Range) string { return d.Text[r.Start:r.End] }
