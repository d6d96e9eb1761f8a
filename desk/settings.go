package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// settingDefault takes a setting back.
const settingDefault = "default"

// settle looks up what the channel chose, once a request, and goes by it: its
// zone, and its language in what everybody there sees. What one person alone
// sees is in theirs.
func (t *turn) settle(ctx context.Context) error {
	if t.workspace().IsZero() {
		return nil // nobody's channel
	}
	chosen, err := t.store().Settings(ctx, t.request.Channel)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	t.goBy(chosen)
	return nil
}

func (t *turn) goBy(chosen news.Settings) {
	t.chosen = chosen
	t.zone = zoneOf(chosen, t.desk.config.Zone)
	t.now = t.now.In(t.zone)
	r := t.request
	if r.Alone {
		t.words = t.desk.catalogue.match(r.Language, chosen.Language, r.Channel.Language)
		return
	}
	t.words = t.desk.catalogue.match(chosen.Language, r.Language, r.Channel.Language)
}

// zoneOf is the zone of a channel. One that this machine's data do not have
// (any more) is as if none were chosen.
func zoneOf(s news.Settings, without *time.Location) *time.Location {
	if s.Zone == "" {
		return without
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return without
	}
	return zone
}

// settings shows or changes what the channel chose.
func (t *turn) settings(ctx context.Context, rest string) (adapters.Reply, error) {
	words := tokens(rest, "zone", "language")
	if len(words) == 0 {
		return adapters.Reply{Blocks: t.settingsShown()}, nil
	}
	if d := t.request.Denial(ctx); d.Kind != adapters.NothingDenied {
		return t.denied(d), nil
	}
	if t.workspace().IsZero() {
		return adapters.Reply{}, errors.New("a channel without a workspace")
	}
	wanted, refusal := t.readSettings(words)
	if refusal != "" {
		return t.refuse(refusal), nil
	}
	if err := t.store().PutSettings(ctx, t.request.Channel, wanted); err != nil {
		return adapters.Reply{}, fmt.Errorf("keeping the settings: %w", err)
	}
	t.goBy(wanted)
	return adapters.Reply{Blocks: append(t.line(t.words.say("settings.saved")), t.settingsShown()...)}, nil
}

// settingsShown are lines with each setting, and where it comes from.
func (t *turn) settingsShown() []adapters.Block {
	language := t.desk.catalogue.match(t.chosen.Language, t.request.Channel.Language)
	zone := zoneName(t.zone, t.now) + ", " + t.now.Format("15:04")
	return []adapters.Block{
		{Kind: adapters.BlockTitle, Text: t.words.say("settings.title")},
		{Kind: adapters.BlockItem, Label: "zone", Text: t.comesFrom(zone, t.chosen.Zone)},
		{Kind: adapters.BlockItem, Label: "language", Text: t.comesFrom(t.words.say("language."+language.name), t.chosen.Language)},
	}
}

func (t *turn) comesFrom(value, chosen string) string {
	if chosen == "" {
		return t.words.say("settings.default", "value", value)
	}
	return t.words.say("settings.chosen", "value", value)
}

// zoneName is what a zone is called; a machine's own may have no name.
func zoneName(zone *time.Location, now time.Time) string {
	if zone == time.Local {
		return now.In(zone).Format("UTC-07:00")
	}
	return zone.String()
}

// readSettings reads what is to be changed, or says what of it is neither a
// zone nor a language.
func (t *turn) readSettings(words []token) (wanted news.Settings, refusal string) {
	wanted = t.chosen
	var place []string // the words of a zone: New York has two
	bare, named, spoken := true, false, false
	for _, w := range words {
		language, known := t.desk.catalogue.readLanguage(w.value)
		switch {
		case w.key == "" && strings.EqualFold(w.value, settingDefault) && len(words) == 1:
			return news.Settings{}, ""
		case w.key == "language" && !known:
			return wanted, t.words.say("settings.language", "value", clip(w.value))
		case w.key == "language", w.key == "" && known && !spoken:
			wanted.Language, spoken = language, true
		default:
			place = append(place, w.value)
			bare, named = bare && w.key == "", true
		}
	}
	if !named {
		return wanted, ""
	}
	wanted.Zone, refusal = t.readZone(strings.Join(place, " "), bare)
	return wanted, refusal
}

// readZone finds the zone that is meant; "" for the default.
func (t *turn) readZone(typed string, bare bool) (name, refusal string) {
	if !bare && strings.EqualFold(typed, settingDefault) {
		return "", ""
	}
	found := zonesNamed(typed, t.now)
	switch {
	case len(found) == 1:
		return found[0], ""
	case len(found) > 1:
		return "", t.words.say("settings.several", "value", clip(typed), "zones", strings.Join(found[:min(len(found), maxZones)], ", "))
	case bare:
		return "", t.words.say("settings.neither", "value", clip(typed))
	}
	return "", t.words.say("settings.zone", "value", clip(typed))
}

// maxZones is how many zones a refusal names.
const maxZones = 4

// readLanguage reads a language that we speak, by its code or its name in any
// of them; "" is the default.
func (c *catalogue) readLanguage(typed string) (code string, ok bool) {
	typed = plainLetters(plainWord(typed))
	if typed == settingDefault {
		return "", true
	}
	if code, ok = c.spoken[typed]; ok {
		return code, true
	}
	base, _, _ := strings.Cut(strings.ReplaceAll(typed, "_", "-"), "-") // de-AT
	code, ok = c.spoken[base]
	return code, ok && code == base
}

// indexLanguages collects what our languages are called in each of them.
func (c *catalogue) indexLanguages() {
	c.spoken = make(map[string]string)
	for _, of := range c.languages {
		c.spoken[of.name] = of.name
		for _, in := range c.languages {
			c.spoken[plainLetters(plainWord(in.say("language."+of.name)))] = of.name
		}
	}
}

// plainLetters drops the accents of our languages' names.
func plainLetters(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "ñ", "n", "ç", "c").Replace(s)
}

// languages suggests the languages that we speak, in the reader's words and in their own.
func (t *turn) languages() []adapters.Suggestion {
	var all []adapters.Suggestion
	for _, w := range t.desk.catalogue.languages {
		label, own := t.words.say("language."+w.name), w.say("language."+w.name)
		if own != label {
			label += " (" + own + ")"
		}
		all = append(all, adapters.Suggestion{Label: label, Value: w.name})
	}
	return all
}

// takeBack suggests to take a setting back, where settings are typed.
func (t *turn) takeBack() []adapters.Suggestion {
	if word, _ := firstWord(t.request.Text); word != cmdSettings {
		return nil
	}
	return []adapters.Suggestion{{Label: t.words.say("settings.takeback"), Value: settingDefault}}
}

// SettingsOf gives the zone and the language (BCP 47) of what is said, unasked,
// to everybody in a channel; without is the zone where it chose none.
func SettingsOf(ctx context.Context, s Settings, c news.Channel, without *time.Location) (zone *time.Location, language string, err error) {
	chosen, err := s.Settings(ctx, c)
	if err != nil {
		return nil, "", fmt.Errorf("settings: %w", err)
	}
	return zoneOf(chosen, without), theCatalogue().match(chosen.Language, c.Language).name, nil
}
