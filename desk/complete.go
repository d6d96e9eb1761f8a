package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

var _ adapters.Completer = (*Desk)(nil)

// maxLooked is how many of the newest dispatches topics are suggested from.
const maxLooked = 50

// Complete implements [adapters.Completer]. It suggests nothing for an option
// that it does not know, and makes no digest for it.
func (d *Desk) Complete(ctx context.Context, r adapters.Request, option, typed string, limit int) ([]adapters.Suggestion, error) {
	t := d.turn(r)
	if option != "topic" && option != "source" { // which show no time
		if err := t.settle(ctx); err != nil {
			return nil, fmt.Errorf("completing %s: %w", option, err)
		}
	}
	all, err := t.suggestions(ctx, option, typed)
	if err != nil {
		return nil, fmt.Errorf("completing %s: %w", option, err)
	}
	return best(all, typed, limit), nil
}

func (t *turn) suggestions(ctx context.Context, option, typed string) ([]adapters.Suggestion, error) {
	switch option {
	case "topic":
		return t.topics(ctx)
	case "source":
		return t.sourceNames(ctx)
	case "since":
		return t.times(typed), nil
	case "zone":
		return append(t.zones(), t.takeBack()...), nil
	case "language":
		return append(t.languages(), t.takeBack()...), nil
	}
	return nil, nil
}

// topics suggests what the newest dispatches are about, as far as they are digested.
func (t *turn) topics(ctx context.Context) ([]adapters.Suggestion, error) {
	found, _, err := t.list(ctx, command{name: cmdLatest}, news.DispatchID{}, maxLooked)
	if err != nil {
		return nil, err
	}
	var all []adapters.Suggestion
	for _, d := range found {
		key := news.DigestKey{Dispatch: d.ID, Revision: d.Revision.ID, Summarizer: t.desk.config.Summarizer.Version()}
		g, err := t.store().Digest(ctx, t.workspace(), key)
		if err != nil && !t.missing(err) {
			return nil, fmt.Errorf("kept digest: %w", err)
		}
		for _, b := range g.Bullets {
			label := strings.TrimSpace(strings.ReplaceAll(straighten(news.Fold(b.Topic)), `"`, ""))
			all = append(all, adapters.Suggestion{Label: label, Value: label})
		}
	}
	return all, nil
}

// sourceNames suggests what the workspace reads.
func (t *turn) sourceNames(ctx context.Context) ([]adapters.Suggestion, error) {
	known, err := t.readSources(ctx)
	if err != nil {
		return nil, err
	}
	var all []adapters.Suggestion
	for _, s := range known {
		label := sourceName(s.Source)
		if s.broken() {
			label += ", " + t.healthLine(s)
		}
		all = append(all, adapters.Suggestion{Label: label, Value: news.Fold(s.Name)})
	}
	return all, nil
}

// times suggests how far back to look, in the reader's words: the values are
// those that are understood whatever the language.
func (t *turn) times(typed string) []adapters.Suggestion {
	var all []adapters.Suggestion
	add := func(value string) {
		if s, ok := t.desk.catalogue.readSince(value, t.now); ok {
			all = append(all, adapters.Suggestion{Label: t.sinceText(s), Value: value})
		}
	}
	if typed = plainWord(strings.TrimSpace(typed)); typed != "" {
		add(typed)
		if isNumber(typed) {
			add(typed + "d")
			add(typed + "h")
		}
	}
	for _, value := range []string{sinceToday, sinceYesterday, "24h", "3d", "7d", "30d"} {
		add(value)
	}
	for back := range 7 {
		add(strings.ToLower(t.now.AddDate(0, 0, -1-back).Weekday().String()))
	}
	return all
}

// zones suggests time zones by their cities, with the time it is there.
func (t *turn) zones() []adapters.Suggestion {
	var all []adapters.Suggestion
	for _, name := range zoneNames() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue // this machine's data do not have it
		}
		city := strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
		label := city + " (" + name + "), " + t.now.In(zone).Format("15:04")
		all = append(all, adapters.Suggestion{Label: label, Value: name})
	}
	return all
}

// best gives the suggestions that begin with what was typed, then those with a
// word that does, then those that hold it; each value once.
func best(all []adapters.Suggestion, typed string, limit int) []adapters.Suggestion {
	typed = strings.ToLower(news.Fold(typed))
	var ranked [3][]adapters.Suggestion
	known := make(map[string]bool)
	for _, s := range all {
		value, label := strings.ToLower(s.Value), strings.ToLower(s.Label)
		if s.Value == "" || known[value] {
			continue
		}
		known[value] = true
		for rank, fits := range []bool{
			strings.HasPrefix(value, typed) || strings.HasPrefix(label, typed),
			strings.Contains(" "+label, " "+typed) || strings.Contains(value, "/"+typed),
			strings.Contains(label, typed) || strings.Contains(value, typed),
		} {
			if fits {
				ranked[rank] = append(ranked[rank], s)
				break
			}
		}
	}
	found := slices.Concat(ranked[0], ranked[1], ranked[2])
	return found[:min(len(found), max(limit, 0))]
}
