package slack

import (
	"fmt"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// samples are replies as the desk makes them, one of every kind; made-up news.
func samples() map[string]adapters.Reply {
	at := time.Date(2026, time.November, 22, 6, 52, 0, 0, time.UTC)
	all := newsSamples(at)
	for name, r := range helpSamples() {
		all[name] = r
	}
	for name, r := range oddSamples(at) {
		all[name] = r
	}
	return all
}

var sampleView = news.ViewID{1, 2, 3}

func newsSamples(at time.Time) map[string]adapters.Reply {
	return map[string]adapters.Reply{
		"latest": {View: sampleView, Blocks: []adapters.Block{
			{Kind: adapters.BlockNotice, Text: "Sample, not current news"},
			{Kind: adapters.BlockTitle, Text: "PORT SAID, May 3 (year not given), HARBOUR"},
			{Kind: adapters.BlockBullet, Number: "1", Label: "Ferries", Text: "The ferry sails again on Monday, the port says."},
			{Kind: adapters.BlockBullet, Number: "2", Label: "Bread", Text: "Bread costs *more*.", Attribution: "the bakers"},
			{Kind: adapters.BlockSource, Text: "Harbour News, Sun 22 Nov, 07:52", Time: at, TimeText: "Sun 22 Nov, 07:52", URL: "https://harbour.example/a_b_c?key=secret"},
		}, Actions: []adapters.Action{{Label: "Evidence", Command: "evidence"}, {Label: "Older", Command: "older"}, {Label: "Share", Command: "share"}}},
		"several": {View: sampleView, Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Number: "1", Text: "Ferry stopped"},
			{Text: "Fog over the harbour"},
			{Kind: adapters.BlockBullet, Number: "1.1", Label: "Ferries", Text: "The ferry was stopped."},
			{Kind: adapters.BlockSource, Text: "harbour.example", URL: "https://harbour.example/1"},
			{Kind: adapters.BlockTitle, Number: "2", Text: "See bank.example for more"},
			{Kind: adapters.BlockBullet, Number: "2.1", Text: "It sails at noon."},
			{Kind: adapters.BlockSource, Text: "Other", URL: "https://other.example/2"},
			{Text: "At most 10 at once."},
		}, Actions: []adapters.Action{{Label: "Evidence 1", Command: "evidence 1"}, {Label: "Also 1", Command: "also 1"}, {Label: "Evidence 2", Command: "evidence 2"}}},
		"topic": {View: sampleView, Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "Ferries: 2 new since Friday"},
			{Kind: adapters.BlockTitle, Text: "Sun 22 Nov"},
			{Kind: adapters.BlockBullet, Number: "1", Text: "The ferry sails."},
			{Kind: adapters.BlockSource, Text: "Harbour News, 07:52, also in 3 sources", Time: at, TimeText: "07:52", URL: "https://harbour.example/1"},
			{Kind: adapters.BlockTitle, Text: "Sat 21 Nov"},
			{Kind: adapters.BlockBullet, Number: "2", Text: "It sails at noon."},
			{Kind: adapters.BlockSource, Text: "Island News, 07:50", Time: at, TimeText: "07:50"},
		}, Actions: []adapters.Action{{Label: "Evidence 1", Command: "evidence 1"}, {Label: "Evidence 2", Command: "evidence 2"}}},
		"evidence": {View: sampleView, Blocks: []adapters.Block{
			{Text: "Evidence for 2, word for word, HARBOUR:"},
			{Kind: adapters.BlockQuote, Number: "1", Point: "Bread costs more.", Before: "It was a cold week.", Text: "Bread costs more, the bakers say.", After: "Milk does not."},
			{Kind: adapters.BlockQuote, Text: "Alone."},
		}, Actions: []adapters.Action{{Label: "Full text", Command: "text 2"}}},
		"text": {View: sampleView, Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "Ferry stopped"},
			{Kind: adapters.BlockQuote, Text: "The ferry was stopped.\nIt sails again on Monday."},
			{Kind: adapters.BlockSource, Text: "Harbour News, Fri 20 Nov, 10:05", Time: at, TimeText: "Fri 20 Nov, 10:05"},
		}},
	}
}

func helpSamples() map[string]adapters.Reply {
	return map[string]adapters.Reply{
		"sources": {Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "Sources: 2"},
			{Kind: adapters.BlockItem, Number: "1", Label: "Harbour", Text: "ok; last success 14:30", URL: "https://harbour.example/feed"},
			{Kind: adapters.BlockItem, Number: "2", Label: "Island", Text: "page not found (404) since Fri 14:30", URL: "https://island.example"},
		}, Actions: []adapters.Action{{Label: "Check now", Command: "sources check island.example"}, {Label: "Remove: Island", Command: "sources remove island.example"}}},
		"help": {Blocks: []adapters.Block{
			{Text: "Dateline reads news dispatches."},
			{Kind: adapters.BlockItem, Label: "latest [words] [count]", Text: "The newest. Example: latest since:3d"},
			{Kind: adapters.BlockItem, Label: "older", Text: "What comes before."},
			{Text: "TIME: today, 24h."},
		}, Actions: []adapters.Action{{Label: "latest", Command: "latest"}}},
		"settings": {Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "Settings of this channel"},
			{Kind: adapters.BlockItem, Label: "Time zone", Text: "Berlin, now 15:30"},
			{Kind: adapters.BlockItem, Label: "Language", Text: "Deutsch"},
		}, Actions: []adapters.Action{{Label: "Undo", Command: "settings zone:default"}}},
		"also": {Blocks: []adapters.Block{
			{Text: "The same as 1, elsewhere:"},
			{Kind: adapters.BlockItem, Label: "Island News, Sun 22 Nov, 08:05", Text: "Ferry stopped", URL: "https://island.example/1"},
		}},
		"removed": {Blocks: []adapters.Block{{Text: "Removed: Harbour. Its dispatches are not shown here any more.", URL: "https://page.example"}},
			Actions: []adapters.Action{{Label: "Undo", Command: "sources undo"}}},
		"refusal": {Failed: true, Blocks: []adapters.Block{{Text: "Nothing was changed. Guests and people of other organizations can read here."}}},
		"nearest": {Failed: true, Blocks: []adapters.Block{{Text: "Unknown: lates. Nearest: latest."}}, Actions: []adapters.Action{{Label: "latest", Command: "latest ferry"}}},
		"failure": {Failed: true, Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: "The given text"}, {Text: "No digest could be made of this. The log says why."}}},
		"notice": {Blocks: []adapters.Block{{Text: "Harbour: page not found (404) since Fri 14:30."}, {Text: "The other 2 sources work. I keep trying and will say when it is back."}},
			Actions: []adapters.Action{{Label: "Check now", Command: "sources check https://harbour.example/feed"}}},
	}
}

func oddSamples(at time.Time) map[string]adapters.Reply {
	return map[string]adapters.Reply{
		"hostile": {View: sampleView, Blocks: []adapters.Block{
			{Kind: adapters.BlockTitle, Text: "<!channel> <!here> <!subteam^S1> <@U1> & @everyone :smile:"},
			{Text: "*bold* _it_ ~no~ `code`\n> quote\n• list\n1. one\n```fence\nends \\"},
			{Kind: adapters.BlockBullet, Number: "1", Label: "**", Text: "a\u202eb\u200bc <https://evil.example|bank> https://evil.example/ \\", Attribution: "_*_"},
			{Kind: adapters.BlockSource, Text: "x <!here>, 07:52", Time: at, TimeText: "07:52", URL: "javascript:alert(1)"},
			{Kind: adapters.BlockSource, Text: "y", URL: "https://user:pw@evil.example/"},
			{Kind: adapters.BlockSource, Text: "z", URL: "https://b\u0430nk.example/p|q>r&s"},
		}, Actions: []adapters.Action{{Label: "<!channel>", Command: "evidence 1"}}},
		"long title":   {Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: strings.Repeat("A long title. ", 12)}, {Text: "Words."}}},
		"many buttons": manyButtons(),
	}
}

func manyButtons() adapters.Reply {
	r := adapters.Reply{View: sampleView, Blocks: []adapters.Block{{Text: "Buttons."}}}
	for i := range 20 {
		command := fmt.Sprint("evidence ", i/2+1) // each twice
		r.Actions = append(r.Actions, adapters.Action{Label: "Evidence", Command: command}, adapters.Action{Label: "Also", Command: "also " + fmt.Sprint(i)})
	}
	r.Actions = append(r.Actions, adapters.Action{Label: strings.Repeat("Add ", 40), Command: "sources add https://" + strings.Repeat("long", 600) + ".example/"},
		adapters.Action{Label: "Older", Command: "older"})
	return r
}

func day(year int) time.Time { return time.Date(year, time.May, 1, 0, 0, 0, 0, time.UTC) }
