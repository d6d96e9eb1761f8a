// Package surface counts what a reader sees to be wrong with a bullet without
// knowing the dispatch: an opening that points at nothing, half a quotation,
// a dateline or byline, debris; and what can be seen by comparing bullets with
// each other and with their text.
//
// It imports nothing of ours: a counter that shared its rules with what it
// counts would be blind to the same things. How often it is right is measured on
// bullets labelled by hand, see [Labels].
package surface
