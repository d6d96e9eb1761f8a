package main

import (
	"fmt"
	"strings"
	"time"

	"dateline/internal/eval/corpora"
)

// section gives the figures as a table.
func section(all []figures, now time.Time) corpora.Section {
	var b strings.Builder
	fmt.Fprintf(&b, `## Corpora

The test documents of feedparser, gofeed and feed-rs, read by `+"`feeds.Parse`"+` (`+"`go run ./internal/eval/feeds`"+`, %s).
"Read" counts documents that give a feed without an error, "items" those with as many items as expected where that is said. Of what a
corpus says of its documents, "compared" is what a feed holds here: titles, links, texts, identifiers, dates, languages. Texts are
compared by their words, since HTML becomes plain text.

| corpus | documents | read | goal | items | said | compared | right |
|---|---|---|---|---|---|---|---|
`, now.UTC().Format("2006-01-02"))
	for _, f := range all {
		goal, items := "-", "-"
		if f.goal > 0 {
			goal = fmt.Sprint(f.goal)
		}
		if f.withItems > 0 {
			items = fmt.Sprintf("%d of %d", f.itemsComplete, f.withItems)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %s | %d | %d | %s |\n", f.name, f.documents, f.parsed, goal, items, f.claims, f.mapped, share(f.right, f.mapped))
	}
	b.WriteString("\n")
	for _, f := range all {
		if f.refusals > 0 {
			fmt.Fprintf(&b, "Of %d more documents of %s that are no feeds, %d are refused.\n", f.refusals, f.name, f.refused)
		}
	}
	b.WriteString(remarks)
	return corpora.Section{Name: "corpora", Command: "go run ./internal/eval/feeds", Text: b.String()}
}

// remarks says what the figures do not.
const remarks = `
Of feedparser's claims, those of the form ` + "`path == text or time`" + ` about these values are compared; most others are about authors, categories,
enclosures, places and the name of the character set, which are not kept. What is not right, mostly on purpose: markup that is shown as
text is read as markup where it looks escaped twice; drawings and formulas have no text; objects and inline frames have none either; the
longer of content and summary is taken where the content is a stub; lines such as "Read more" are dropped; no entity that a document declares
is expanded; Base64 of Atom 0.3 is not decoded. The two documents of feedparser illformed that are not read are one without any element and
one that ends within the title of its first item.
`

func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d (%.1f%%)", n, 100*float64(n)/float64(of))
}
