package adapterstest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"dateline/adapters"
	"dateline/adapters/adapterstest"
	"dateline/news"
)

// TestRun runs the suite on a platform that has limits: the console has none.
//
//nolint:paralleltest // the suite looks for goroutines that were left behind
func TestRun(t *testing.T) {
	adapterstest.Run(t, func(*testing.T) adapterstest.Session {
		p := &room{asked: make(chan string, 100), screen: &adapterstest.Screen{}}
		return adapterstest.Session{
			Platform: p, Screen: p.screen,
			Ask: func(text string) { p.asked <- text },
			Do: func(a adapters.Action) bool {
				offered := strings.Contains(p.screen.Seen(), "<"+a.Label+">")
				p.asked <- a.Command
				return offered
			},
		}
	})
}

// room is a platform of messages of 200 characters with buttons.
type room struct {
	asked  chan string
	screen *adapterstest.Screen
}

func (r *room) Name() string            { return "room" }
func (r *room) Limits() adapters.Limits { return adapters.Limits{Message: 200} }

func (r *room) Run(ctx context.Context, h adapters.Handler) error {
	at := news.Channel{Platform: "room", Workspace: news.Workspace{Platform: "room"}.ID(), ID: "1"}
	for {
		select {
		case text := <-r.asked:
			// The error is for a log, which a room has not.
			reply, _ := h.Handle(ctx, adapters.Request{Channel: at, Person: "p", Text: text, MayChange: func(context.Context) adapters.Denial {
				return adapters.Denial{Kind: adapters.DeniedMember}
			}})
			if ctx.Err() == nil {
				r.post(reply)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func (r *room) Send(_ context.Context, _ news.Channel, reply adapters.Reply) error {
	r.post(reply)
	return nil
}

func (r *room) post(reply adapters.Reply) {
	var text strings.Builder
	for _, b := range reply.Blocks {
		fmt.Fprintln(&text, strings.TrimSpace(clean(strings.Join([]string{b.Number, b.Label, b.Text, b.Attribution}, " "))))
	}
	for _, a := range reply.Actions {
		fmt.Fprintf(&text, "<%s> ", a.Label)
	}
	for _, message := range split(text.String(), r.Limits().Message) {
		r.screen.Show(message)
	}
}

// split cuts text into messages of at most limit characters: between lines,
// within a longer line between words.
func split(text string, limit int) []string {
	var messages []string
	message := ""
	for line := range strings.Lines(text) {
		parts := []string{line}
		if len([]rune(line)) > limit {
			parts = strings.SplitAfter(line, " ")
		}
		for _, part := range parts {
			if len([]rune(message+part)) > limit {
				messages = append(messages, message)
				message = ""
			}
			message += part
		}
	}
	return append(messages, message)
}

// clean keeps what can be read.
func clean(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case marks > 4, unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}
