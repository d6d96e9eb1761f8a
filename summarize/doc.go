// Package summarize makes the digest of a dispatch.
//
// [Extractive] copies whole sentences. It goes like this:
//
//  1. wire.Parse tells news from furniture and gives sentences, sections,
//     quotations and attributions.
//  2. Each sentence becomes a candidate, alone or together with a neighbour
//     that it needs: the sentence that says who speaks, or the one that its
//     first word points back to. What cannot stand alone even so is dropped.
//  3. Candidates are scored by a few named features (see features): position,
//     centrality, title, length and form.
//  4. The best candidate of each section (or topic, where a long dispatch has no
//     headings) is taken first, then the best of the
//     rest, each time less what has been said already.
//  5. The bullets are put in the order of the dispatch and get a label: the
//     section's heading, or a name from their own words.
//
// Every bullet carries the byte ranges of its sentences.
package summarize
