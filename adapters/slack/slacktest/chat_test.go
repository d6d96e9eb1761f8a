package slacktest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// with gives arguments with more of them.
func with(args, more obj) obj {
	args = maps.Clone(args)
	maps.Copy(args, more)
	return args
}

// refusedWith checks the error of an answer.
func refusedWith(t *testing.T, what string, body obj, want string) {
	t.Helper()
	if code, _ := body["error"].(string); code != want || (body["ok"] == true) != (want == "") {
		t.Errorf("%s: got %v, want the error %q", what, body, want)
	}
}

// TestTokens: which token is let in where.
func TestTokens(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{BotToken: "xoxb-1", AppToken: "xapp-1"}), t}
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct{ method, token, want string }{
		{"auth.test", "", "not_authed"}, {"auth.test", "xoxb-2", "invalid_auth"}, {"auth.test", "xoxb-1", ""},
		{"auth.test", "xapp-1", "not_allowed_token_type"}, {"apps.connections.open", "xoxb-1", "not_allowed_token_type"},
		{"apps.connections.open", "xapp-1", ""}, {"apps.connections.open", "", "not_authed"},
	} {
		resp, body := a.send(a.URL+c.method, form, nil, c.token)
		refusedWith(t, c.method+" "+c.token, body, c.want)
		if got := resp.Header.Get("X-OAuth-Scopes"); got != strings.Join(Scopes(), ",") {
			t.Errorf("scopes are %q", got)
		}
	}
	refusedWith(t, "a token in the form", a.form("auth.test", url.Values{"token": {"xoxb-1"}}), "")
	a.Refuse("token_revoked")
	refusedWith(t, "revoked", a.call("auth.test", obj{}), "token_revoked")
}

// TestWherePosted: what a channel is, and what is refused there.
func TestWherePosted(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Spec: spec(t)}), t}
	p, gone := a.Join(Person{}), a.Join(Person{Deleted: true})
	archived := a.AddChannel(Channel{Name: "old", Archived: true})
	closed := a.AddChannel(Channel{Name: "desk", Private: true, Uninvited: true})
	open := a.AddChannel(Channel{Name: "open", Uninvited: true})
	muted := a.AddChannel(Channel{Name: "muted"})
	a.Deny(muted, "restricted_action")
	for channel, want := range map[string]string{
		a.Channel(0): "", a.Direct(p.ID): "", p.ID: "", archived: "is_archived", closed: "channel_not_found", open: "not_in_channel",
		"C0NOSUCH": "channel_not_found", muted: "restricted_action", gone.ID: "channel_not_found",
	} {
		refusedWith(t, channel, a.call("chat.postMessage", post(channel, "x")), want)
	}
	only := obj{"channel": a.Channel(0), "user": p.ID, "text": "x", "parse": "none"}
	refusedWith(t, "ephemeral", a.call("chat.postEphemeral", only), "")
	a.Leave(a.Channel(0), p)
	refusedWith(t, "to who left", a.call("chat.postEphemeral", only), "user_not_in_channel")
	a.Enter(a.Channel(0), p)
	refusedWith(t, "to who came back", a.call("chat.postEphemeral", only), "")
	a.Invite(closed)
	refusedWith(t, "invited", a.call("chat.postMessage", post(closed, "x")), "")
	a.Kick(closed)
	refusedWith(t, "kicked", a.call("chat.postMessage", post(closed, "x")), "channel_not_found")
	a.Withdraw("chat:write")
	body := a.call("chat.postMessage", post(a.Channel(0), "x"))
	refusedWith(t, "without the scope", body, "missing_scope")
	if body["needed"] != "chat:write" || !strings.Contains(body["provided"].(string), "commands") { //nolint:errcheck,forcetypeassert // the stand-in's own
		t.Errorf("got %v", body)
	}
	a.Grant("chat:write")
	refusedWith(t, "with it again", a.call("chat.postMessage", post(a.Channel(0), "x")), "")
}

// TestEdits: threads, edits, and what they look like.
func TestEdits(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Spec: spec(t)}), t}
	p := a.Join(Person{})
	ts := a.call("chat.postMessage", post(a.Channel(0), "one"))["ts"]
	refusedWith(t, "in the thread", a.call("chat.postMessage", with(post(a.Channel(0), "two"), obj{"thread_ts": ts})), "")
	refusedWith(t, "in no thread", a.call("chat.postMessage", with(post(a.Channel(0), "two"), obj{"thread_ts": "1.000000"})), "thread_not_found")
	change := obj{"channel": a.Channel(0), "ts": ts, "text": "three", "parse": "none"}
	refusedWith(t, "an edit", a.call("chat.update", change), "")
	refusedWith(t, "of nothing", a.call("chat.update", with(change, obj{"ts": "1.000000"})), "message_not_found")
	said := a.Say(p, a.Channel(0), "four", "")
	refusedWith(t, "of another's", a.call("chat.update", with(change, obj{"ts": said.TS})), "cant_update_message")
	got := a.In(a.Channel(0), "")
	if len(got) != 2 || got[0].Text != "three" || got[0].Edits != 1 || got[1].Thread != ts || got[1].Text != "two" {
		t.Errorf("got %+v", got)
	}
	if len(a.In(a.Channel(0), "1.0")) != 0 || len(a.In(a.Channel(1), "")) != 0 {
		t.Error("a message is where it does not belong")
	}
	a.Delete(got[1].TS)
	if len(a.Screen()) != 1 {
		t.Error("a message is there that was deleted")
	}
}

// TestHistory: pages, times, metadata, and what is not in it.
func TestHistory(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Outside: true}), t}
	p := a.Join(Person{})
	first := ""
	for i := range 20 {
		args := with(post(a.Channel(0), "x"), obj{"metadata": obj{"event_type": "e", "event_payload": obj{"key": "k"}}})
		ts, _ := a.call("chat.postMessage", args)["ts"].(string)
		if i == 0 {
			first = ts
		}
	}
	a.call("chat.postMessage", with(post(a.Channel(0), "in a thread"), obj{"thread_ts": first}))
	a.call("chat.postEphemeral", obj{"channel": a.Channel(0), "user": p.ID, "text": "for one", "parse": "none"})
	ask := func(more obj) ([]any, obj) {
		body := a.call("conversations.history", with(obj{"channel": a.Channel(0)}, more))
		list, _ := body["messages"].([]any)
		return list, body
	}
	list, body := ask(obj{"limit": 100, "include_all_metadata": true})
	next, _ := body["response_metadata"].(obj)
	newest, _ := list[0].(obj)
	if len(list) != 15 || body["has_more"] != true || newest["metadata"] == nil || newest["text"] != "x" || newest["bot_id"] != a.Bot {
		t.Errorf("got %d, more %v, newest %v", len(list), body["has_more"], newest)
	}
	list, body = ask(obj{"cursor": next["next_cursor"]})
	oldest, _ := list[len(list)-1].(obj)
	if len(list) != 5 || body["has_more"] != false || oldest["ts"] != first || oldest["metadata"] != nil {
		t.Errorf("got %d, more %v, oldest %v", len(list), body["has_more"], oldest)
	}
	if list, _ = ask(obj{"oldest": newest["ts"]}); len(list) != 0 {
		t.Errorf("%d after the newest", len(list))
	}
	if list, _ = ask(obj{"oldest": newest["ts"], "inclusive": true}); len(list) != 1 {
		t.Errorf("%d from the newest, want it", len(list))
	}
	if list, _ = ask(obj{"latest": first, "inclusive": true}); len(list) != 1 {
		t.Errorf("%d up to the oldest, want it", len(list))
	}
	_, body = ask(obj{"cursor": "nonsense"})
	refusedWith(t, "cursor", body, "invalid_cursor")
	a.Withdraw("channels:history")
	_, body = ask(obj{})
	refusedWith(t, "scope", body, "missing_scope")
	if body["needed"] != "channels:history" {
		t.Errorf("needed is %v", body["needed"])
	}
	private := a.AddChannel(Channel{Name: "desk", Private: true})
	refusedWith(t, "private", a.call("conversations.history", obj{"channel": private}), "")
	open := a.AddChannel(Channel{Name: "open", Uninvited: true})
	a.Grant("channels:history")
	refusedWith(t, "not in it", a.call("conversations.history", obj{"channel": open}), "not_in_channel")
}

// TestMembers: pages of those who are in a channel.
func TestMembers(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{}), t}
	want := map[string]bool{a.User: true}
	for range 5 {
		want[a.Join(Person{}).ID] = true
	}
	cursor, pages := "", 0
	for {
		body := a.form("conversations.members", url.Values{"token": {a.BotToken}, "channel": {a.Channel(0)}, "limit": {"2"}, "cursor": {cursor}})
		list, _ := body["members"].([]any)
		for _, id := range list {
			delete(want, id.(string)) //nolint:errcheck,forcetypeassert // the stand-in's own
		}
		pages++
		meta, _ := body["response_metadata"].(obj)
		if cursor, _ = meta["next_cursor"].(string); cursor == "" {
			break
		}
	}
	if len(want) != 0 || pages != 3 {
		t.Errorf("%v are missing after %d pages", want, pages)
	}
	a.Withdraw("groups:read")
	private := a.AddChannel(Channel{Name: "desk", Private: true})
	body := a.call("conversations.members", obj{"channel": private})
	refusedWith(t, "private", body, "missing_scope")
	if body["needed"] != "groups:read" {
		t.Errorf("needed is %v", body["needed"])
	}
}

// TestWho: people and channels as Slack describes them.
func TestWho(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{}), t}
	guest, stranger := a.Join(Person{UltraRestricted: true, Locale: "de-DE"}), a.Join(Person{Stranger: true})
	boss := a.Join(Person{Owner: true, TZ: "Asia/Tokyo"})
	user := func(id string, locale bool) obj {
		u, _ := a.call("users.info", obj{"user": id, "include_locale": locale})["user"].(obj)
		return u
	}
	if u := user(guest.ID, true); u["is_restricted"] != true || u["is_ultra_restricted"] != true || u["locale"] != "de-DE" {
		t.Errorf("the guest is %v", u)
	}
	if u := user(guest.ID, false); u["locale"] != nil {
		t.Errorf("the locale is there unasked: %v", u)
	}
	if u := user(stranger.ID, true); u["is_stranger"] != true || u["team_id"] == a.Team {
		t.Errorf("the stranger is %v", u)
	}
	if u := user(boss.ID, true); u["is_admin"] != true || u["is_owner"] != true || u["tz"] != "Asia/Tokyo" {
		t.Errorf("the owner is %v", u)
	}
	list, _ := a.call("conversations.members", obj{"channel": a.Channel(0)})["members"].([]any)
	if !slices.Contains(list, any(guest.ID)) || slices.Contains(list, any(stranger.ID)) {
		t.Errorf("in general are %v", list)
	}
	boss.Owner, boss.Deleted = false, true
	a.Change(boss)
	if u := user(boss.ID, true); u["is_owner"] != false || u["deleted"] != true {
		t.Errorf("who left is %v", u)
	}
	refusedWith(t, "nobody", a.call("users.info", obj{"user": "U0"}), "user_not_found")
	for who, want := range map[string]string{guest.ID: "", boss.ID: "user_disabled", "": "users_list_not_supplied", "U0": "user_not_found"} {
		refusedWith(t, "open "+who, a.call("conversations.open", obj{"users": who}), want)
	}
	room := func(id string) obj {
		c, _ := a.call("conversations.info", obj{"channel": id})["channel"].(obj)
		return c
	}
	a.Rename(a.Channel(0), "lobby")
	if c := room(a.Channel(0)); c["is_member"] != true || c["is_private"] != false || c["name"] != "lobby" {
		t.Errorf("the channel is %v", c)
	}
	a.Archive(a.Channel(1))
	if c := room(a.AddChannel(Channel{Private: true, Shared: true})); c["is_private"] != true || c["is_ext_shared"] != true {
		t.Errorf("the channel is %v", c)
	}
	if c := room(a.Channel(1)); c["is_archived"] != true || c["is_member"] != false {
		t.Errorf("the channel is %v", c)
	}
	body := a.call("conversations.info", obj{"channel": a.Direct(guest.ID)})
	refusedWith(t, "a conversation", body, "missing_scope")
	a.Grant("im:read")
	if c := room(a.Direct(guest.ID)); c["is_im"] != true || c["user"] != guest.ID {
		t.Errorf("the conversation is %v", c)
	}
}

// TestFaults: what was ordered goes wrong, so often and no more.
func TestFaults(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Limits: map[string]Limit{"chat.postMessage": {1, time.Minute}}}), t}
	a.Order(
		TooMany("auth.test", 1500*time.Millisecond), Fault{Method: "auth.test", Status: 503}, Fault{Method: "auth.test", Error: "internal_error"},
		Fault{Method: "auth.test", Raw: "{no json"}, Fault{Method: "auth.test", Delay: time.Millisecond},
		Fault{Method: "chat.postMessage", Channel: a.Channel(1), Status: 500, Applied: true},
	)
	resp, body := a.send(a.URL+"auth.test", "application/json", []byte("{}"), a.BotToken)
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "2" || body["error"] != "ratelimited" {
		t.Errorf("got %d, %v, %v", resp.StatusCode, resp.Header, body)
	}
	for _, want := range []int{503, 200, 200, 200, 200} {
		if resp, _ = a.send(a.URL+"auth.test", "application/json", []byte("{}"), a.BotToken); resp.StatusCode != want {
			t.Errorf("got %d, want %d", resp.StatusCode, want)
		}
	}
	var codes []string
	for _, r := range a.Requests() {
		codes = append(codes, r.Error)
	}
	if want := []string{"ratelimited", "", "internal_error", "", "", ""}; !slices.Equal(codes, want) {
		t.Errorf("got %v, want %v", codes, want)
	}
	if got := a.call("chat.postMessage", post(a.Channel(1), "lost answer")); got != nil {
		t.Errorf("the answer that was to be lost is %v", got)
	}
	if n := len(a.In(a.Channel(1), "")); n != 1 || a.Count("chat.postMessage") != 1 {
		t.Errorf("%d messages, want the one whose answer was lost", n)
	}
	refusedWith(t, "the next", a.call("chat.postMessage", post(a.Channel(1), "x")), "ratelimited")
	refusedWith(t, "elsewhere", a.call("chat.postMessage", post(a.Channel(0), "x")), "")
	a.Order(Fault{Drop: true, Times: -1})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL+"auth.test", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.DefaultClient.Do(r); err == nil {
		_ = resp.Body.Close()
		t.Error("an answer comes over a connection that was broken off")
	}
	a.Calm()
	refusedWith(t, "calm", a.call("auth.test", obj{}), "")
}

// TestMalformed: what breaks the rules is refused, and would fail the test.
func TestMalformed(t *testing.T) {
	t.Parallel()
	a := app{New(t, Options{Lenient: true, Spec: spec(t)}), t}
	bearer := func(kind, body string) obj {
		_, got := a.send(a.URL+"chat.postMessage", kind, []byte(body), a.BotToken)
		return got
	}
	const form = "application/x-www-form-urlencoded"
	refusedWith(t, "no such method", a.call("chat.shout", obj{}), "unknown_method")
	refusedWith(t, "no JSON", bearer("application/json", "[1]"), "json_not_object")
	refusedWith(t, "another type", bearer("text/plain", "x"), "invalid_post_type")
	refusedWith(t, "a boolean", bearer(form, "channel=C1&text=x&unfurl_links=maybe"), "invalid_arguments")
	refusedWith(t, "blocks", bearer(form, "channel=C1&text=x&blocks=x"), "invalid_blocks_format")
	refusedWith(t, "twice", bearer(form, "channel=C1&channel=C2&text=x"), "invalid_arguments")
	refusedWith(t, "limit", a.form("conversations.members", url.Values{"token": {a.BotToken}, "limit": {"x"}}), "invalid_limit")
	body := a.call("chat.postMessage", with(post(a.Channel(0), "x"), obj{"blocks": []obj{{"type": "heading"}}}))
	refusedWith(t, "block", body, "invalid_blocks")
	if body["response_metadata"] == nil || len(a.Broken()) < 8 {
		t.Errorf("got %v; broken: %q", body, a.Broken())
	}
	refusedWith(t, "a form that is well", bearer(form, url.Values{
		"channel": {a.Channel(0)}, "text": {"x"}, "unfurl_links": {"false"}, "unfurl_media": {"0"}, "parse": {"none"},
		"blocks": {`[{"type":"divider"}]`},
	}.Encode()), "")
}
