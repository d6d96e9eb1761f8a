package main

import (
	"net/http"
	"strings"
	"testing"

	"dateline/adapters/slack/slacktest"
)

// TestSlackKeepsItsSecrets is threat 85: whatever goes wrong with whichever
// request, no token, signing secret or response_url is in a log or a file.
func TestSlackKeepsItsSecrets(t *testing.T) {
	t.Parallel()
	onBothWays(t, func(t *testing.T, way slackWay) {
		n, _ := slackWorld(t, way, slacktest.Options{})
		reader, here := n.Join(slacktest.Person{}), n.Channel(1)
		bot := n.serve()
		for _, wrong := range []slacktest.Fault{
			{Drop: true}, {Drop: true, Applied: true}, {Status: http.StatusInternalServerError}, {Status: http.StatusForbidden}, {Error: "invalid_auth"},
			{Error: "missing_scope"}, {Raw: "<html>no JSON", Status: http.StatusOK},
			{Status: http.StatusFound, Header: http.Header{"Location": {"http://127.0.0.1:1/elsewhere"}}},
		} {
			for _, method := range []string{"response_url", "chat.postMessage", "views.publish", "users.info", "conversations.info", "conversations.members"} {
				wrong.Method = method
				n.Order(wrong)
			}
			before := n.Count("response_url")
			asked := []string{n.Slash(reader, here, "latest"), n.Slash(reader, here, "settings UTC"), n.Say(reader, here, "<@"+n.User+"> help", "").ID, n.OpenHome(reader, "home")}
			for _, id := range asked {
				n.Await(t, "an acknowledgement", func() bool { return n.Answered(id).Acked })
			}
			n.Await(t, "the requests that go wrong", func() bool { return n.Count("response_url") >= before+2 })
			n.Calm()
		}
		n.ResponseHost("http://evil.test/CANARY")
		id := n.Slash(reader, here, "latest")
		n.Await(t, "an acknowledgement", func() bool { return n.Answered(id).Acked })
		n.ResponseHost("")
		n.answer(n.Slash(reader, here, "help"))
		n.ends(bot)
		if told := strings.Count(bot.stderr.String(), "level=WARN"); told < 10 {
			t.Errorf("of all that went wrong %d lines are in the log, want 10 at least", told)
		}
	})
}
