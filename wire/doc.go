// Package wire reads the text of a dispatch: where it is from, which of it is
// news, where each sentence begins and ends, and who is said to have said it.
//
// [Parse] is the way in, and for many texts a [Reader], which uses its memory
// again. It goes through a text once in each of four steps,
// every one of them linear in its length:
//
//  1. Lines are joined into blocks: a paragraph, a heading, a list line. A
//     line break inside a paragraph is told from one between paragraphs by
//     the width of the text: where the next word would have fitted on the
//     line, the break was meant.
//  2. Blocks get a kind by their shape: length, final stop, marker, the run of
//     similar blocks they stand in and what follows them. Short lists of words
//     in many languages (lexicon/) name what shape cannot tell: bylines,
//     editor's notes, captions, the lead-in of related headlines.
//  3. Paragraphs are cut into sentences. A quotation is never cut inside.
//  4. Sentences are read for quotations and attributions.
//
// The parts of a [Document] cover its text without gap or overlap, white space
// included, so a digest can point at the bytes it was taken from.
package wire
