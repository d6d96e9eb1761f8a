package slack

import (
	"bytes"
	"encoding/json"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dateline/internal/testkit"
)

// schema is Slack's description of Block Kit; nil where DATELINE_SHARED has none.
type schema struct {
	blocks, home *jsonschema.Schema
}

// described compiles the description once a test: it is large.
func described(tb testing.TB) func() *schema {
	tb.Helper()
	path := testkit.Shared(tb, "specs", "slack-blockkit.augmented.schema.json")
	return sync.OnceValue(func() *schema {
		if path == "" {
			return nil
		}
		var s schema
		c := jsonschema.NewCompiler()
		for name, to := range map[string]**jsonschema.Schema{"Blocks": &s.blocks, "HomeView": &s.home} {
			compiled, err := c.Compile(path + "#/definitions/" + name)
			if err != nil {
				tb.Fatal(err)
			}
			*to = compiled
		}
		return &s
	})
}

func (s *schema) check(t *testing.T, what *jsonschema.Schema, v any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = what.Validate(decoded)
	}
	if err != nil {
		t.Errorf("%s\nis not what Slack describes: %v", data, err)
	}
}

// TestSchema holds every kind of reply to Slack's description.
func TestSchema(t *testing.T) {
	t.Parallel()
	s := described(t)()
	if s == nil {
		return // only what is written for the tests is checked
	}
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, p := range render(r) {
				s.check(t, s.blocks, p.Blocks)
			}
			s.check(t, s.home, map[string]any{"type": "home", "blocks": renderHome(r, r)})
		})
	}
}
