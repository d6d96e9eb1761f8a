package adapterstest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// checkViews expects that an action is about the reply that it was on,
// whatever was shown since.
func checkViews(t *testing.T, h Harness) {
	views := map[string]news.ViewID{"first": {1}, "second": {0xff, 15: 0xff}}
	actions := map[string]adapters.Action{
		"first": {Label: "Evidence 1", Command: "evidence 1"}, "second": {Label: "Evidence 2", Command: "evidence 2"},
	}
	s := start(t, h, func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		reply := adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text + "."}}}
		if a, ok := actions[r.Text]; ok {
			reply.View, reply.Actions = views[r.Text], []adapters.Action{a}
		}
		return reply, nil
	})
	for _, text := range []string{"first", "second"} {
		s.Ask(text)
		s.request()
		s.see("answer to " + text + ".")
	}
	for _, text := range []string{"first", "second", "first"} {
		if !s.Do(actions[text]) {
			t.Fatalf("the person cannot do %+v; they see:\n%s", actions[text], excerpt(s.Screen.Seen()))
		}
		want := news.ViewID{}
		if s.Buttons {
			want = views[text]
		}
		if r := s.request(); r.View != want || r.Text != actions[text].Command {
			t.Errorf("%s: got %q about the view %v, want %q about %v", text, r.Text, r.View, actions[text].Command, want)
		}
	}
}

// offer asks for a reply with actions whose answers are their commands.
func offer(t *testing.T, h Harness, public string, labels ...string) *running {
	t.Helper()
	s := start(t, h, func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		reply := adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text + "."}}, View: news.ViewID{1}, Public: r.Text == public}
		if r.Text == "latest" {
			for _, label := range labels {
				reply.Actions = append(reply.Actions, adapters.Action{Label: label, Command: strings.ToLower(label)})
			}
		}
		return reply, nil
	})
	s.Ask("latest")
	s.request()
	s.see("answer to latest.")
	return s
}

// do does an action and gives the request that comes of it.
func (s *running) do(label string) adapters.Request {
	s.t.Helper()
	if !s.Do(adapters.Action{Label: label, Command: strings.ToLower(label)}) {
		s.t.Fatalf("the person cannot do %q; they see:\n%s", label, excerpt(s.Screen.Seen()))
	}
	return s.request()
}

func checkAlone(t *testing.T, h Harness) {
	s := offer(t, h, "share", "Evidence", "Share")
	for _, label := range []string{"Evidence", "Share"} {
		if r := s.do(label); r.Alone != (s.Others != nil) {
			t.Errorf("%s: the person alone sees the answer: %v, want %v", label, r.Alone, s.Others != nil)
		}
		s.see("answer to " + strings.ToLower(label) + ".")
	}
	if s.Others == nil {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	seen, err := s.Others.Wait(ctx, func(seen string) bool { return strings.Contains(seen, "answer to share.") })
	if err != nil {
		t.Errorf("the others do not see what was shared; they see:\n%s", excerpt(seen))
	}
	if strings.Contains(seen, "answer to evidence.") {
		t.Errorf("the others see what was for one:\n%s", excerpt(seen))
	}
}

// checkRights: threats 74 and 76, whoever the platform says may change things may.
func checkRights(t *testing.T, h Harness) {
	s := offer(t, h, "", "Remove")
	if s.May == nil {
		if d := s.do("Remove").Denial(t.Context()); d.Kind == adapters.Denied {
			t.Error("the person may not change anything, and no reason is given")
		}
		return
	}
	for _, may := range []bool{false, true, false} {
		s.May(may)
		d := s.do("Remove").Denial(t.Context())
		if got := d.Kind == adapters.NothingDenied; got != may {
			t.Errorf("with the right: %v, the person may change things: %v (%+v)", may, got, d)
		}
		if !may && (d.Kind == adapters.Denied || d.Kind == adapters.DeniedRight && d.Name == "") {
			t.Errorf("the person is denied by %+v, want a reason", d)
		}
	}
}

// checkDeliveries is for platforms that are an [adapters.Deliverer].
func checkDeliveries(t *testing.T, h Harness) {
	s := start(t, h, replies(adapters.Reply{Blocks: []adapters.Block{{Text: "asked for."}}}))
	d, ok := s.Platform.(adapters.Deliverer)
	if !ok {
		return // this platform knows no keys
	}
	s.Ask("latest")
	channel, since := s.request().Channel, time.Now().Add(-time.Minute)
	s.see("asked for.")
	edition := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: "the edition."}}}
	first, err := d.Deliver(t.Context(), channel, "key1", edition)
	if err != nil {
		t.Fatalf("Deliver: %v", err)
	}
	if d.Remembers() > 0 {
		again, err := d.Deliver(t.Context(), channel, "key1", edition)
		if err != nil || again.ID != first.ID {
			t.Errorf("Deliver again: got %+v, %v, want %+v", again, err, first)
		}
	}
	if n := strings.Count(s.see("the edition."), "the edition."); n != 1 {
		t.Errorf("a delivery is seen %d times, want once", n)
	}
	found, ok, err := d.Find(t.Context(), channel, "key1", since)
	if errors.Is(err, adapters.ErrCannotFind) {
		return
	}
	if err != nil || !ok || found.ID != first.ID {
		t.Errorf("Find: got %+v, %v, %v, want %+v", found, ok, err, first)
	}
	if _, ok, err := d.Find(t.Context(), channel, "key2", since); ok || err != nil {
		t.Errorf("Find of what was not sent: got %v, %v", ok, err)
	}
}
