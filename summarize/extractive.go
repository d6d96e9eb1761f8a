package summarize

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"dateline/news"
	"dateline/terms"
	"dateline/wire"
)

// version of the rules with the weights that New takes; stored digests of
// another version are made again.
const version = "extractive-2"

// Reasons for a digest without bullets.
const (
	ReasonNoSentence  = "nothing to digest: the text holds no sentence"
	ReasonNotStanding = "nothing to digest: no sentence of the text stands alone"
)

// Extractive makes digests of sentences copied from the dispatch. It needs no
// model and no network, gives the same digest for the same request, and may
// be used by several goroutines at once.
type Extractive struct {
	weights Weights
	works   sync.Pool
}

// New gives an extractive summarizer with the weights that were chosen for it.
func New() *Extractive { return NewWith(LearnedWeights()) }

// NewWith gives one with other weights, to learn or compare them.
func NewWith(w Weights) *Extractive { return &Extractive{weights: w} }

// Version implements [Summarizer].
func (x *Extractive) Version() string {
	if x.weights == LearnedWeights() {
		return version
	}
	return fmt.Sprintf("%s %v", version, x.weights)
}

// Summarize implements [Summarizer]. It fails only when ctx has ended.
func (x *Extractive) Summarize(ctx context.Context, r Request) (news.Digest, error) {
	if err := ctx.Err(); err != nil {
		return news.Digest{}, err
	}
	w, ok := x.works.Get().(*work)
	if !ok {
		w = &work{}
	}
	defer x.works.Put(w)
	doc := w.reader.Read(r.Text, r.Title, r.Language)
	if w.vocabulary == nil {
		w.vocabulary = terms.NewVocabulary(doc.Language)
	}
	w.weights = x.weights
	w.begin(r, doc)
	defer w.end()
	digest := news.Digest{Headline: w.headline(), Dateline: doc.Dateline, Method: news.Extractive}
	if len(doc.Sentences) == 0 {
		digest.Reason = ReasonNoSentence
		return digest, nil
	}
	w.collect()
	w.score()
	chosen := w.choose(w.bullets(r.Bullets))
	if len(chosen) == 0 {
		digest.Reason = ReasonNotStanding
		return digest, nil
	}
	digest.Bullets = w.write(chosen)
	return digest, nil
}

// work is what one digest needs; it is used again for the next.
type work struct {
	weights    Weights
	request    Request
	reader     wire.Reader
	doc        *wire.Document
	vocabulary *terms.Vocabulary
	terms      []terms.Term // of all sentences
	sentences  []sentence   // one for each of doc.Sentences
	words      []word       // by term
	titleWords int          // how many those are
	topics     wire.Topics  // finds the topics of a dispatch without headings
	subjects   int          // how many it has
	announced  bool         // the list that is being read has a sentence that announces it
	stamp      uint32       // of the last mark
	candidates []candidate
}

// word is what is known about one term in the dispatch.
type word struct {
	frequency int32  // in how many sentences it occurs
	last      int32  // the last sentence that it was counted in, from 1
	stamp     uint32 // the last mark that had it
	titled    bool   // it occurs in the title
	said      bool   // a chosen candidate has it
	first     bool   // the first sentence has it
	named     bool   // it has a capital inside of a sentence
	person    bool   // it is the last of several capitalized words somewhere, as surnames are
}

// sentence is what the ranker knows about one of doc.Sentences.
type sentence struct {
	terms   []terms.Term // offsets count from the sentence's start
	words   int
	subject int // which of the dispatch's subjects it is about
	quoted  int // bytes in quotation marks
	digits  bool
	names   int // words with a capital, the first left out
}

func (w *work) begin(r Request, doc *wire.Document) {
	w.request, w.doc = r, doc
	w.vocabulary.Reset(doc.Language)
	w.terms, w.sentences, w.candidates = w.terms[:0], w.sentences[:0], w.candidates[:0]
	for i := range doc.Sentences {
		w.read(i)
	}
	w.link()
	w.divide()
	w.count()
}

// end lets go of the dispatch, so that a pooled work does not keep it.
func (w *work) end() {
	const most = 1 << 16 // terms: what is kept for the next digest stays small
	w.request, w.doc = Request{}, nil
	w.reader.Forget()
	if cap(w.terms) > most {
		*w = work{vocabulary: w.vocabulary}
	}
}

// read takes in the words of sentence i.
func (w *work) read(i int) {
	s := &w.doc.Sentences[i]
	first := len(w.terms)
	w.terms = w.vocabulary.SpanTerms(w.terms, w.doc.Slice(s.Range), w.doc.Words(i))
	info := sentence{words: len(w.terms) - first}
	for i, t := range w.terms[first:] {
		info.digits = info.digits || t.Digit
		if t.Upper && i > 0 {
			info.names++
		}
	}
	for _, q := range s.Quotes {
		info.quoted += q.End - q.Start
	}
	w.sentences = append(w.sentences, info)
}

// link points the sentences at their words once those no longer move.
func (w *work) link() {
	at := 0
	for i := range w.sentences {
		s := &w.sentences[i]
		s.terms = w.terms[at : at+s.words]
		at += s.words
	}
}

// divide tells the subjects of the dispatch apart: its sections, or where it
// is long and has no headings the stretches between the borders of its topics.
func (w *work) divide() {
	const fewest = 15 // sentences; shorter texts seldom have two subjects
	w.subjects = len(w.doc.Sections)
	for i := range w.sentences {
		w.sentences[i].subject = w.doc.Sentences[i].Section
	}
	if w.subjects > 1 || len(w.sentences) < fewest {
		return
	}
	for i := range w.sentences {
		w.topics.Add(w.sentences[i].terms)
	}
	borders := w.topics.Borders()
	w.subjects = len(borders) + 1
	subject := 0
	for i := range w.sentences {
		if subject < len(borders) && borders[subject] == i {
			subject++
		}
		w.sentences[i].subject = subject
	}
}

// count counts in how many sentences each term occurs, and marks those of the title.
func (w *work) count() {
	title := w.vocabulary.Terms(nil, w.headline())
	n := w.vocabulary.Len()
	w.words, w.stamp = cleared(w.words, n), 1
	w.announced = false
	for i := range w.sentences {
		for k, t := range w.sentences[i].terms {
			word := &w.words[t.ID]
			if k > 0 && t.Upper {
				word.named = true
				word.person = word.person || w.sentences[i].terms[k-1].Upper
			}
			if word.last != int32(i)+1 {
				word.last = int32(i) + 1
				word.frequency++
			}
		}
	}
	if len(w.sentences) > 0 {
		for _, t := range w.sentences[0].terms {
			w.words[t.ID].first = true
		}
	}
	w.titleWords = 0
	for _, t := range title {
		if !t.Stop && !w.words[t.ID].titled {
			w.words[t.ID].titled = true
			w.titleWords++
		}
	}
}

func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// headline is the title given, or the one that the text opens with.
func (w *work) headline() string {
	if w.request.Title != "" {
		return w.request.Title
	}
	return strings.TrimRight(news.Fold(w.doc.Slice(w.doc.Title)), " =")
}

// bullets gives how many bullets to make: what was asked for, or one for a
// brief of up to two sentences, two for three, and else three to five by the
// number of sentences, enough for each subject to have its say.
func (w *work) bullets(asked int) int {
	const four, five = 18, 32 // sentences from which on there are so many bullets
	if asked > 0 {
		return asked
	}
	heard := map[int]bool{}
	for i := range w.sentences {
		heard[w.sentences[i].subject] = true
	}
	subjects := len(heard)
	n := len(w.doc.Sentences)
	switch {
	case n <= 2:
		return 1
	case n == 3:
		return max(2, subjects)
	case n >= five:
		return 5
	case n >= four:
		return max(4, min(subjects, 5))
	}
	return max(3, min(subjects, 5))
}
