package storetest

import (
	"dateline/news"
	"dateline/store"
)

func settingsTests() map[string]func(*env) {
	return map[string]func(*env){
		"come back":               settingsComeBack,
		"are one channel's":       settingsApart,
		"go with the workspace":   settingsForgotten,
		"stay where it came back": settingsKept,
	}
}

func (e *env) choose(c news.Channel, s news.Settings) {
	e.Helper()
	if err := e.s.PutSettings(e.Context(), c, s); err != nil {
		e.Fatalf("PutSettings: %v", err)
	}
}

// chosen wants these settings to be the channel's.
func (e *env) chosen(c news.Channel, want news.Settings) {
	e.Helper()
	got, err := e.s.Settings(e.Context(), c)
	if err != nil {
		e.Fatalf("Settings: %v", err)
	}
	same(e, "Settings", got, want)
}

func settingsComeBack(e *env) {
	e.chosen(inAlpha, news.Settings{})
	for _, s := range []news.Settings{{Zone: "Europe/Berlin", Language: "de"}, {Language: "ru"}, {Zone: "UTC"}, {}, {Zone: "Asia/Tokyo"}} {
		e.choose(inAlpha, s)
		e.chosen(inAlpha, s)
	}
	e.sound()
}

// settingsApart: a channel of the same name elsewhere is another one.
func settingsApart(e *env) {
	other, platform := inAlpha, inAlpha
	other.ID, platform.Platform = "another", "another"
	ours, theirs := news.Settings{Zone: "Europe/Berlin", Language: "de"}, news.Settings{Language: "fr"}
	e.choose(inAlpha, ours)
	for _, c := range []news.Channel{inBeta, other, platform} {
		e.chosen(c, news.Settings{})
		e.choose(c, theirs)
		e.chosen(inAlpha, ours)
		e.choose(c, news.Settings{})
	}
	e.chosen(inAlpha, ours)
}

func settingsForgotten(e *env) {
	ours := news.Settings{Language: "de"}
	e.choose(inAlpha, ours)
	e.choose(inBeta, ours)
	e.left(alpha, at(1))
	e.expire(at(1).Add(store.KeepGone-1), 0)
	e.chosen(inAlpha, ours)
	e.expire(at(1).Add(store.KeepGone), 0)
	e.chosen(inAlpha, news.Settings{})
	e.chosen(inBeta, ours)
	e.sound()
}

func settingsKept(e *env) {
	ours := news.Settings{Zone: "Asia/Tokyo"}
	e.choose(inAlpha, ours)
	e.left(alpha, at(1))
	e.joined(alpha, at(2), true)
	e.expire(at(2).Add(2*store.KeepGone), 0)
	e.chosen(inAlpha, ours)
}
