package sqlite

import (
	"flag"
	"testing"
)

// TestMain has properties tried on fewer cases than rapid's 100, unless the
// command line says otherwise: a case of the conformance suite makes two
// databases, which takes seconds under the race detector.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err) // the flag is rapid's own
	}
	m.Run()
}
