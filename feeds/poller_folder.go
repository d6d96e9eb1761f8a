package feeds

import (
	"context"

	"dateline/news"
)

func (p *Poller) fetchFolder(context.Context, news.Source) reading {
	return reading{outcome: Outcome{Cause: news.CauseFile}}
}

// watchPage tells what is new on a page.
func watchPage(page Page, _ []news.Seen) (item Item, rows []news.Seen, changed bool) {
	return Item{ID: "page", URL: page.Address, Title: page.Title, Text: page.Text, Language: page.Language, Published: page.Published}, nil, true
}
