package terms

import "math/bits"

// Eight bytes of a text fit into a number, and some questions can be put to all
// of them at once.

// eight gives the first eight bytes of s as a number.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// four gives the first four bytes of s as a number.
func four(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

// Numbers of eight bytes that are alike.
const (
	ones     = 0x0101010101010101
	highBits = 0x80 * ones
)

// smallLetters makes small letters of the capitals among eight bytes of ASCII:
// the sums have the high bit of those from A on, and of those behind Z.
func smallLetters(bytes uint64) uint64 {
	fromA, behindZ := bytes+(0x80-'A')*ones, bytes+(0x7f-'Z')*ones
	return bytes | (fromA^behindZ)&highBits>>2
}

// LetterRun gives the end of the run of ASCII letters that begins at a place of
// text: the place itself where none stands there.
func LetterRun(text string, at int) int {
	for at+8 <= len(text) {
		if others := notLetters(eight(text[at:])); others != 0 {
			return at + bits.TrailingZeros64(others)/8
		}
		at += 8
	}
	for at < len(text) && asciiLetter(text[at]) {
		at++
	}
	return at
}

// notLetters gives the high bit of those of eight bytes that are no ASCII
// letters; as in [smallLetters], the sums tell what lies from a to z.
func notLetters(bytes uint64) uint64 {
	small := (bytes | 0x20*ones) &^ highBits
	fromA, behindZ := small+(0x80-'a')*ones, small+(0x7f-'z')*ones
	return highBits &^ (fromA &^ behindZ &^ bytes)
}

// PlainLength gives the length of the ASCII that s opens with, in whole eights.
func PlainLength(s string) int {
	n := 0
	for n+8 <= len(s) && eight(s[n:])&highBits == 0 {
		n += 8
	}
	return n
}

// An Eight is eight bytes of a text at once, the first in the lowest bits. Its
// methods but Plain are for ASCII alone; those that tell which of the bytes are
// of a kind give a bit each, the lowest for the first.
type Eight uint64

// EightOf gives the first eight bytes of s, which has that many.
func EightOf(s string) Eight { return Eight(eight(s)) }

// Plain reports whether all of them are ASCII.
func (e Eight) Plain() bool { return e&highBits == 0 }

// Words tells which of them are letters or digits.
func (e Eight) Words() uint8 {
	from0, behind9 := uint64(e)+(0x80-'0')*ones, uint64(e)+(0x7f-'9')*ones
	return gather(highBits&^notLetters(uint64(e)) | highBits&from0&^behind9)
}

// Spaces tells which of them are spaces; tabs and the like are none.
func (e Eight) Spaces() uint8 {
	return gather(highBits &^ ((uint64(e) ^ ' '*ones) + 0x7f*ones))
}

// gather makes one byte of the high bits of eight: the product has the sum of
// them, each moved to its place, in its highest byte.
func gather(high uint64) uint8 { return uint8(high >> 7 * 0x0102040810204080 >> 56) }
