package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
)

// commandIn is what is looked at in a command, or one of its options.
type commandIn struct {
	Name         string
	Type         int
	Description  string
	Names        map[string]string `json:"name_localizations"`
	Descriptions map[string]string `json:"description_localizations"`
	Options      []commandIn
	Required     bool
	Autocomplete bool
	Choices      []struct {
		Name  string
		Value any
	}
}

func checkCommands(data []byte, report func(string, ...any)) {
	var list []commandIn
	if json.Unmarshal(data, &list) != nil {
		return
	}
	if len(list) > maxCommands {
		report("%d commands", len(list))
	}
	seen := map[string]bool{}
	for _, c := range list {
		slash := c.Type == 0 || c.Type == 1
		key := strings.Join([]string{map[bool]string{true: "slash"}[slash], c.Name}, " ")
		if seen[key] {
			report("command %q twice", c.Name)
		}
		seen[key] = true
		if !slash {
			if c.Description != "" || len(c.Options) > 0 {
				report("menu command %q has a description or options", c.Name)
			}
			continue
		}
		if n := c.length(); n > maxCommand {
			report("command %q has %d characters", c.Name, n)
		}
		if c.Description == "" {
			report("command %q has no description", c.Name)
		}
		c.check(report, 0)
	}
}

// length counts as Discord does for its limit of a whole command: the longest
// localization stands for each text.
func (c commandIn) length() int {
	n := longest(c.Name, c.Names) + longest(c.Description, c.Descriptions)
	for _, o := range c.Options {
		n += o.length()
	}
	for _, ch := range c.Choices {
		n += length(ch.Name)
		if v, ok := ch.Value.(string); ok {
			n += length(v)
		}
	}
	return n
}

func longest(text string, others map[string]string) int {
	n := length(text)
	for _, o := range others {
		n = max(n, length(o))
	}
	return n
}

func (c commandIn) check(report func(string, ...any), depth int) {
	c.checkWords(report)
	optional, names := false, map[string]bool{}
	nested := 0
	for _, o := range c.Options {
		if names[o.Name] {
			report("option %q of %q twice", o.Name, c.Name)
		}
		names[o.Name] = true
		if o.Required && optional {
			report("required option %q of %q after an optional one", o.Name, c.Name)
		}
		optional = optional || !o.Required
		if o.Type == 1 || o.Type == 2 {
			nested++
		}
		if o.Type == 2 && depth > 0 {
			report("group %q is nested too deep", o.Name)
		}
		if o.Autocomplete && len(o.Choices) > 0 {
			report("option %q has choices and autocomplete", o.Name)
		}
		if len(o.Choices) > maxChoices {
			report("option %q has %d choices", o.Name, len(o.Choices))
		}
		o.check(report, depth+1)
	}
	if nested != 0 && nested != len(c.Options) {
		report("%q mixes subcommands with other options", c.Name)
	}
}

func (c commandIn) checkWords(report func(string, ...any)) {
	names := map[string]string{"": c.Name}
	for l, n := range c.Names {
		names[l] = n
	}
	for l, n := range names {
		if !nameOf.MatchString(n) || strings.ToLower(n) != n {
			report("name %q is not one for a command or option", n)
		}
		checkLocale(l, report)
	}
	for l, d := range c.Descriptions {
		checkLocale(l, report)
		if d == "" || length(d) > 100 {
			report("description of %q in %s has %d characters", c.Name, l, length(d))
		}
	}
}

func checkLocale(l string, report func(string, ...any)) {
	if l != "" && !slices.Contains(locales(), l) {
		report("locale %q is none of Discord's", l)
	}
}
