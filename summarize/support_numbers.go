package summarize

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quantity is a number in a text: a number or number word with its scale.
type quantity struct {
	first, last int32     // its tokens [first, last)
	values      []float64 // every way to read it: 1.000 is one, or a thousand
	digits      bool      // written in digits
	plain       bool      // a number word up to two: "one" is often no count
	precision   int       // significant digits
}

// shares reports whether two numbers can be read as the same.
func (q *quantity) shares(other *quantity) bool {
	for _, v := range q.values {
		for _, w := range other.values {
			if v == w {
				return true
			}
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
		q.values[i] = rounded(v, 9)
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
		if gap == ". " || gap == ".\n" {
			q.values = append(q.values, readings(joined+"."+next)...)
			return
		}
		if !groups || len(next) != 3 || strings.Trim(gap, ", \u00a0\u202f\u2009") != "" || gap == "" {
			return
		}
		joined += next
		q.values = append(q.values, readings(joined)...)
		q.values = append(q.values, readings(next)...)
		q.last++
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

// roundsTo reports whether the claim's number q is this one rounded: 53
// million for 53,193,914. It takes a number of fewer digits, over a thousand.
func (q *quantity) roundsTo(claimed *quantity) bool {
	if claimed.precision == 0 || claimed.precision >= q.precision {
		return false
	}
	for _, v := range q.values {
		for _, w := range claimed.values {
			if v >= 1000 && rounded(v, claimed.precision) == w {
				return true
			}
		}
	}
	return false
}
