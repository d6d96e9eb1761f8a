package summarize

import (
	"strings"

	"dateline/news"
)

// write makes the bullets of the chosen candidates, which are in order.
func (w *work) write(chosen []*candidate) []news.Bullet {
	bullets := make([]news.Bullet, len(chosen))
	for i, c := range chosen {
		bullets[i] = w.bullet(c)
	}
	for i, c := range chosen {
		bullets[i].Topic = w.topic(c, chosen)
	}
	return bullets
}

func (w *work) bullet(c *candidate) news.Bullet {
	b := news.Bullet{Attribution: news.Fold(w.doc.Sentences[c.core].Attribution.Speaker)}
	pieces := make([]string, 0, news.MaxEvidence)
	for k := c.first; k <= c.last; k++ {
		r := w.doc.Sentences[k].Range
		pieces = append(pieces, w.piece(c, k))
		b.Evidence = append(b.Evidence, news.Evidence{
			Dispatch: w.request.Dispatch, Revision: w.request.Revision, Start: r.Start, End: r.End,
		})
	}
	b.Text = strings.Join(pieces, " ")
	return b
}
