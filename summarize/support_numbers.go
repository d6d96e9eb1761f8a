package summarize

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quantity is a number in a text: a number or number word with its scale.
type quantity struct {
	first, last int32     // its tokens [first, last)
	values      []float64 // every way to read it: 1.000 is one, or a thousand
	parts       []float64 // if it may be a list instead, what that holds: 10, 200
	digits      bool      // written in digits
	plain       bool      // a number word up to two: "one" is often no count
	precision   int       // significant digits
}

// shares reports whether a claim's number can be read as this one.
func (q *quantity) shares(claimed *quantity) bool {
	for _, v := range claimed.values {
		if slices.Contains(q.values, v) || len(claimed.parts) == 0 && slices.Contains(q.parts, v) {
			return true
		}
	}
	return false
}

// readNumbers finds the numbers of the text.
func (r *supportReader) readNumbers() {
	t := r.text
	for i := 0; i < len(t.tokens); {
		q, ok := t.quantityAt(i)
		if !ok {
			i++
			continue
		}
		for k := q.first; k < q.last; k++ {
			t.tokens[k].number = int32(len(t.numbers))
		}
		t.numbers = append(t.numbers, q)
		i = int(q.last)
	}
}

func (t *supportText) fold(i int) string {
	k := &t.tokens[i]
	return strings.ToLower(t.doc.Text[k.start:k.end])
}

// between gives what stands between token i and the next.
func (t *supportText) between(i int) string {
	return t.doc.Text[t.tokens[i].end:max(t.tokens[i].end, t.tokens[i+1].start)]
}

// follows reports whether token i+1 is in the same sentence and only white
// space or a hyphen stands before it.
func (t *supportText) follows(i int) bool {
	return i+1 < len(t.tokens) && t.tokens[i+1].sentence == t.tokens[i].sentence &&
		strings.Trim(t.between(i), " \u00a0\u202f\u2009\n-") == ""
}

func (t *supportText) quantityAt(i int) (quantity, bool) {
	fold := t.fold(i)
	q := quantity{first: int32(i), last: int32(i) + 1}
	if v, ok := t.lexicon.numbers[fold]; ok {
		q.values, q.plain = []float64{v}, v <= 2
		if v >= 20 && t.follows(i) {
			if unit, ok := t.lexicon.numbers[t.fold(i+1)]; ok && unit > 0 && unit < 10 {
				q.values[0] += unit
				q.last++
			}
		}
	} else if first, _ := utf8.DecodeRuneInString(fold); unicode.IsDigit(first) {
		q.digits = true
		t.readDigits(&q, fold)
	} else {
		return q, false
	}
	t.scale(&q)
	for i, v := range q.values {
		q.values[i] = rounded(v, exactDigits)
	}
	return q, true
}

// readDigits reads a number in digits, with what was set apart from it:
// "235, 000", "1 000", "2. 4".
func (t *supportText) readDigits(q *quantity, fold string) {
	body, suffix := fold, ""
	if cut := strings.IndexFunc(fold, func(c rune) bool { return !strings.ContainsRune(".,'", c) && !unicode.IsDigit(c) }); cut >= 0 {
		body, suffix = fold[:cut], fold[cut:]
	}
	q.values = readings(body)
	q.precision = len(strings.Trim(strings.Map(onlyDigits, body), "0"))
	if scale, ok := t.lexicon.scales[suffix]; ok {
		for _, v := range readings(body) {
			q.values = append(q.values, v*scale)
		}
	}
	if suffix == "" && isDigits(body) {
		t.readApart(q, body)
	}
}

// readApart adds the readings of digits together with those that follow.
func (t *supportText) readApart(q *quantity, joined string) {
	const most = 15 // digits: what a float64 holds
	groups := len(joined) <= 3
	for i := int(q.last) - 1; i+1 < len(t.tokens) && len(joined) < most; i++ {
		next, gap := t.fold(i+1), t.between(i)
		if !isDigits(next) {
			return
		}
		if strings.TrimSpace(gap) == "." {
			t.readDecimalApart(q, joined+"."+next, i+1)
			return
		}
		if !groups || len(next) != 3 || !t.groups(gap) {
			return
		}
		if len(q.parts) == 0 {
			q.parts, q.values = q.values, nil
		}
		joined += next
		q.values = readings(joined)
		q.parts = append(q.parts, readings(next)...)
		q.last++
	}
}

// groups reports whether digits may be one number across a gap. English sets
// its commas apart where a program has split it into words; it has no spaces.
func (t *supportText) groups(gap string) bool {
	switch gap {
	case ", ":
		return true
	case " ", "\n":
		return t.lexicon != supportLexicons()["en"]
	}
	return gap == "\u00a0" || gap == "\u202f" || gap == "\u2009"
}

// readDecimalApart adds the readings of a decimal that ends with token i.
func (t *supportText) readDecimalApart(q *quantity, decimal string, i int) {
	v, ok := readDecimal(decimal)
	if !ok {
		return
	}
	q.values = append(q.values, v)
	if t.follows(i) {
		if scale, ok := t.lexicon.scales[t.fold(i+1)]; ok {
			q.values = append(q.values, v*scale)
		}
	}
}

func onlyDigits(c rune) rune {
	if unicode.IsDigit(c) {
		return c
	}
	return -1
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return !unicode.IsDigit(c) }) < 0
}

// readings gives the ways to read digits with points or commas between them.
func readings(s string) []float64 {
	values := make([]float64, 0, 2)
	if v, ok := readDecimal(s); ok {
		values = append(values, v)
	}
	swapped := strings.NewReplacer(".", ",", ",", ".").Replace(s)
	if swapped != s {
		if v, ok := readDecimal(swapped); ok && (len(values) == 0 || values[0] != v) {
			values = append(values, v)
		}
	}
	return values
}

// readDecimal reads digits with a decimal point and commas or apostrophes
// between groups of three.
func readDecimal(s string) (float64, bool) {
	s = strings.TrimRight(s, ".,'")
	whole, _, _ := strings.Cut(s, ".")
	groups := strings.FieldsFunc(whole, func(c rune) bool { return c == ',' || c == '\'' })
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(strings.NewReplacer(",", "", "'", "").Replace(s), 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// scale takes the scales that follow into the number: two hundred thousand.
func (t *supportText) scale(q *quantity) {
	for t.follows(int(q.last) - 1) {
		scale, ok := t.lexicon.scales[t.fold(int(q.last))]
		if !ok {
			return
		}
		for i := range q.values {
			q.values[i] *= scale
		}
		q.plain = false
		q.last++
	}
}

// exactDigits is how many digits count when numbers are compared.
const exactDigits = 9

// canonical gives the same form to a number in words, with and without
// commas: two and 2, 1,500 and 1500. The words up to one are often no count.
func (l *supportLexicon) canonical(fold string) (string, bool) {
	if v, ok := l.numbers[fold]; ok && v > 1 {
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	if fold[0] < '0' || fold[0] > '9' || !strings.ContainsAny(fold, ".,") {
		return "", false
	}
	mark := ","
	if l != supportLexicons()["en"] {
		mark = "."
	}
	groups := strings.Split(fold, mark)
	for i, g := range groups {
		if !isDigits(g) || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), len(groups) > 1
}

// rounded gives v with so many significant digits.
func rounded(v float64, digits int) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	power := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(power, 0) || power == 0 {
		return v
	}
	return math.Round(v*power) / power
}

// leastRounded is the least number of which a claim may have the rounded form:
// above what years and most counts are.
const leastRounded = 10_000

// roundsTo reports whether the claim's number is this one rounded: 53 million
// for 53,193,914.
func (q *quantity) roundsTo(claimed *quantity) bool {
	if claimed.precision == 0 || claimed.precision >= q.precision {
		return false
	}
	for _, v := range q.values {
		if v >= leastRounded && slices.Contains(claimed.values, rounded(v, claimed.precision)) {
			return true
		}
	}
	return false
}

// roundForm is a number with so many significant digits.
type roundForm struct {
	value  float64
	digits int
}

// learnValues notes what numbers the text has, and what they round to.
func (x *supportIndex) learnValues() {
	x.values, x.rounds = map[float64]struct{}{}, map[roundForm]struct{}{}
	for i := range x.numbers {
		q := &x.numbers[i]
		for _, v := range q.values {
			x.values[v] = struct{}{}
			for digits := 1; v >= leastRounded && digits < min(q.precision, exactDigits); digits++ {
				x.rounds[roundForm{rounded(v, digits), digits}] = struct{}{}
			}
		}
		for _, v := range q.parts {
			x.values[v] = struct{}{}
		}
	}
}

// hasValue reports whether the number, or one that it rounds, is anywhere in
// the text.
func (x *supportIndex) hasValue(q *quantity) bool {
	for _, v := range q.values {
		if _, ok := x.values[v]; ok {
			return true
		}
		if _, ok := x.rounds[roundForm{v, q.precision}]; ok {
			return true
		}
	}
	return false
}
