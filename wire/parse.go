package wire

import (
	"dateline/news"
	"dateline/terms"
)

// Parse reads text. The language is a BCP 47 tag; "" or "und" has it found
// out. Text that is no valid UTF-8 is read all the same: its bytes still
// belong to exactly one part each.
func Parse(text, language string) *Document { return ParseTitled(text, "", language) }

// ParseTitled reads text like [Parse] and knows the title that was given apart
// from it: where the text repeats it in front of its first sentence, without
// a line break between them, it is a part of its own.
func ParseTitled(text, title, language string) *Document {
	return new(Reader).Read(text, title, language)
}

// A Reader reads texts one after the other, and each in the memory of the one
// before. The zero value is ready; it belongs to one goroutine.
type Reader struct {
	doc    Document
	parser parser
}

// Read reads a text as [ParseTitled] does. The document is good until the next
// call of a method of r.
func (r *Reader) Read(text, title, language string) *Document {
	if language == "" || language == news.Undetermined {
		language = terms.Language(text)
	}
	d, p := &r.doc, &r.parser
	d.reuse(text, language)
	p.reuse(d)
	p.readBlocks(title)
	p.splitTitle(title)
	p.classify()
	p.emit()
	d.split()
	p.attribute()
	return d
}

// Forget lets go of the text that was read last, and of the memory if that was
// a huge one.
func (r *Reader) Forget() {
	const most = 1 << 16 // words
	if cap(r.doc.words) > most {
		*r = Reader{}
		return
	}
	clear(r.doc.Sentences)
	r.doc.reuse("", "")
	r.parser.reuse(&r.doc)
}

// reuse empties d and keeps its memory.
func (d *Document) reuse(text, language string) {
	*d = Document{
		Text: text, Language: language,
		Parts: d.Parts[:0], Sections: d.Sections[:0], Sentences: d.Sentences[:0], words: d.words[:0], ends: d.ends[:0],
	}
}

type parser struct {
	doc      *Document
	lex      *lexicon
	rows     []line // of the text
	blocks   []block
	quotes   []Range // of all sentences
	cutter   cutter
	speech   speech
	stemmer  *terms.Stemmer // made when it is first needed
	stemmed  string         // the language of the stemmer
	words    []string       // of the label that was read last
	content  []string       // of that label
	initials []rune         // of that label
	room     int            // for so many sentences, as its full stops say
	detached bool           // the text has white space before its full stops
}

// reuse makes p ready for the text of d and keeps its memory, and the stemmer
// with what that remembers.
func (p *parser) reuse(d *Document) {
	*p = parser{
		doc: d, lex: lexiconFor(d.Language),
		rows: p.rows[:0], blocks: p.blocks[:0], quotes: p.quotes[:0],
		cutter:  cutter{quotes: p.cutter.quotes[:0]},
		speech:  speech{all: p.speech.all[:0], read: p.speech.read[:0], kept: p.speech.kept[:0]},
		stemmer: p.stemmer, stemmed: p.stemmed,
		words: p.words[:0], content: p.content[:0], initials: p.initials[:0],
	}
}
