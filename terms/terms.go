// Package terms turns text into what texts are compared by: words, folded
// words, stop words, stems, the language. Its functions are pure; the two
// types, [Stemmer] and [Vocabulary], only remember what they have worked out
// and belong to one goroutine. A [Table] is a map for words.
//
// A store keeps [Index] beside each dispatch and is asked with [Query]; both
// follow the rules of one [Version]. The summarizer goes through a text with
// [Vocabulary.Terms], which numbers the stems of one dispatch.
//
// Words have the borders of Unicode's UAX #29, by way of uax29, with what
// [Words] says on top. Stems are Snowball's.
package terms

// Version numbers the rules by which [Index] makes terms; it goes up whenever
// the same text may give other terms, and the store then indexes again.
const Version = 1

// maxWord is the longest word, in bytes, that is stemmed, looked up or
// indexed; what is longer is cut (index, query) or left as it is (stem).
const maxWord = 64
