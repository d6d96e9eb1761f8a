package feeds

import (
	"context"

	"dateline/news"
)

func (p *Poller) fetchFolder(context.Context, news.Source) reading {
	return reading{outcome: Outcome{Cause: news.CauseFile}}
}
