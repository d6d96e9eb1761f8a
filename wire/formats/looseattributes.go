package formats

import "strings"

// looseAttributes is what counts of the attributes of a tag.
type looseAttributes struct {
	count  int
	hidden bool
	slash  bool                   // the last has a value without quotation marks that ends in a slash, as the tag does
	odd    bool                   // it takes the tokenizer to read them
	seen   [len(hidingNames)]bool // of each of them, whether it was there
}

// read reads attributes up to the end of their tag, and gives where that is; a
// negative number where the text ends before.
func (a *looseAttributes) read(s string, at int) int {
	for {
		if at = skipSpace(s, at); at == len(s) {
			return -1
		}
		if s[at] == '>' {
			return at + 1
		}
		start := at
		if s[at] == '=' { // no name begins a value
			at++
		}
		for at < len(s) && !isSpace(s[at]) && s[at] != '/' && s[at] != '>' && s[at] != '=' {
			at++
		}
		key := s[start:at]
		if at = skipSpace(s, at); at == len(s) {
			return -1
		}
		value := ""
		a.slash = false
		switch s[at] {
		case '/':
			at++
		case '=':
			if value, at = a.value(s, skipSpace(s, at+1)); at < 0 {
				return -1
			}
		}
		if key != "" {
			a.count++
			a.add(key, value)
		}
	}
}

func skipSpace(s string, at int) int {
	for at < len(s) && isSpace(s[at]) {
		at++
	}
	return at
}

// value reads a value, and gives where it ends; a negative number where the
// text ends before.
func (a *looseAttributes) value(s string, at int) (value string, end int) {
	if at == len(s) {
		return "", -1
	}
	switch quote := s[at]; quote {
	case '>':
		return "", at
	case '"', '\'':
		n := strings.IndexByte(s[at+1:], quote)
		if n < 0 {
			return "", -1
		}
		return s[at+1 : at+1+n], at + n + 2
	}
	end = at + 1
	for end < len(s) && !isSpace(s[end]) && s[end] != '>' {
		end++
	}
	if end == len(s) {
		return "", -1
	}
	a.slash = s[end] == '>' && s[end-1] == '/'
	return s[at:end], end
}

// add counts in an attribute. Only the first of a name counts.
func (a *looseAttributes) add(key, value string) {
	i := 0
	for i < len(hidingNames) && (len(key) != len(hidingNames[i]) || !strings.EqualFold(key, hidingNames[i])) {
		i++
	}
	if i == len(hidingNames) || a.seen[i] {
		return
	}
	a.seen[i] = true
	if strings.ContainsAny(value, "&\r\x00") {
		a.odd = true
	} else if !a.hidden {
		a.hidden = hidingAttribute[hidingNames[i]](value)
	}
}

// hidingNames has the names in hidingAttribute.
var hidingNames = [...]string{"class", "style", "hidden", "aria-hidden"}
