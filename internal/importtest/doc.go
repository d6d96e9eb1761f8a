// Package importtest holds the source to the rules of the house: which folder
// may import which, where vendor packages and HTTP clients may appear, and a
// few habits that a compiler does not check (no init, no package variable that
// is written to, no sleeping or silently skipped tests).
//
// The rules are the data of [House]; [Check] reads a tree with go/parser and
// gives every place that breaks one. Reading the files, rather than asking
// `go list`, sees files behind build tags, and lets `go test` notice that a
// file changed. The package's own test runs Check over the whole module, so a
// new folder fails until it has a line in the table.
package importtest
