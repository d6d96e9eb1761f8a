// Package related tells which dispatches are near-duplicates: the same text
// from another outlet, cut short, or with paragraphs added.
//
// [Read] turns a text into its shingles, the runs of three words in it
// (Broder, "On the resemblance and containment of documents", 1997). What two
// texts share is counted exactly, by [Compare]; only to find candidates in a
// store is there a [Text.Sketch]: the 64 smallest hashes of the shingles, a
// bottom-k sketch (Cohen and Kaplan, "Summarizing data using bottom-k
// sketches", 2007). Texts that share hashes of their sketches are candidates:
// of the shingles of a text that was cut short, those that are among the 64
// smallest of the whole are among the 64 smallest of the part too, so that
// one index finds copies of every length.
package related
