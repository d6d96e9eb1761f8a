package slack

import (
	"testing"

	"dateline/adapters"
	"dateline/adapters/slack/slacktest"
	"dateline/internal/testkit"
)

// validator holds what is laid out to Slack's description of Block Kit, and,
// where DATELINE_SHARED has none, to the limits that the description lacks.
func validator(tb testing.TB) *slacktest.Validator {
	tb.Helper()
	v, err := slacktest.NewValidator(testkit.Shared(tb, "specs", "slack-blockkit.augmented.schema.json"))
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// checkValid holds posts to the validator.
func checkValid(t *testing.T, v *slacktest.Validator, posts []*post) {
	t.Helper()
	for i, p := range posts {
		for _, problem := range v.Message(p.Text, p.Blocks) {
			t.Errorf("post %d: %v", i+1, problem)
		}
	}
}

// TestSchema holds every kind of reply to Slack's description.
func TestSchema(t *testing.T) {
	t.Parallel()
	v := validator(t)
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkValid(t, v, render(r))
			for _, problem := range v.Home(renderHome(r, r)) {
				t.Errorf("App Home: %v", problem)
			}
		})
	}
}

// TestSchemaOfTimes: what is no time of ours is left as it is written.
func TestSchemaOfTimes(t *testing.T) {
	t.Parallel()
	v := validator(t)
	for _, r := range oddTimes() {
		posts := render(r)
		checkValid(t, v, posts)
		if got, want := readAll(posts), r.Blocks[0].Text; got != want+"\n" {
			t.Errorf("%q is shown as %q", want, got)
		}
	}
}

func oddTimes() (all []adapters.Reply) {
	for _, b := range []adapters.Block{
		{Text: "Harbour, 1 May 1960", TimeText: "1 May 1960", Time: day(1960)},
		{Text: "Harbour, 1 May 9999", TimeText: "1 May 9999", Time: day(9999)},
		{Text: "Harbour, 07:52|x", TimeText: "07:52|x", Time: day(2026)},
		{Text: "Harbour, 07:52", TimeText: "08:00", Time: day(2026)},
	} {
		b.Kind = adapters.BlockSource
		all = append(all, adapters.Reply{Blocks: []adapters.Block{b}})
	}
	return all
}
