package slack

import (
	"strings"

	"github.com/slack-go/slack"
)

// pager fills posts with rows, and opens another where one is full. Its limits
// are of a post, without its buttons.
type pager struct {
	blocks  int  // of a post
	bytes   int  // of a post's blocks, as JSON
	posts   int  // of a reply
	ordered bool // Slack counts the bullets

	done   []*post
	open   []slack.Block
	text   []string
	used   int   // bytes of the open post's blocks
	items  *list // the last block, where it is a list
	broken bool  // a list that Slack counts goes on elsewhere
	full   bool  // there is no further post
}

// more stands where something was left out; every post has room for it.
const more = "…"

// minRow is the least room, in bytes, that is worth beginning a row in.
const minRow = 600

// lay fills posts with rows.
func (p *pager) lay(rows []row) {
	for _, r := range rows {
		if r.kind.opens() && len(p.open) > 0 && (p.room() < weight(r.block())+minRow || len(p.open)+3 > p.blocks) {
			p.flush()
		}
		p.row(r)
	}
	p.flush()
}

// room is what the open post has left, but for what ends it.
func (p *pager) room() int { return p.bytes - p.used - weight(ending()) - len(",[],") }

func ending() slack.Block { return row{kind: rowText, body: more}.block() }

// row adds a row, cut into as many as it takes.
func (p *pager) row(r row) {
	for !p.full {
		if p.fits(r) {
			p.add(r)
			return
		}
		head, rest, ok := r.cut(p.roomIn(r))
		if len(p.open)+2 > p.blocks || !ok || len(p.open) > 0 && p.room() < minRow {
			if len(p.open) == 0 { // what surrounds the body fills a post
				if r.kind == rowText && len(r.before)+len(r.after) == 0 {
					return
				}
				r = row{kind: rowText, body: r.text()}
				continue
			}
			p.broken = p.broken || p.ordered && p.items != nil && r.kind == rowBullet
			p.flush()
			continue
		}
		p.broken = p.broken || p.ordered && r.kind == rowBullet
		p.add(head)
		r = rest
	}
}

// roomIn is what the open post has left for a row's body. A long one is taken
// apart into elements, of half the longest at least, each of which takes some.
func (p *pager) roomIn(r row) int {
	r.body, r.after = "", nil
	room := p.room() - p.cost(r)
	return room - (room/(maxObject/2)+1)*len(`{"type":"text","text":"","style":{"bold":true}},`)
}

// cost is what a row adds to the open post.
func (p *pager) cost(r row) int {
	switch {
	case r.kind != rowBullet:
		return weight(r.block()) + len(",")
	case p.items != nil:
		return weight(slack.NewRichTextSection(r.elements(p.ordered)...)) + len(",")
	}
	return weight(listOf(p.ordered, r)) + len(",")
}

// listOf is a list of one bullet.
func listOf(ordered bool, r row) slack.Block {
	return slack.NewRichTextBlock("", &list{ordered: ordered, items: []*slack.RichTextSection{slack.NewRichTextSection(r.elements(ordered)...)}})
}

// fits reports whether the open post has room for a row. What is far too long is not measured.
func (p *pager) fits(r row) bool {
	if len(r.body) > p.room() {
		return false
	}
	more := r.kind == rowBullet && p.items != nil
	return (more || len(p.open)+2 <= p.blocks) && p.cost(r) <= p.room()
}

// add puts a row, for which there is room, into the open post.
func (p *pager) add(r row) {
	p.used += p.cost(r)
	p.text = append(p.text, r.text())
	switch {
	case r.kind != rowBullet:
		p.open, p.items = append(p.open, r.block()), nil
	case p.items != nil:
		p.items.items = append(p.items.items, slack.NewRichTextSection(r.elements(p.ordered)...))
	default:
		p.items = &list{ordered: p.ordered, items: []*slack.RichTextSection{slack.NewRichTextSection(r.elements(p.ordered)...)}}
		p.open = append(p.open, slack.NewRichTextBlock("", p.items))
	}
}

// flush closes the open post. Of one too many only the three dots are left.
func (p *pager) flush() {
	if len(p.open) == 0 {
		return
	}
	if len(p.done) == p.posts {
		last := p.done[len(p.done)-1]
		last.Blocks, last.Text = append(last.Blocks, ending()), last.Text+"\n"+more
		p.full = true
	} else {
		p.done = append(p.done, &post{Text: escape(strings.Join(p.text, "\n")), Blocks: p.open})
	}
	p.open, p.text, p.used, p.items = nil, nil, 0, nil
}
