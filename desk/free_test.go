package desk

import (
	"strings"
	"testing"

	"dateline/adapters"
)

func TestParseFree(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("The bridge opens on Monday. ", 20)
	for _, test := range []struct{ text, name, rest string }{
		{"", cmdHelp, ""},
		{"help", cmdHelp, ""},
		{"help!", cmdHelp, ""},
		{"help me find the news on Karabakh", cmdQuestion, "help me find the news on Karabakh"},
		{"latest", cmdLatest, ""},
		{"latest Karabakh since:3d", cmdLatest, "Karabakh since:3d"},
		{"topic Karabakh", cmdTopic, "Karabakh"},
		{"/news evidence 2", cmdEvidence, "2"},
		{"evidence of what Obama said?", cmdQuestion, "evidence of what Obama said?"},
		{"older", cmdOlder, ""},
		{"more dead in the flood?", cmdQuestion, "more dead in the flood?"},
		{"sources", cmdSources, ""},
		{"sources list", cmdSources, "list"},
		{"Sources say Putin called Obama", cmdQuestion, "Sources say Putin called Obama"},
		{"what did Obama say about Karabakh?", cmdQuestion, "what did Obama say about Karabakh?"},
		{"see https://page.example/1?a=b.", cmdDigest, "https://page.example/1?a=b"},
		{"[this](https://page.example/1)", cmdDigest, "https://page.example/1"},
		{"<https://page.example/1> please", cmdDigest, "https://page.example/1"},
		{"sources add https://page.example/1", cmdDigest, "https://page.example/1"},
		{long, cmdDigest, strings.TrimSpace(long)},
		{"digest The bridge opens.", cmdDigest, "The bridge opens."},
		{"http", cmdQuestion, "http"},
	} {
		got := theCatalogue().parseFree(test.text, now)
		if got.name != test.name || got.rest != test.rest {
			t.Errorf("%q: got %q with %q, want %q with %q", test.text, got.name, got.rest, test.name, test.rest)
		}
	}
}

// TestQuestions: until there are answers, a question is a topic.
func TestQuestions(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	for _, test := range []struct{ question, want string }{
		{"What about the Karabakh talks?", "Karabakh talks: 2 dispatches"},
		{"what did the Moonlanders think of Karabakh?", "Nothing on Moonlanders think Karabakh."},
		{"has anything interesting happened in Karabakh?", "Karabakh: 3 dispatches"},
		{"Iran?", "Nothing on Iran."},
		{"what is it?", "Dateline reads news dispatches"},
		{"see https://page.example/1", "title  "},
	} {
		request := f.request(test.question)
		request.Free = true
		reply, err := f.Handle(t.Context(), request)
		if err != nil || !strings.Contains(show(reply), test.want) {
			t.Errorf("%s: got %v and\n%s\nwant %q in it", test.question, err, show(reply), test.want)
		}
	}
}

// TestFreeWordsChangeNothing: threat 74, by a mention.
func TestFreeWordsChangeNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.denied = adapters.Denial{Kind: adapters.DeniedRight, Name: "Manage Channels"}
	for _, text := range []string{"sources add harbour.example", "sources remove 1", "sources undo"} {
		request := f.request(text)
		request.Free = true
		reply, err := f.Handle(t.Context(), request)
		if err != nil || !strings.Contains(show(reply), "needs the right Manage Channels") {
			t.Errorf("%s: got %v and\n%s\nwant it refused by the right's name", text, err, show(reply))
		}
	}
}
