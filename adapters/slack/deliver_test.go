package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/adapters/slack/slacktest"
	"dateline/news"
)

const someKey = "0123456789ABCDEFGHIJKLMNO"

// TestDeliverAndFind: a key goes along, and finds the message.
func TestDeliverAndFind(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{Outside: true}, nil).unhurried()
	ctx, c, since := t.Context(), w.general(), time.Now()
	m, err := w.a.Deliver(ctx, c, someKey, plainReply("the edition", "its second part"))
	if err != nil {
		t.Fatal(err)
	}
	seen := w.In(c.ID, "")
	if len(seen) != 2 || seen[0].TS != m.ID || seen[0].Payload["key"] != someKey || seen[1].Payload != nil {
		t.Errorf("on the screen is %+v", seen)
	}
	for n := range 3 * perPage {
		if err := w.a.Send(ctx, c, plainReply(fmt.Sprint("after it ", n))); err != nil {
			t.Fatal(err)
		}
	}
	asked := w.Count("conversations.history")
	found, ok, err := w.a.Find(ctx, c, someKey, since)
	if err != nil || !ok || found.ID != m.ID || found.Channel != c {
		t.Errorf("found %+v, %v, %v, want %+v", found, ok, err, m)
	}
	if n := w.Count("conversations.history") - asked; n != 4 {
		t.Errorf("%d pages were asked for, want 4", n)
	}
	for key, from := range map[string]time.Time{"another": since, someKey: since.Add(time.Hour)} {
		if _, ok, err := w.a.Find(ctx, c, key, from); ok || err != nil {
			t.Errorf("%q since %v: %v, %v, want none", key, from, ok, err)
		}
	}
	for _, key := range []string{"", someKey + "P"} {
		if _, err := w.a.Deliver(ctx, c, key, plainReply("x")); err == nil {
			t.Errorf("a key of %d characters is taken", len(key))
		}
	}
	if w.a.Remembers() != 0 {
		t.Error("Slack remembers keys")
	}
}

// TestFindForgery: a message of somebody else's with the key is not ours.
func TestFindForgery(t *testing.T) {
	t.Parallel()
	f := found{User: "U9", Bot: "B9"}
	f.Metadata.Type, f.Metadata.Payload = deliveryType, map[string]any{"key": someKey}
	if !f.carries(someKey) || f.carries("") || f.carries("other") {
		t.Error("a key is not read as it is written")
	}
	f.Metadata.Type = "another"
	if f.carries(someKey) {
		t.Error("metadata of another kind is taken for ours")
	}
	const theirs = `{"ok":true,"messages":[{"ts":"1.1","user":"U9","bot_id":"B9","metadata":{"event_type":"dateline_delivery","event_payload":{"key":"` + someKey + `"}}}]}`
	w := start(t, slacktest.Options{}, nil)
	w.Order(slacktest.Fault{Method: "conversations.history", Raw: theirs})
	if m, ok, err := w.a.Find(t.Context(), w.general(), someKey, time.Now()); ok || err != nil {
		t.Errorf("found %+v, %v, though it is another's", m, err)
	}
}

// TestLostAnswer: a message whose answer was lost is found, and not said to be
// unsent.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	since := time.Now()
	w.Order(slacktest.Fault{Method: postMethod, Drop: true, Applied: true})
	_, err := w.a.Deliver(t.Context(), w.general(), someKey, plainReply("the edition"))
	var retry *adapters.RetryError
	if err == nil || isGone(err) || errors.As(err, &retry) {
		t.Errorf("a lost answer is %v, want an error that instructs to nothing", err)
	}
	if _, ok, err := w.a.Find(t.Context(), w.general(), someKey, since); !ok || err != nil {
		t.Errorf("found: %v, %v", ok, err)
	}
}

// TestSecondPart: where a part of a reply is not sent, what precedes it was.
func TestSecondPart(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil).unhurried()
	c := w.general()
	w.Order(slacktest.Fault{Method: postMethod, Delay: time.Nanosecond}, slacktest.Fault{Method: postMethod, Error: "is_archived"})
	m, err := w.a.Deliver(t.Context(), c, someKey, plainReply("one", "two"))
	var retry *adapters.RetryError
	if err == nil || m.ID == "" || isGone(err) || errors.As(err, &retry) {
		t.Errorf("got %+v, %v, want the first part and an error that instructs to nothing", m, err)
	}
}

// TestCannotFind: where the scope is missing, it is named.
func TestCannotFind(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	w.Withdraw("channels:history", "groups:history", "im:history")
	p := w.Join(slacktest.Person{})
	private := news.Channel{ID: w.AddChannel(slacktest.Channel{Name: "private", Private: true})}
	for name, test := range map[string]struct {
		where news.Channel
		want  string
	}{
		"public": {w.general(), "channels:history"}, "private": {private, "groups:history"}, "direct": {w.a.Direct(p.ID, "en"), "im:history"},
	} {
		_, _, err := w.a.Find(t.Context(), test.where, someKey, time.Now())
		if !errors.Is(err, adapters.ErrCannotFind) || !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%s: %v, want that %s is missing", name, err, test.want)
		}
	}
	w.Grant("channels:history")
	w.Kick(w.Channel(0))
	if _, _, err := w.a.Find(t.Context(), w.general(), someKey, time.Now()); !errors.Is(err, adapters.ErrCannotFind) || !strings.Contains(err.Error(), "/invite @dateline") {
		t.Errorf("not in the channel: %v", err)
	}
	if _, _, err := w.a.Find(t.Context(), news.Channel{ID: "C0"}, someKey, time.Now()); !isGone(err) {
		t.Errorf("no channel: %v", err)
	}
}

// TestRefusals: what Slack refuses is an instruction, with the right that is missing.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil).unhurried()
	kicked, archived, closed := w.AddChannel(slacktest.Channel{Name: "a"}), w.AddChannel(slacktest.Channel{Name: "b"}), w.AddChannel(slacktest.Channel{Name: "c"})
	w.Kick(kicked)
	w.Archive(archived)
	w.Deny(closed, "restricted_action")
	for channel, want := range map[string]string{kicked: "/invite @dateline", archived: "", closed: "Posting Permissions", "C0": "", "@U0": ""} {
		_, err := w.a.Deliver(t.Context(), news.Channel{ID: channel}, someKey, plainReply("x"))
		var gone *adapters.GoneError
		if !errors.As(err, &gone) || gone.Right != want {
			t.Errorf("%s: %v, want that it is gone for want of %q", channel, err, want)
		}
	}
	w.Withdraw("chat:write")
	var gone *adapters.GoneError
	if err := w.a.Send(t.Context(), w.general(), plainReply("x")); err != nil && (!errors.As(err, &gone) || gone.Right != "chat:write") {
		t.Errorf("without the scope: %v", err)
	}
	w.Refuse("invalid_auth")
	var retry *adapters.RetryError
	if err := w.a.Send(t.Context(), w.general(), plainReply("x")); !errors.As(err, &retry) {
		t.Errorf("without a token: %v", err)
	}
}

// TestDirect: a person is written to in their conversation, which is opened once.
func TestDirect(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil).unhurried()
	p := w.Join(slacktest.Person{})
	c := w.a.Direct(p.ID, "de")
	if c.ID != "@"+p.ID || c.Language != "de" || c.Workspace != workspaceOf(w.Team+"@"+p.ID) || c.Platform != "slack" {
		t.Errorf("got %+v", c)
	}
	for range 3 {
		if err := w.a.Send(t.Context(), c, plainReply("hi")); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.In(w.Direct(p.ID), "")); n != 3 || w.Count("conversations.open") != 1 {
		t.Errorf("%d messages, and %d times opened", n, w.Count("conversations.open"))
	}
}

// TestEdit: a message of ours is changed.
func TestEdit(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil).unhurried()
	m, err := w.a.Deliver(t.Context(), w.general(), someKey, plainReply("wrong"))
	if err == nil {
		err = w.a.Edit(t.Context(), m, plainReply("right", "and more"))
	}
	if err != nil {
		t.Fatal(err)
	}
	if seen := w.In(w.Channel(0), ""); len(seen) != 1 || seen[0].Shown != "right" {
		t.Errorf("on the screen is %+v", seen)
	}
	m.ID = "1.000001"
	if err := w.a.Edit(t.Context(), m, plainReply("x")); !isGone(err) {
		t.Errorf("what is not there: %v", err)
	}
	if err := w.a.Edit(t.Context(), m, adapters.Reply{}); err == nil {
		t.Error("nothing is made of a message")
	}
}

// TestMember: who is still in the workspace.
func TestMember(t *testing.T) {
	t.Parallel()
	w := start(t, slacktest.Options{}, nil)
	there, left, stranger := w.Join(slacktest.Person{}), w.Join(slacktest.Person{Deleted: true}), w.Join(slacktest.Person{Stranger: true})
	for person, want := range map[string]bool{there.ID: true, left.ID: false, stranger.ID: false, "U0": false} {
		if got, err := w.a.Member(t.Context(), w.general(), person); got != want || err != nil {
			t.Errorf("%s: %v, %v, want %v", person, got, err, want)
		}
	}
	if got, err := w.a.Member(t.Context(), w.a.Direct(left.ID, ""), left.ID); !got || err != nil {
		t.Errorf("in their direct messages: %v, %v", got, err)
	}
	for _, c := range []news.Channel{{}, w.a.Direct(left.ID, "")} {
		if _, err := w.a.Member(t.Context(), c, there.ID); !isGone(err) {
			t.Errorf("of another workspace: %v", err)
		}
	}
	w.Order(slacktest.Fault{Method: "users.info", Error: "missing_scope"})
	if _, err := w.a.Member(t.Context(), w.general(), there.ID); err == nil {
		t.Error("without the scope it is known")
	}
}

// TestNotReady: before the adapter knows who it is, whoever sends is to come again.
func TestNotReady(t *testing.T) {
	t.Parallel()
	w := prepared(t, server(t, slacktest.Options{}), nil)
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	c := w.a.Direct("U1", "")
	_, deliver := w.a.Deliver(ctx, c, someKey, plainReply("x"))
	_, _, find := w.a.Find(ctx, c, someKey, time.Now())
	_, member := w.a.Member(ctx, c, "U1")
	for _, err := range []error{deliver, find, member, w.a.Send(ctx, c, plainReply("x")), w.a.Edit(ctx, adapters.Message{}, plainReply("x"))} {
		var retry *adapters.RetryError
		if !errors.As(err, &retry) {
			t.Errorf("%v, want that it is to be tried again", err)
		}
	}
}
