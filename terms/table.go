package terms

import "math/bits"

// A Table holds values by word. It is a map that finds words of up to 15 bytes,
// which most words are, several times faster: they are compared as two numbers
// and hashed by two multiplications. The zero value is an empty table. It may
// be read by several goroutines at once while none puts anything in.
type Table[V any] struct {
	slots []slot[V] // their number is a power of two, and half of them are empty
	shift int       // of a hash, whose highest bits give the slot
	used  int
	long  map[string]*V    // by words that are longer
	crowd map[shortWord]*V // by words that found no slot
}

type slot[V any] struct {
	key   shortWord
	value V
}

// A shortWord is a word of up to 15 bytes, and its length in the last one. No
// such word is all zero, so that marks an empty slot.
type shortWord struct{ low, high uint64 }

const (
	longestShort = 15
	firstSlots   = 64
	// mostProbes bounds the slots that a look-up sees, whatever words somebody
	// makes up to have the same hash.
	mostProbes = 16
)

// Len gives the number of words in the table.
func (t *Table[V]) Len() int { return t.used + len(t.long) + len(t.crowd) }

// At gives the value of a word, the zero value if it has none.
func (t *Table[V]) At(word string) (v V) {
	if found := t.look(word); found != nil {
		return *found
	}
	return v
}

// AtFold gives the value of a word as [Fold] makes it, the zero value if it has
// none.
func (t *Table[V]) AtFold(word string) (v V) {
	key := packed(word)
	if key.high == 0 || (key.low|key.high)&highBits != 0 {
		var buf [maxWord]byte
		return t.At(string(AppendFold(buf[:0], word)))
	}
	if found := t.find(shortWord{smallLetters(key.low), smallLetters(key.high)}); found != nil {
		return *found
	}
	return v
}

// look gives the place of a word's value until something is put in, nil if it
// has none.
func (t *Table[V]) look(word string) *V {
	if key := packed(word); key.high != 0 {
		return t.find(key)
	}
	return t.long[word]
}

func (t *Table[V]) find(key shortWord) *V {
	slots := t.slots
	for at, last := key.hash()>>(t.shift&63), mostProbes; last > 0; at, last = at+1, last-1 {
		if at >= uint64(len(slots)) {
			if at = 0; len(slots) == 0 {
				break
			}
		}
		s := &slots[at]
		if s.key.low == key.low && s.key.high == key.high {
			return &s.value
		}
		if s.key.high == 0 {
			break
		}
	}
	if len(t.crowd) == 0 {
		return nil
	}
	return t.crowd[key]
}

// Put gives a word a value, in the place of the one that it had.
func (t *Table[V]) Put(word string, value V) {
	key := packed(word)
	switch {
	case key.high == 0:
		if t.long == nil {
			t.long = map[string]*V{}
		}
		t.long[word] = &value
	case !t.put(key, value):
		if t.crowd == nil {
			t.crowd = map[shortWord]*V{}
		}
		t.crowd[key] = &value
	}
}

// put takes the slot of a short word, or the next free one that [Table.find]
// looks at.
func (t *Table[V]) put(key shortWord, value V) bool {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	at := key.hash() >> (t.shift & 63)
	for range mostProbes {
		s := &t.slots[at&uint64(len(t.slots)-1)]
		if s.key.high == 0 {
			t.used++
			s.key = key
		}
		if s.key == key {
			s.value = value
			return true
		}
		at++
	}
	return false
}

func (t *Table[V]) grow() {
	old := t.slots
	t.slots, t.used = make([]slot[V], max(firstSlots, 2*len(old))), 0
	t.shift = 64 - bits.Len(uint(len(t.slots)-1))
	for i := range old {
		if s := &old[i]; s.key.high != 0 && !t.put(s.key, s.value) {
			if t.crowd == nil {
				t.crowd = map[shortWord]*V{}
			}
			t.crowd[s.key] = &s.value
		}
	}
}

// hash lets every bit of a word count in the highest bits of a number. The
// factors are odd numbers without a pattern, from the golden ratio and the root
// of two.
func (k shortWord) hash() uint64 {
	return (k.low ^ bits.RotateLeft64(k.high*0x6a09e667f3bcc909, 32)) * 0x9e3779b97f4a7c15
}

// packed makes a shortWord of a word that is one; else it gives zeros.
func packed(word string) shortWord {
	n := len(word)
	switch {
	case n > longestShort || n == 0:
		return shortWord{}
	case n >= 8:
		return shortWord{eight(word), eight(word[n-8:])>>(8*(16-n)) | uint64(n)<<56}
	case n >= 4:
		return shortWord{four(word) | four(word[n-4:])<<(8*(n-4)), uint64(n) << 56}
	}
	return shortWord{uint64(word[0]) | uint64(word[n/2])<<(8*(n/2)) | uint64(word[n-1])<<(8*(n-1)), uint64(n) << 56}
}
