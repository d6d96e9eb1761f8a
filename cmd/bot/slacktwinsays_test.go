package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/adapters/slack/slacktest"
)

// tell sends the program a signed request, as Slack does.
func (w *slackTwin) tell(path, contentType, body string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "http://"+w.bot+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	at := fmt.Sprint(time.Now().Unix())
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", slacktest.Sign(canarySecret, at, []byte(body)))
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		w.t.Errorf("%s: the program answers %s", path, resp.Status)
	}
}

// happens tells the program of an event.
func (w *slackTwin) happens(event map[string]any) {
	w.t.Helper()
	w.events++
	body, err := json.Marshal(map[string]any{
		"type": "event_callback", "team_id": twinTeam, "api_app_id": twinApp, "event": event,
		"event_id": fmt.Sprint("Ev", w.events), "event_time": time.Now().Unix(),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.tell("/slack/events", "application/json", string(body))
}

// says has the reader write a message, of which the program is told.
func (w *slackTwin) says(reader, channel, text string) (ts string) {
	w.t.Helper()
	var posted struct{ TS string }
	w.call(twinReader, "chat.postMessage", map[string]any{"channel": channel, "text": text}, &posted)
	event := map[string]any{"type": "app_mention", "user": reader, "text": text, "ts": posted.TS, "channel": channel, "event_ts": posted.TS, "team": twinTeam}
	if strings.HasPrefix(channel, "D") {
		event["type"], event["channel_type"] = "message", "im"
	}
	w.happens(event)
	return posted.TS
}

// hook stands for a response_url: an incoming webhook of the stand-in's, into general.
func (w *slackTwin) hook() string {
	return w.door.URL + "/services/" + twinTeam + "/B000000001/X000000001"
}

// commands has the reader type /news and words, in general.
func (w *slackTwin) commands(reader, words string) {
	w.t.Helper()
	w.events++
	w.tell("/slack/commands", "application/x-www-form-urlencoded", url.Values{
		"command": {"/news"}, "text": {words}, "team_id": {twinTeam}, "channel_id": {w.channel}, "channel_name": {"general"}, "user_id": {reader},
		"user_name": {"reader"}, "api_app_id": {twinApp}, "trigger_id": {fmt.Sprint("1.", w.events)}, "response_url": {w.hook()},
	}.Encode())
}

// presses has the reader press the button of a label on a message in general.
func (w *slackTwin) presses(reader string, m twinMessage, label string) {
	w.t.Helper()
	w.events++
	b := w.button(m, label)
	body, err := json.Marshal(map[string]any{
		"type": "block_actions", "team": map[string]any{"id": twinTeam}, "user": map[string]any{"id": reader, "team_id": twinTeam}, "api_app_id": twinApp,
		"container": map[string]any{"type": "message", "message_ts": m.TS, "channel_id": w.channel, "is_ephemeral": false, "thread_ts": m.Thread},
		"channel":   map[string]any{"id": w.channel, "name": "general"}, "trigger_id": fmt.Sprint("1.", w.events), "response_url": w.hook(),
		"message": map[string]any{"type": "message", "ts": m.TS, "thread_ts": m.Thread, "text": m.Text},
		"actions": []any{map[string]any{"type": "button", "block_id": "b1", "action_id": b.ActionID, "value": b.Value, "action_ts": fmt.Sprint(w.events)}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.tell("/slack/interactions", "application/x-www-form-urlencoded", url.Values{"payload": {string(body)}}.Encode())
}

// start starts the program, and learns where it listens.
func (w *slackTwin) start(b *box) *program {
	w.t.Helper()
	p := b.start("run")
	w.bot = p.listensAt()
	return p
}
