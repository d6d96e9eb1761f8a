package feeds

import (
	"slices"
	"time"

	"dateline/news"
)

// arrange puts items into the order in which they are stored: what is new or
// revised oldest first, then what is only linked to it. Of a first poll, the
// newest three stay news, unless there are newer ones that were not read yet.
func arrange(items []news.SourceItem, first, more bool) []news.SourceItem {
	linked := func(i news.SourceItem) bool { return i.LinkOnly }
	links := slices.DeleteFunc(slices.Clone(items), func(i news.SourceItem) bool { return !linked(i) })
	items = slices.DeleteFunc(items, linked)
	sortOldestFirst(items)
	if first {
		markHistory(items, more)
		for i := range links {
			links[i].History = true
		}
	}
	return append(items, links...)
}

// sortOldestFirst orders items as they appeared: by their dates, and where two
// are alike or unknown by the document, in which the newest stands first. An
// item without a date stands by its older neighbour.
func sortOldestFirst(items []news.SourceItem) {
	slices.Reverse(items)
	type dated struct {
		news.SourceItem
		at time.Time
	}
	all := make([]dated, len(items))
	var last time.Time
	for i, item := range items {
		if !item.Dispatch.Published.IsZero() {
			last = item.Dispatch.Time()
		}
		all[i] = dated{item, last}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	for i := range all {
		items[i] = all[i].SourceItem
	}
}

// markHistory leaves the newest three of a first poll news, and has the pages
// of a few more read, not of all at once.
func markHistory(items []news.SourceItem, more bool) {
	for i := range items {
		fromEnd := len(items) - 1 - i
		items[i].History = more || fromEnd >= firstNews
		if fromEnd >= firstPages {
			items[i].Page = ""
		}
	}
}
