package wire

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestReader reads all labelled texts with one Reader, some of them cut, in
// capitals or twice, and wants what a new one gives.
func TestReader(t *testing.T) {
	t.Parallel()
	var r Reader
	for i, file := range labelledFiles(t) {
		l := readLabelled(t, file)
		for _, text := range []string{l.text, "", l.text[:len(l.text)/2], strings.ToUpper(l.text), l.text + "\n" + l.text} {
			got, want := r.Read(text, "", l.language), Parse(text, l.language)
			if seen(got) != seen(want) {
				t.Fatalf("%s: got %s\nwant %s", file, seen(got), seen(want))
			}
		}
		if i%2 == 0 {
			r.Forget()
		}
	}
}

// seen gives all that a document says.
func seen(d *Document) string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Text, d.Language, d.Parts, d.Sections, d.Title)
	if d.Dateline != nil {
		fmt.Fprintln(&b, *d.Dateline)
	}
	for i, s := range d.Sentences {
		fmt.Fprintf(&b, "%+v %v\n", s, d.Words(i))
	}
	return b.String()
}

func TestReaderForgets(t *testing.T) {
	t.Parallel()
	var r Reader
	r.Read("\"The mill will close,\" Anna Lund said on Monday.", "", "en")
	r.Forget()
	if r.doc.Text != "" || len(r.doc.Sentences[:1][0].Attribution.Speaker) > 0 {
		t.Errorf("got %q and %+v after Forget, want nothing", r.doc.Text, r.doc.Sentences[:1][0])
	}
	r.Read(strings.Repeat("The mill will close. ", 30_000), "", "en")
	r.Forget()
	if !reflect.DeepEqual(r, Reader{}) {
		t.Error("the memory of a huge text is kept")
	}
}
