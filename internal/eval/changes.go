package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/internal/eval/baseline"
	"dateline/summarize"
)

// The kinds of change that a support check must catch, by the problem it names.
const (
	changeNumber   = summarize.ProblemNumber
	changeName     = summarize.ProblemName
	changeNegation = summarize.ProblemNegation
	changeSpeaker  = summarize.ProblemSpeaker
)

// changed is a sentence of a text with one thing changed, so that the text no
// longer says it.
type changed struct {
	kind, text, original, claim string
}

// changer changes a sentence of a text; other is a text that foreign names are
// taken from. It gives "" where there is nothing to change.
type changer struct {
	kind  string
	apply func(small smallWords, sentence, text, other string) string
}

// smallWords are the words that any text writes without a capital: no names.
type smallWords map[string]bool

func newSmallWords(rows []row) smallWords {
	small := smallWords{}
	for _, r := range rows {
		for _, w := range smallWord.FindAllString(r.Text, -1) {
			small[w] = true
		}
	}
	return small
}

var smallWord = regexp.MustCompile(`\b\p{Ll}+\b`)

// title is written before a name, or stands for one, and is none.
var title = regexp.MustCompile(`^(?:Mrs?|Ms|Dr|Sgt|Col|Lt|Gen|Capt|Maj|Cpl|Rep|Sen|Gov|Rev|Prof|Det|Cmdr|Adm|Jr|Sr|Inc|Corp|Ltd|Co|No)$`)

func (small smallWords) name(word string) bool {
	return !small[strings.ToLower(word)] && !title.MatchString(word) && !calendar.MatchString(word)
}

func changers() []changer {
	return []changer{
		{changeNumber, changeANumber}, {changeName, changeAName},
		{changeNegation, changeANegation}, {changeSpeaker, changeASpeaker},
	}
}

// verbatimPerText bounds the unchanged sentences that are taken of one text.
const verbatimPerText = 5

// makeChanges changes, in each text, the first sentence that each rule applies
// to, and gives the sentences that must raise no alarm. The same texts give the
// same changes.
func makeChanges(rows []row) (changes []changed, verbatim []changed) {
	small := newSmallWords(rows)
	for i, r := range rows {
		other := rows[(i+1)%len(rows)].Text
		sentences := whole(r.Text)
		for _, s := range sentences[:min(len(sentences), verbatimPerText)] {
			verbatim = append(verbatim, changed{text: r.Text, original: s, claim: s})
		}
		for _, c := range changers() {
			for _, s := range sentences {
				if claim := c.apply(small, s, r.Text, other); claim != "" && !strings.Contains(r.Text, claim) {
					changes = append(changes, changed{c.kind, r.Text, s, claim})
					break
				}
			}
		}
	}
	return changes, verbatim
}

// whole gives the sentences of 6 to 60 words that end with a stop, but not the
// first, which may open with a dateline.
func whole(text string) []string {
	all := texts(text, baseline.Sentences(text))
	var out []string
	for _, s := range all[min(1, len(all)):] {
		if n := len(strings.Fields(s)); n >= 6 && n <= 60 && strings.HasSuffix(s, ".") {
			out = append(out, s)
		}
	}
	return out
}

var numeral = regexp.MustCompile(`(^|[\s$£€(])(\d[\d,]*(?:\.\d+)?)\b`)

// changeANumber raises the first digit of the sentence's first number until
// the text does not have the number.
func changeANumber(_ smallWords, sentence, text, _ string) string {
	at := numeral.FindStringSubmatchIndex(sentence)
	if at == nil {
		return ""
	}
	number := []byte(sentence[at[4]:at[5]])
	for range 8 {
		number[0] = '1' + (number[0]-'0')%9
		if !strings.Contains(text, string(number)) {
			return sentence[:at[4]] + string(number) + sentence[at[5]:]
		}
	}
	return ""
}

// nameInside is a capitalized word inside of a sentence.
var nameInside = regexp.MustCompile(`\p{Ll},? (\p{Lu}\p{Ll}{3,})\b`)

// calendar is what is written with a capital and is no name.
var calendar = regexp.MustCompile(`^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|(?:Septem|Octo|Novem|Decem)ber)$`)

func (small smallWords) names(text string) []string {
	var out []string
	for _, m := range nameInside.FindAllStringSubmatch(text, -1) {
		if small.name(m[1]) && !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// changeAName replaces the sentence's first name with one of another text.
func changeAName(small smallWords, sentence, text, other string) string {
	names := small.names(sentence)
	if len(names) == 0 {
		return ""
	}
	for _, name := range small.names(other) {
		if !strings.Contains(text, name) {
			return replaceWord(sentence, names[0], name)
		}
	}
	return ""
}

var (
	negated    = regexp.MustCompile(`\b(is|was|are|were|has|have|had|will|would|could|should|can|did|does|do) not\b`)
	contracted = regexp.MustCompile(`\b(is|was|are|were|has|have|had|would|could|should|did|does|do)n['’]t\b`)
	auxiliary  = regexp.MustCompile(`\b(is|was|are|were|has|have|had|will|would|could|should)\b`)
)

// changeANegation takes a negation away, or puts one in where there is none.
func changeANegation(_ smallWords, sentence, _, _ string) string {
	for _, form := range []*regexp.Regexp{negated, contracted} {
		if at := form.FindStringSubmatchIndex(sentence); at != nil {
			return sentence[:at[3]] + sentence[at[1]:]
		}
	}
	at := auxiliary.FindStringIndex(sentence)
	if at == nil || strings.Contains(strings.ToLower(sentence), " no ") || strings.Contains(sentence, "never") {
		return ""
	}
	return sentence[:at[1]] + " not" + sentence[at[1]:]
}

var (
	speaksAfter  = regexp.MustCompile(`(\p{Lu}\p{Ll}{2,}) (?:said|says|told|added)\b`)
	speaksBefore = regexp.MustCompile(`\b(?:said|says|added) (?:\p{Lu}\p{Ll}+ )?(\p{Lu}\p{Ll}{2,})[,.]`)
)

func (small smallWords) speakers(text string) []string {
	var out []string
	for _, form := range []*regexp.Regexp{speaksAfter, speaksBefore} {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			if small.name(m[1]) && !slices.Contains(out, m[1]) {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// changeASpeaker has somebody else of the same text say it: another speaker,
// or else another name.
func changeASpeaker(small smallWords, sentence, text, _ string) string {
	here := small.speakers(sentence)
	if len(here) == 0 {
		return ""
	}
	for _, name := range append(small.speakers(text), small.names(text)...) {
		if !strings.Contains(sentence, name) {
			return replaceWord(sentence, here[0], name)
		}
	}
	return ""
}

// replaceWord replaces each occurrence of a word.
func replaceWord(sentence, word, by string) string {
	return regexp.MustCompile(fmt.Sprintf(`\b%s\b`, regexp.QuoteMeta(word))).ReplaceAllLiteralString(sentence, by)
}
