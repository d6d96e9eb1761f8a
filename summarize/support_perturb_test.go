package summarize_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline/wire"
)

// A change makes a false sentence of a true one by rule, ok is false where
// the rule does not fit. others are names of the same text.
type change struct {
	name, problem string
	make          func(sentence string, others []string, n int) (string, bool)
}

var (
	digitsRE   = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)
	countRE    = regexp.MustCompile(`\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b`)
	runRE      = regexp.MustCompile(`[A-Z][a-z]+(?: [A-Z][a-z]+)*`)
	negatedRE  = regexp.MustCompile(`\b(?:not|never)\s|n't\b`)
	auxRE      = regexp.MustCompile(`\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)\b`)
	speakerRE  = regexp.MustCompile(`([A-Z][a-z]+(?: [A-Z][a-z]+)*) (?:said|says|told|added)\b|,['"”]* (?:said|says|added) ([A-Z][a-z]+(?: [A-Z][a-z]+)*)`)
	capitalsRE = regexp.MustCompile(`[A-Z]`)
)

// notNames are capitalised words that a rule must not take for names.
const notNames = " The A An In On At He She It They We I You But And For This That These Those His Her Their Its Our My Your As If When While After Before There Then So To Of By With From Not No Or What Who Why How Where Is Are Was Were Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Mr Mrs Ms Dr Sgt Gov Sen Rep Gen Capt Col Lt Det Prof Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec "

func changes() []change {
	return []change{
		{"number: other digits", "number", changeDigits},
		{"number: other word", "number", changeCount},
		{"name: of the text", "name", changeName},
		{"name: from outside", "name", func(s string, _ []string, n int) (string, bool) {
			return changeName(s, []string{"Tamsin Okonkwo", "Brezhany", "Quillfeather"}, n)
		}},
		{"name: at the opening", "name", changeOpening},
		{"negation: put in", "negation", negate},
		{"negation: taken out", "negation", affirm},
		{"speaker: of the text", "speaker", changeSpeaker},
		{"speaker: from outside", "speaker", func(s string, _ []string, n int) (string, bool) {
			return changeSpeaker(s, []string{"Tamsin Okonkwo", "Quillfeather"}, n)
		}},
	}
}

// nth gives one of the matches, the n-th counted round.
func nth(re *regexp.Regexp, s string, n int) []int {
	all := re.FindAllStringSubmatchIndex(s, -1)
	if len(all) == 0 {
		return nil
	}
	return all[n%len(all)]
}

func changeDigits(s string, _ []string, n int) (string, bool) {
	at := nth(digitsRE, s, n)
	if len(at) == 0 {
		return "", false
	}
	old := strings.TrimRight(s[at[0]:at[1]], ",")
	v, err := strconv.ParseFloat(strings.ReplaceAll(old, ",", ""), 64)
	if err != nil {
		return "", false
	}
	changed := fmt.Sprint(int(v) + 1 + n%7)
	if n%3 == 0 {
		changed = fmt.Sprint(int(v)*2 + 3)
	}
	return s[:at[0]] + changed + s[at[0]+len(old):], true
}

func changeCount(s string, _ []string, n int) (string, bool) {
	at := nth(countRE, s, n)
	if len(at) == 0 {
		return "", false
	}
	words := strings.Fields("two three four five six seven eight nine ten eleven twelve")
	k := slices.Index(words, s[at[0]:at[1]])
	return s[:at[0]] + words[(k+1+n%5)%len(words)] + s[at[1]:], true
}

// namesOf gives the names in a text: runs of words with a capital that stand
// inside of a sentence.
func namesOf(text string) []string {
	var names []string
	for _, at := range runRE.FindAllStringIndex(text, -1) {
		if at[0] < 2 || text[at[0]-1] != ' ' || text[at[0]-2] < 'a' || text[at[0]-2] > 'z' {
			continue
		}
		if name := text[at[0]:at[1]]; isNameForRule(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func isNameForRule(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if strings.Contains(notNames, " "+w+" ") || len(w) < 3 {
			return false
		}
	}
	return true
}

// another gives one of the others that shares no word with the sentence.
func another(s string, others []string, n int) (string, bool) {
	for i := range others {
		o := others[(i+n)%len(others)]
		if !slices.ContainsFunc(strings.Fields(o), func(w string) bool { return strings.Contains(s, w[:min(4, len(w))]) }) {
			return o, true
		}
	}
	return "", false
}

func changeName(s string, others []string, n int) (string, bool) {
	names := namesOf(s)
	o, ok := another(s, others, n)
	if len(names) == 0 || !ok {
		return "", false
	}
	return strings.Replace(s, " "+names[n%len(names)], " "+o, 1), true
}

// changeOpening changes a name of two words or more that a sentence opens with.
func changeOpening(s string, others []string, n int) (string, bool) {
	at := runRE.FindStringIndex(s)
	if len(at) == 0 || at[0] != 0 || !isNameForRule(s[:at[1]]) || !strings.Contains(s[:at[1]], " ") {
		return "", false
	}
	o, ok := another(s, others, n)
	return o + s[at[1]:], ok
}

func negate(s string, _ []string, n int) (string, bool) {
	at := nth(auxRE, s, n)
	if len(at) == 0 || negatedRE.MatchString(s[at[0]:min(len(s), at[1]+5)]) {
		return "", false
	}
	return s[:at[1]] + " not" + s[at[1]:], true
}

func affirm(s string, _ []string, n int) (string, bool) {
	at := nth(negatedRE, s, n)
	if len(at) == 0 || strings.HasPrefix(s[at[0]:], "not only") || at[0] > 1 && strings.HasSuffix(s[:at[0]], "wo") || strings.HasSuffix(s[:at[0]], "ca") {
		return "", false
	}
	return s[:at[0]] + s[at[1]:], true
}

func changeSpeaker(s string, others []string, n int) (string, bool) {
	at := speakerRE.FindStringSubmatchIndex(s)
	if len(at) == 0 {
		return "", false
	}
	from, to := at[2], at[3]
	if from < 0 {
		from, to = at[4], at[5]
	}
	if !isNameForRule(s[from:to]) {
		return "", false
	}
	o, ok := another(s, others, n)
	return s[:from] + o + s[to:], ok
}

// sentencesOf gives the sentences of a text that hold a capital and a few words.
func sentencesOf(d *wire.Document) []string {
	var all []string
	for _, s := range d.Sentences {
		if one := d.Slice(s.Range); len(strings.Fields(one)) > 4 && capitalsRE.MatchString(one) {
			all = append(all, one)
		}
	}
	return all
}
