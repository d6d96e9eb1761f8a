package feeds

import (
	"context"

	"dateline/news"
)

// fetchFolder reads the files that are new. A file that cannot be read is
// named in the log, and keeps no other from being read.
func (p *Poller) fetchFolder(ctx context.Context, s news.Source, seen []news.Seen) reading {
	done, err := p.useCPU(ctx)
	if err != nil {
		return p.failed(err)
	}
	defer done()
	read, err := ReadFolder(ctx, s.Address, seen, p.config.Clock.Now())
	if err != nil {
		return reading{outcome: Outcome{Cause: news.CauseFile}, err: err}
	}
	for _, bad := range read.Bad {
		p.config.Log.Warn("file is not read", "folder", s.Address, "file", bad.Name, "error", bad.Err)
	}
	given := Delivery{Items: read.Items, More: read.Left > 0}
	return reading{outcome: Outcome{Document: true}, given: &given, rows: read.Files, same: read.Same}
}
