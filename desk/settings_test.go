package desk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/adapters"
	"dateline/news"
)

func settingsKey(c news.Channel) string {
	return c.Platform + c.Workspace.String() + "\x00" + c.ID
}

func (s *fakeStore) Settings(_ context.Context, c news.Channel) (news.Settings, error) {
	leave, err := s.enter("Settings")
	defer leave()
	return s.settings[settingsKey(c)], err
}

func (s *fakeStore) PutSettings(_ context.Context, c news.Channel, chosen news.Settings) error {
	leave, err := s.enter("PutSettings")
	defer leave()
	if err == nil {
		s.settings[settingsKey(c)] = chosen
	}
	return err
}

func (f *fixture) chosen() news.Settings { return f.store.settings[settingsKey(f.channel)] }

func TestSettingsShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	const before = "title  Settings of this channel\nitem   zone | Berlin, 15:30 (the default)\nitem   language | English (the default)\n"
	if got := show(f.ask(t, "/news settings")); got != before {
		t.Errorf("got\n%swant\n%s", got, before)
	}
	f.ask(t, "settings Tokyo de")
	const after = "title  Einstellungen dieses Kanals\nitem   zone | Asia/Tokyo, 23:30 (für diesen Kanal eingestellt)\nitem   language | Deutsch (für diesen Kanal eingestellt)\n"
	if got := show(f.ask(t, "settings")); got != after {
		t.Errorf("got\n%swant\n%s", got, after)
	}
}

func TestSettingsUnderstood(t *testing.T) {
	t.Parallel()
	both := news.Settings{Zone: "Europe/Berlin", Language: "de"}
	for text, want := range map[string]news.Settings{
		"settings zone:Berlin language:de":           both,
		"settings zone: berlin language: Deutsch":    both,
		"settings Europe/Berlin German":              both,
		"Einstellungen немецкий europe/berlin":       both,
		"settings de-AT “Berlin”":                    both,
		"settings Berlin":                            {Zone: "Europe/Berlin", Language: "fr"},
		"settings espanol":                           {Zone: "Asia/Tokyo", Language: "es"},
		"settings New York":                          {Zone: "America/New_York", Language: "fr"},
		"settings zone:New York en":                  {Zone: "America/New_York", Language: "en"},
		"settings port-au":                           {Zone: "America/Port-au-Prince", Language: "fr"},
		"settings utc":                               {Zone: "UTC", Language: "fr"},
		"settings zone:default":                      {Language: "fr"},
		"settings language:default":                  {Zone: "Asia/Tokyo"},
		"settings zone:DEFAULT language:\"default\"": {},
		"settings default":                           {},
		"settings Berlin language:default":           {Zone: "Europe/Berlin"},
	} {
		f := newFixture(t)
		f.ask(t, "settings Tokyo fr")
		if got := f.ask(t, text); got.Failed || f.chosen() != want {
			t.Errorf("%s: chose %+v, want %+v:\n%s", text, f.chosen(), want, show(got))
		}
	}
}

func TestSettingsRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for text, want := range map[string]string{
		"settings Atlantis":           "Neither a time zone nor a language: Atlantis. Example: settings Berlin de.",
		"settings Berlin Paris":       "Neither a time zone nor a language: Berlin Paris. Example: settings Berlin de.",
		"settings Berlin de fr":       "Neither a time zone nor a language: Berlin fr. Example: settings Berlin de.",
		"settings ../../etc/passwd":   "Neither a time zone nor a language: ../../etc/passwd. Example: settings Berlin de.",
		"settings Local":              "Neither a time zone nor a language: Local. Example: settings Berlin de.",
		"settings zone:de":            "Unknown time zone: de. Example: settings zone:Europe/Berlin.",
		"settings language:Berlin":    "Unknown language: Berlin. Known: en, ru, de, fr, es.",
		"settings zone:Berlin lang:x": "Unknown time zone: Berlin lang:x. Example: settings zone:Europe/Berlin.",
		"settings port":               "Several time zones fit port: America/Port-au-Prince, Pacific/Port_Moresby. Give the full name.",
	} {
		got := f.ask(t, text)
		if len(got.Blocks) != 1 || !got.Failed || got.Blocks[0].Text != want || f.chosen() != (news.Settings{}) {
			t.Errorf("%s: got %s want %s", text, show(got), want)
		}
	}
}

func TestSettingsNeedTheRight(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.denied = adapters.Denial{Kind: adapters.DeniedRight, Name: "Manage Channels"}
	got := f.ask(t, "settings Berlin")
	if want := "(failed)\ntext   Nothing was changed. That needs the right Manage Channels.\n"; show(got) != want || f.chosen() != (news.Settings{}) {
		t.Errorf("got %swant %s", show(got), want)
	}
	if got := f.ask(t, "settings"); got.Failed || len(got.Blocks) != 3 {
		t.Errorf("reading: got %s", show(got))
	}
}

// TestSettingsOfAnotherChannel: neither another channel nor another workspace is affected.
func TestSettingsOfAnotherChannel(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.ask(t, "settings Tokyo de")
	here := f.channel
	for _, change := range []func(*news.Channel){
		func(c *news.Channel) { c.ID = "another" }, func(c *news.Channel) { c.Workspace = news.WorkspaceID{9} },
	} {
		f.channel = here
		change(&f.channel)
		if got := f.ask(t, "help"); got.Language != "en" || f.chosen() != (news.Settings{}) {
			t.Errorf("%v: got an answer in %q", f.channel, got.Language)
		}
	}
}

// TestSettingsLanguage: what one person alone sees is in their language, what
// all see in the channel's.
func TestSettingsLanguage(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.addSeveral(t)
	f.ask(t, "settings language:de")
	if got := f.ask(t, "latest"); got.Language != "de" {
		t.Errorf("said to all: got %q, want de", got.Language)
	}
	alone := f.alone(t, "latest", "fr")
	if alone.Language != "fr" {
		t.Errorf("said to one: got %q, want fr", alone.Language)
	}
	r := f.request("share")
	r.Alone, r.Language, r.View = true, "fr", alone.View
	shared, err := f.Handle(t.Context(), r)
	if err != nil || !shared.Public || shared.Language != "de" {
		t.Errorf("shared: got %q, public %v, %v, want de", shared.Language, shared.Public, err)
	}
	if zone, language, err := SettingsOf(t.Context(), f.store, f.channel, berlin); err != nil || language != "de" || zone != berlin {
		t.Errorf("unasked: got %q, %v, want de", language, err)
	}
}

// TestSettingsZone: days begin, and times are shown, in the channel's zone.
func TestSettingsZone(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.add(t, news.OriginImport, news.Raw{ID: "1", Text: "The bridge was opened.", Published: now.Add(-30 * time.Minute)})
	clock := func(language string) string { return show(f.alone(t, "latest", language)) }
	if got := clock("en"); !strings.Contains(got, "15:00") {
		t.Errorf("before: got %s, want 15:00", got)
	}
	if got := f.ask(t, "latest since:today"); len(got.Actions) == 0 {
		t.Errorf("before: got %s, want the news of today", show(got))
	}
	f.ask(t, "settings Auckland") // where it is 03:30 of the next day
	if got := clock("en"); !strings.Contains(got, "03:00") {
		t.Errorf("after: got %s, want 03:00", got)
	}
	f.ask(t, "settings Tokyo")
	f.add(t, news.OriginImport, news.Raw{ID: "2", Text: "The ferry was stopped.", Published: now.Add(-16 * time.Hour)})
	f.clock = now.Add(-7 * time.Hour) // 08:30 in Berlin, 16:30 in Tokyo
	if got := show(f.ask(t, "latest since:today")); !strings.Contains(got, "ferry") {
		t.Errorf("since the midnight of Tokyo, 16:00 in Berlin: got %s, want the ferry of 23:30", got)
	}
}

func TestSettingsCompleted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, test := range []struct{ command, option, typed, language, want string }{
		{"settings", "language", "", "en", "en; de; es; fr; ru; default"},
		{"settings", "language", "ger", "en", "de"},
		{"settings", "language", "deutsch", "en", "de"},
		{"settings", "language", "нем", "ru", "de"},
		{"settings", "zone", "berl", "en", "Europe/Berlin"},
		{"settings", "zone", "default", "de", "default"},
		{"subscribe", "zone", "default", "de", ""},
	} {
		r := f.request(test.command)
		r.Alone, r.Language = true, test.language
		got, err := f.Complete(t.Context(), r, test.option, test.typed, 25)
		if err != nil || values(got) != test.want {
			t.Errorf("%s %q: got %q, %v, want %q", test.option, test.typed, values(got), err, test.want)
		}
	}
}

// TestSuggestedSettingsAreUnderstood: what is suggested can be chosen.
func TestSuggestedSettingsAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, option := range []string{"zone", "language"} {
		f := newFixture(t)
		all, err := f.Complete(t.Context(), f.request("settings"), option, "", 500)
		if err != nil || len(all) < 6 {
			t.Fatalf("%s: got %v, %v", option, all, err)
		}
		for _, s := range all {
			got := f.ask(t, `settings `+option+`:"`+s.Value+`"`)
			if c := f.chosen(); got.Failed || s.Value != settingDefault && c.Zone+c.Language != s.Value {
				t.Errorf("%s %q: chose %+v:\n%s", option, s.Value, c, show(got))
			}
		}
	}
}

func TestSettingsFail(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"Settings", "PutSettings"} {
		f := newFixture(t)
		f.store.fail[method] = errors.New("disk full")
		got, err := f.Handle(t.Context(), f.request("settings Berlin"))
		if err == nil || !got.Failed || len(got.Blocks) != 1 {
			t.Errorf("%s: got %s, %v, want a failure", method, show(got), err)
		}
	}
	f := newFixture(t)
	f.store.settings[settingsKey(f.channel)] = news.Settings{Zone: "Europe/Atlantis"}
	if got := f.ask(t, "settings"); got.Failed || !strings.Contains(show(got), "Berlin") {
		t.Errorf("a zone that is not known any more: got %s", show(got))
	}
	f.channel.Workspace = news.WorkspaceID{}
	if _, err := f.Handle(t.Context(), f.request("settings Berlin")); err == nil {
		t.Error("a channel without a workspace has settings")
	}
}

// FuzzSettings: whatever is typed, a zone that is kept can be loaded, and a
// language is one that we speak.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{"", "Berlin de", "zone:\"New York\" language:ru", "default", "zone: language:", "/etc/localtime", "en_US"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		x := newFixture(t)
		turn := x.turn(adapters.Request{Channel: x.channel})
		got, refusal := turn.readSettings(tokens(typed, "zone", "language"))
		if refusal != "" {
			return
		}
		if _, err := time.LoadLocation(got.Zone); err != nil || got.Zone == "Local" {
			t.Errorf("%q: zone %q: %v", typed, got.Zone, err)
		}
		if got.Language != "" && theCatalogue().match(got.Language).name != got.Language {
			t.Errorf("%q: language %q", typed, got.Language)
		}
	})
}

// TestDenials: whatever stands in the way of a change is said, by its name where it has one.
func TestDenials(t *testing.T) {
	t.Parallel()
	for kind, want := range map[adapters.DenialKind]string{
		adapters.Denied:        "not for everyone",
		adapters.DeniedRight:   "needs the right NAME",
		adapters.DeniedGuest:   "Guests and people of other organizations can read",
		adapters.DeniedOutside: "join it",
		adapters.DeniedMember:  "only administrators",
		adapters.DeniedScope:   "lack the permission NAME",
		adapters.DeniedAbsent:  "type NAME here first",
		adapters.DeniedUnknown: "try again",
	} {
		f := newFixture(t)
		for _, text := range []string{"settings Berlin", "sources remove 1"} {
			r := f.request(text)
			r.MayChange = func(context.Context) adapters.Denial { return adapters.Denial{Kind: kind, Name: "NAME"} }
			reply, err := f.Handle(t.Context(), r)
			if got := show(reply); err != nil || !reply.Failed || !strings.Contains(got, want) || f.chosen() != (news.Settings{}) {
				t.Errorf("%s, denied by %d: got %v, %s want %q", text, kind, err, got, want)
			}
		}
	}
	f := newFixture(t)
	r := f.request("settings Berlin")
	r.MayChange = nil
	if reply, err := f.Handle(t.Context(), r); err != nil || !reply.Failed || f.chosen() != (news.Settings{}) {
		t.Errorf("nobody says who may: got %v, %s", err, show(reply))
	}
}
