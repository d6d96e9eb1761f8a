package adapterstest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/adapters"
)

func checkName(t *testing.T, h Harness) {
	p := h(t).Platform
	if name := p.Name(); name == "" || name != strings.ToLower(name) || strings.ContainsAny(name, " \t\n") {
		t.Errorf("Name() = %q, want one word in lower case", name)
	}
	if l := p.Limits(); l.Message < 0 || l.Blocks < 0 {
		t.Errorf("Limits() = %+v, want no negative number", l)
	}
}

func checkRequests(t *testing.T, h Harness) {
	s := start(t, h, replies(adapters.Reply{}))
	for _, text := range []string{"latest", "topic Nagorno-Karabakh since:friday", "ask what's new in Минск?"} {
		s.Ask(text)
		r := s.request()
		if r.Text != text {
			t.Errorf("asked %q, the request's text is %q", text, r.Text)
		}
		if got := r.Channel.Platform; got != s.Platform.Name() {
			t.Errorf("asked %q, the request's platform is %q, want %q", text, got, s.Platform.Name())
		}
		if r.Channel.Workspace.IsZero() || r.Channel.ID == "" {
			t.Errorf("asked %q, the request's channel is %+v, want a workspace and an identifier", text, r.Channel)
		}
		if r.Free != s.Free {
			t.Errorf("asked %q, the request is free: %v, want %v", text, r.Free, s.Free)
		}
		if !r.View.IsZero() {
			t.Errorf("asked %q in words, the request is about the view %v, want none", text, r.View)
		}
	}
}

func checkReplies(t *testing.T, h Harness) {
	s := start(t, h, replies(adapters.Reply{Blocks: []adapters.Block{
		{Kind: adapters.BlockNotice, Text: "the notice"},
		{Kind: adapters.BlockTitle, Text: "the title"},
		{Kind: adapters.BlockText, Text: "a line of words"},
		{Kind: adapters.BlockBullet, Number: "1", Label: "first label", Text: "first bullet.", Attribution: "first speaker"},
		{Kind: adapters.BlockBullet, Number: "2.3", Text: "second bullet."},
		{Kind: adapters.BlockQuote, Text: "a quotation, word for word"},
		{Kind: adapters.BlockSource, Text: "the source, 18:10", URL: "https://example.com/story"},
		{Kind: adapters.BlockItem, Label: "latest", Text: "what is new"},
		{Kind: adapters.BlockKind(99), Text: "of a kind made later"},
	}}))
	s.Ask("latest")
	s.see("the notice", "the title", "a line of words",
		"1", "first label", "first bullet.", "first speaker", "2.3", "second bullet.",
		"a quotation, word for word", "the source, 18:10", "latest", "what is new", "of a kind made later")
}

func checkActions(t *testing.T, h Harness) {
	actions := []adapters.Action{
		{Label: "Evidence 1", Command: "evidence 1"},
		{Label: "Доказательство 2", Command: "evidence 2"},
		{Label: "Older", Command: "older"},
	}
	s := start(t, h, replies(adapters.Reply{
		Blocks:  []adapters.Block{{Text: "what now?"}},
		Actions: actions,
	}))
	s.Ask("latest")
	s.request()
	s.see("what now?")
	for _, a := range actions {
		if !s.Do(a) {
			t.Errorf("the person cannot do %+v; they see:\n%s", a, s.Screen.Seen())
			continue
		}
		if got := s.request().Text; got != a.Command {
			t.Errorf("doing %q asked %q, want %q", a.Label, got, a.Command)
		}
	}
}

func checkOrder(t *testing.T, h Harness) {
	release := make(chan struct{})
	s := start(t, h, func(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
		if r.Text == "one" {
			select {
			case <-release:
			case <-ctx.Done():
			}
		}
		return adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text + "."}}}, nil
	})
	for _, text := range []string{"one", "two", "three"} {
		s.Ask(text)
	}
	if got := s.request().Text; got != "one" {
		t.Errorf("the first request is %q, want %q", got, "one")
	}
	close(release)
	s.see("answer to one.", "answer to two.", "answer to three.")
}

func checkFailures(t *testing.T, h Harness) {
	s := start(t, h, func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		reply := adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text + "."}}}
		switch r.Text {
		case "error":
			return reply, errors.New("the handler's trouble")
		case "silence":
			return adapters.Reply{}, errors.New("nothing to say")
		case "failed":
			reply.Failed = true
		}
		return reply, nil
	})
	for _, text := range []string{"error", "silence", "failed", "more"} {
		s.Ask(text)
	}
	seen := s.see("answer to error.", "answer to failed.", "answer to more.")
	if strings.Contains(seen, "the handler's trouble") {
		t.Errorf("the person sees the operator's error:\n%s", seen)
	}
}

// checkLong sends a reply that is over every limit, made of numbered words
// with characters of several code points.
func checkLong(t *testing.T, h Harness) {
	var words []string
	var blocks []adapters.Block
	for i := range 120 {
		text := ""
		for j := range 40 {
			word := fmt.Sprintf("w%d-%d-e\u0301.", i, j)
			words = append(words, word)
			text += word + " "
		}
		blocks = append(blocks, adapters.Block{Kind: adapters.BlockBullet, Number: fmt.Sprint(i + 1), Text: strings.TrimSpace(text)})
	}
	s := start(t, h, replies(adapters.Reply{Blocks: blocks}))
	s.Ask("latest")
	s.see(words...)
	limit := s.Platform.Limits().Message
	for i, m := range s.Screen.Messages() {
		if n := utf8.RuneCountInString(m); limit > 0 && n > limit {
			t.Errorf("message %d has %d characters, the limit is %d", i+1, n, limit)
		}
		if strings.HasPrefix(m, "\u0301") {
			t.Errorf("message %d opens inside a character", i+1)
		}
	}
}

func checkSend(t *testing.T, h Harness) {
	s := start(t, h, replies(adapters.Reply{Blocks: []adapters.Block{{Text: "asked for."}}}))
	s.Ask("latest")
	channel := s.request().Channel
	s.see("asked for.")
	unasked := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: "not asked for."}}}
	if err := s.Platform.Send(t.Context(), channel, unasked); err != nil {
		t.Fatalf("Send to the channel of a request: %v", err)
	}
	s.see("asked for.", "not asked for.")
}

// checkEnd ends a platform that waits, and one that is answering.
func checkEnd(t *testing.T, h Harness) {
	waiting := start(t, h, replies(adapters.Reply{Blocks: []adapters.Block{{Text: "answered."}}}))
	waiting.Ask("latest")
	waiting.see("answered.")
	waiting.end()

	answering := start(t, h, func(ctx context.Context, _ adapters.Request) (adapters.Reply, error) {
		select {
		case <-ctx.Done():
		case <-time.After(patience):
		}
		return adapters.Reply{}, ctx.Err()
	})
	answering.Ask("latest")
	answering.request()
	answering.end()
}
