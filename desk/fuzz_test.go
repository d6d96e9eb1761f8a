package desk

import (
	"strings"
	"testing"
)

// FuzzHandle asks two things of one conversation, in any words and language.
func FuzzHandle(f *testing.F) {
	for _, text := range []string{
		"", "latest", "/news latest 3", "topic Karabakh since:friday", "evidence 1.2", "older", "text 2", "help", "welcome",
		"digest Some text.\nMore of it.", "digest https://example.org", "lates", "последнее 2", `latest source:"Reuters World`,
		"latest since:2026-11-01 count:99", "\xff\xfe\x00", "topic \"", "/news /news", "evidence 999.999", "news", "latest since:9999-12-31",
	} {
		f.Add(text, "en", text)
	}
	for _, text := range []string{
		"sources", "sources remove 1 2", "sources undo", "sources check 1", "sources add <https://feed.example/a>, x name:y", "sources удалить 1", "also", "also 1",
	} {
		f.Add("sources add --starter", "en", text)
	}
	f.Add("sources remove 2", "de", "sources undo")
	f.Add("latest since:0001-01-01", "ru_RU.UTF-8", "older")
	f.Add("digest no stop", "de-AT", "evidence")
	f.Add("topic ferry", "\x00", "evidence 1")
	f.Fuzz(func(t *testing.T, first, language, then string) {
		if len(first)+len(then) > 1<<12 {
			return
		}
		fix := newFixture(t)
		fix.addSeveral(t)
		fix.addCopies()
		fix.sources.find()
		fix.channel.Language = language
		for _, text := range []string{first, then} {
			reply := fix.ask(t, text)
			if len(reply.Blocks) == 0 || reply.Language == "" {
				t.Errorf("%q: got no answer", text)
			}
			for _, b := range reply.Blocks {
				if b.Text == "" {
					t.Errorf("%q: got a block without text: %+v", text, b)
				}
			}
		}
		request := fix.request(then)
		request.Free = true
		free, err := fix.Handle(t.Context(), request)
		if err != nil || len(free.Blocks) == 0 {
			t.Errorf("%q, written freely: got %v and %d blocks", then, err, len(free.Blocks))
		}
		for _, command := range []string{"share", "older", "newer", "wrong"} {
			if reply := fix.press(t, free, command); len(reply.Blocks) == 0 {
				t.Errorf("%q after %q: got no answer", command, then)
			}
		}
		for key, conv := range fix.store.conversations {
			if strings.HasSuffix(key, "/removed") {
				continue // not of what was shown
			}
			if s := (&turn{desk: fix.Desk, layout: layout{now: now}}).read(conv); len(s.ids) == 0 {
				t.Errorf("%q, %q: the conversation %q cannot be read", first, then, conv.Command)
			}
		}
	})
}
