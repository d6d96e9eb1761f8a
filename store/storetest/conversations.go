package storetest

import (
	"dateline/news"
)

func conversationTests() map[string]func(*env) {
	return map[string]func(*env){
		"comes back":                  conversationComesBack,
		"is one a channel and person": conversationApart,
	}
}

func conversationComesBack(e *env) {
	c := news.Channel{Platform: "test", Workspace: alpha, ID: "c", Language: "en"}
	_, err := e.s.Conversation(e.Context(), c, "p")
	e.gone("Conversation", err)
	for _, want := range []news.Conversation{
		{Command: "latest \"x\" 3", Shown: []news.DispatchID{{3}, {1}, {2}}, Updated: at(1)},
		{Command: "help", Updated: at(2)},
		{},
	} {
		if err := e.s.PutConversation(e.Context(), c, "p", want); err != nil {
			e.Fatalf("PutConversation: %v", err)
		}
		got, err := e.s.Conversation(e.Context(), c, "p")
		if err != nil {
			e.Fatalf("Conversation: %v", err)
		}
		same(e, "Conversation", got, want)
	}
	e.sound()
}

func conversationApart(e *env) {
	type place struct {
		c      news.Channel
		person string
	}
	base := news.Channel{Platform: "test", Workspace: alpha, ID: "c"}
	platform, workspace, channel := base, base, base
	platform.Platform, workspace.Workspace, channel.ID = "other", beta, "d"
	places := map[string]place{
		"base": {base, "p"}, "person": {base, "q"}, "nobody": {base, ""},
		"platform": {platform, "p"}, "workspace": {workspace, "p"}, "channel": {channel, "p"},
	}
	for name, p := range places {
		_, err := e.s.Conversation(e.Context(), p.c, p.person)
		e.gone("Conversation of another "+name, err)
		if err := e.s.PutConversation(e.Context(), p.c, p.person, news.Conversation{Command: name}); err != nil {
			e.Fatalf("PutConversation: %v", err)
		}
	}
	for name, p := range places {
		p.c.Language = "de" // no part of what a channel is known by
		got, err := e.s.Conversation(e.Context(), p.c, p.person)
		if err != nil || got.Command != name {
			e.Errorf("Conversation: got %q, %v, want %q", got.Command, err, name)
		}
	}
}
