// Package news is the domain: dispatches and their revisions, digests and
// their evidence, and who may see what. It depends on the standard library
// alone, and everything else depends on it.
//
// A text enters through [NewDispatch], which alone decides what its bytes are;
// from then on a [Revision] never changes, so that [Evidence], a byte range of
// one revision, stays true for ever. A [Digest] says which sentences each of
// its bullets comes from, and [Digest.Validate] checks it against the text.
//
// The words used here (dispatch, revision, scope, bullet, evidence ...) are
// used everywhere else too: in SQL, in help texts and in the documentation.
package news
