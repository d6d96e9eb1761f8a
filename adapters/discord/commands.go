package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// The names of what is registered. They are public, and the same in every language.
const (
	commandName = "news"
	menuName    = "Digest this"
)

// option is an option of a command of ours.
type option struct {
	name     string
	kind     discordgo.ApplicationCommandOptionType
	required bool
	complete string // what the handler calls it where it completes it; "" where nobody does
	least    int    // of a number
	most     int    // of a number, or the characters of a text
}

// subcommand is one line of /news: its name, with its group before it where
// it is in one, and its options in the order in which they are shown.
type subcommand struct {
	name    string
	options []option
}

const (
	optionText   = discordgo.ApplicationCommandOptionString
	optionNumber = discordgo.ApplicationCommandOptionInteger

	maxWords = 200 // characters of a topic, a name
	maxLink  = 2000
)

// subcommands are all that /news takes.
func subcommands() []subcommand {
	since := option{name: "since", kind: optionText, complete: "since", most: maxChoice}
	return []subcommand{
		{"latest", []option{
			{name: "topic", kind: optionText, complete: "topic", most: maxWords},
			{name: "source", kind: optionText, complete: "source", most: maxWords},
			since,
			{name: "count", kind: optionNumber, least: 1, most: 10},
		}},
		{"topic", []option{{name: "words", kind: optionText, required: true, complete: "topic", most: maxWords}, since}},
		{"digest", []option{{name: "what", kind: optionText, required: true, most: maxOptionValue}}},
		{"evidence", []option{{name: "number", kind: optionText, most: 10}}},
		{"older", nil},
		{"settings", []option{
			{name: "zone", kind: optionText, complete: "zone", most: maxChoice},
			{name: "language", kind: optionText, complete: "language", most: maxChoice},
		}},
		{"help", nil},
		{"sources list", nil},
		{"sources add", []option{
			{name: "address", kind: optionText, required: true, most: maxLink},
			{name: "name", kind: optionText, most: maxWords},
		}},
		{"sources remove", []option{{name: "source", kind: optionText, required: true, complete: "source", most: maxWords}}},
		{"sources check", []option{{name: "address", kind: optionText, required: true, complete: "source", most: maxLink}}},
	}
}

// definitions are what is registered. Within one server Discord takes no
// contexts: they are for commands that go everywhere.
func definitions(everywhere bool) []*discordgo.ApplicationCommand {
	description, translated := described("news")
	news := &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand, Name: commandName, Description: description,
		DescriptionLocalizations: &translated, Options: optionsOf(subcommands()),
	}
	menu := &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: menuName}
	for _, c := range []*discordgo.ApplicationCommand{news, menu} {
		if everywhere {
			c.Contexts = &[]discordgo.InteractionContextType{
				discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel,
			}
			c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{
				discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall,
			}
		}
	}
	return []*discordgo.ApplicationCommand{news, menu}
}

func optionsOf(all []subcommand) []*discordgo.ApplicationCommandOption {
	var options []*discordgo.ApplicationCommandOption
	for _, s := range all {
		group, name, grouped := strings.Cut(s.name, " ")
		if !grouped {
			options = append(options, subcommandOption(s, s.name))
			continue
		}
		last := len(options) - 1
		if last < 0 || options[last].Name != group {
			options = append(options, newOption(discordgo.ApplicationCommandOptionSubCommandGroup, group, group))
			last++
		}
		options[last].Options = append(options[last].Options, subcommandOption(s, name))
	}
	return options
}

func subcommandOption(s subcommand, name string) *discordgo.ApplicationCommandOption {
	made := newOption(discordgo.ApplicationCommandOptionSubCommand, name, s.name)
	for _, o := range s.options {
		value := newOption(o.kind, o.name, s.name+"."+o.name)
		value.Required, value.Autocomplete = o.required, o.complete != ""
		switch {
		case o.kind == optionNumber:
			least := float64(o.least)
			value.MinValue, value.MaxValue = &least, float64(o.most)
		case o.most > 0:
			value.MaxLength = o.most
		}
		made.Options = append(made.Options, value)
	}
	return made
}

func newOption(kind discordgo.ApplicationCommandOptionType, name, key string) *discordgo.ApplicationCommandOption {
	description, translated := described(key)
	return &discordgo.ApplicationCommandOption{Type: kind, Name: name, Description: description, DescriptionLocalizations: translated}
}

// described gives a description in English, and in Discord's other languages of ours.
func described(key string) (string, map[discordgo.Locale]string) {
	all := catalogue()
	translated := make(map[discordgo.Locale]string)
	for locale, language := range map[discordgo.Locale]string{
		discordgo.Russian: "ru", discordgo.German: "de", discordgo.French: "fr", discordgo.SpanishES: "es", discordgo.SpanishLATAM: "es",
	} {
		translated[locale] = all[language].describe[key]
	}
	return all["en"].describe[key], translated
}

// register writes the commands, if what is registered differs: writing costs
// people a reload, and Discord counts it.
func register(ctx context.Context, to api, guild string) error {
	have, err := to.commands(ctx, guild)
	if err != nil {
		return fmt.Errorf("commands: %w", err)
	}
	wanted := sendable(definitions(guild == ""))
	want, err := json.Marshal(wanted)
	if err != nil {
		return fmt.Errorf("commands: %w", err)
	}
	if sameCommands(have, want) {
		return nil
	}
	if err := to.setCommands(ctx, guild, wanted); err != nil {
		return fmt.Errorf("commands: %w", err)
	}
	return nil
}

// sameCommands compares commands as they are registered with commands as they
// would be written: what Discord adds, and how it says what is not said, does
// not count.
func sameCommands(have, want []byte) bool {
	a, okA := normal(have)
	b, okB := normal(want)
	return okA && okB && reflect.DeepEqual(a, b)
}

// normal reads commands for comparison, by their kind and name.
func normal(data []byte) (map[string]any, bool) {
	var all []map[string]any
	if json.Unmarshal(data, &all) != nil {
		return nil, false
	}
	byName := make(map[string]any, len(all))
	for _, c := range all {
		if c["type"] == nil {
			c["type"] = float64(discordgo.ChatApplicationCommand)
		}
		byName[fmt.Sprint(c["type"], c["name"])] = normalCommand(c)
	}
	return byName, len(byName) == len(all)
}

// normalCommand keeps what we write, without what has its default.
func normalCommand(c map[string]any) any {
	kept := make(map[string]any)
	for _, key := range []string{
		"type", "name", "description", "description_localizations", "options", "contexts", "integration_types",
		"name_localizations", "default_member_permissions", "nsfw", "required", "autocomplete", "choices", "min_value", "max_value",
		"min_length", "max_length", "channel_types",
	} {
		if v := normalValue(key, c[key]); v != nil {
			kept[key] = v
		}
	}
	return kept
}

func normalValue(key string, v any) any {
	switch v := v.(type) {
	case bool:
		if !v {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	case []any:
		return normalList(key, v)
	}
	return v
}

func normalList(key string, list []any) any {
	var kept []any
	for _, v := range list {
		if c, ok := v.(map[string]any); ok {
			kept = append(kept, normalCommand(c))
			continue
		}
		kept = append(kept, v)
	}
	if key == "contexts" || key == "integration_types" { // sets
		slices.SortFunc(kept, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// sendable gives commands in the form in which they are sent: discordgo's own has
// nulls where the API wants a list or nothing, and a zero where it is a limit.
func sendable(all []*discordgo.ApplicationCommand) []any {
	sent := make([]any, len(all))
	for i, c := range all {
		data, err := json.Marshal(c)
		var fields map[string]any
		if err == nil {
			err = json.Unmarshal(data, &fields)
		}
		if err != nil {
			panic("discord: a command of ours is no JSON: " + err.Error())
		}
		sent[i] = normalCommand(fields)
	}
	return sent
}
