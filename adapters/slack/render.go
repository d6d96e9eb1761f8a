package slack

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
)

// render lays a reply out as posts, in their order; none where it says
// nothing. Buttons are on the last of them. It has no other effect.
func render(r adapters.Reply) []*post {
	actions, typed := buttons(r, 0)
	rows := rowsOf(r.Blocks)
	for _, words := range typed {
		rows = append(rows, row{kind: rowText, before: []span{{text: "/news "}}, body: words})
	}
	if len(rows) == 0 && len(actions) > 0 { // buttons alone would be a post without a text
		rows = append(rows, row{kind: rowText, body: more})
	}
	p := pager{blocks: maxBlocks - len(actions), bytes: maxTotal - weightOf(actions), posts: maxPosts, ordered: countable(rows)}
	p.lay(rows)
	if p.broken { // what is counted by Slack would be counted wrong
		p = pager{blocks: p.blocks, bytes: p.bytes, posts: p.posts}
		p.lay(rows)
	}
	if len(p.done) == 0 {
		return nil
	}
	last := p.done[len(p.done)-1]
	last.Blocks = append(last.Blocks, actions...)
	return p.done
}

// renderHome lays replies out below each other for App Home, each with its
// buttons. What there is no room for is left out, and three dots say so.
func renderHome(replies ...adapters.Reply) []slack.Block {
	var all []slack.Block
	known := 0
	for _, r := range replies {
		actions, _ := buttons(r, known)
		known += len(r.Actions)
		if len(all) > 0 {
			all = append(all, slack.NewDividerBlock())
		}
		rows := rowsOf(r.Blocks)
		p := pager{blocks: maxHomeBlocks/len(replies) - len(actions) - 1, bytes: maxHomeTotal/len(replies) - weightOf(actions), posts: 1}
		p.lay(rows)
		for _, page := range p.done {
			all = append(all, page.Blocks...)
		}
		all = append(all, actions...)
	}
	return all
}

// rowKind says how a row is laid out.
type rowKind int

const (
	rowText    rowKind = iota // a paragraph
	rowHeader                 // large, of one line
	rowHeading                // a paragraph in bold
	rowNotice                 // small, above what follows
	rowBullet                 // of a list
	rowQuote                  // with a bar beside it
	rowSource                 // small, below what it is about
)

// opens reports whether the row belongs to what follows it.
func (k rowKind) opens() bool { return k == rowHeader || k == rowHeading || k == rowNotice }

// row is one paragraph. Where a post has no room for all of it, only its body is cut.
type row struct {
	kind   rowKind
	number string // of a bullet
	before []span
	body   string // cleaned; of several lines, it may be
	bold   bool   // the body
	after  []span
	source source // of a rowSource, which has nothing else
}

// span is a piece of a row: plain text, or a link that shows its host.
type span struct {
	text    string
	bold    bool
	address string // what text, a host, is linked to
}

// source is where and when; see [adapters.BlockSource].
type source struct {
	before, when, after string
	at                  time.Time // zero where when is only text
	address, host       string    // safe to be shown, or ""
}

// rowsOf lays blocks out. Titles below a title of the whole, which is one that
// another follows, are smaller.
func rowsOf(blocks []adapters.Block) []row {
	var rows []row
	titles, whole := 0, false
	for _, b := range blocks {
		if b.Kind != adapters.BlockTitle {
			rows = append(rows, rowsOfBlock(b)...)
			continue
		}
		title, ok := titleOf(b)
		if !ok {
			continue
		}
		if titles == 1 && rows[len(rows)-1].kind == rowHeader {
			whole = true
		}
		if titles++; whole || size(title.body) > maxHeader {
			title.kind, title.bold = rowHeading, true
		}
		rows = append(rows, title)
	}
	return rows
}

func titleOf(b adapters.Block) (row, bool) {
	text := strings.TrimSpace(adapters.CleanLine(b.Text))
	if text == "" {
		return row{}, false
	}
	if number := plainLine(b.Number, maxLabel); number != "" {
		text = number + ". " + text
	}
	return row{kind: rowHeader, body: text}, true
}

// rowsOfBlock lays out a block that is no title.
func rowsOfBlock(b adapters.Block) []row {
	switch b.Kind {
	case adapters.BlockNotice:
		return some(row{kind: rowNotice, body: plainLine(b.Text, maxLine)})
	case adapters.BlockQuote:
		return quote(b)
	case adapters.BlockBullet, adapters.BlockItem:
		r := common(b, rowBullet)
		r.number = plainLine(b.Number, maxLabel)
		r.body = strings.TrimSpace(adapters.CleanLine(b.Text))
		return some(r)
	case adapters.BlockSource:
		return some(row{kind: rowSource, source: sourceOf(b)})
	}
	r := common(b, rowText)
	if number := plainLine(b.Number, maxLabel); number != "" {
		r.before = append([]span{{text: number + ". ", bold: true}}, r.before...)
	}
	r.body = strings.Trim(adapters.CleanText(b.Text), "\n ")
	return some(r)
}

// some leaves out a row that says nothing.
func some(r row) []row {
	if r.number == "" && len(r.before) == 0 && len(r.after) == 0 && r.body == "" && r.source == (source{}) {
		return nil
	}
	return []row{r}
}

// common is what several kinds of block lay out alike: the label before the
// text, the speaker and the address after it.
func common(b adapters.Block, kind rowKind) row {
	r := row{kind: kind}
	if label := plainLine(b.Label, maxLabel); label != "" {
		r.before = append(r.before, span{text: label + ": ", bold: true})
	}
	if speaker := plainLine(b.Attribution, maxLabel); speaker != "" {
		r.after = append(r.after, span{text: " (" + speaker + ")"})
	}
	if address, host := shownLink(b.URL); address != "" {
		if b.Text != "" || len(r.before)+len(r.after) > 0 {
			r.after = append(r.after, span{text: " · "})
		}
		r.after = append(r.after, span{text: host, address: address})
	}
	return r
}

// shownLink gives an address that may be linked to, and its host, by which it
// is shown; "" where it may not.
func shownLink(given string) (address, host string) {
	address, ok := adapters.Link(given)
	if !ok || size(escape(address)) > maxLine {
		return "", ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return address, u.Host
}

// quote shows the evidence in bold between the sentences around it, below the
// bullet that rests on it.
func quote(b adapters.Block) []row {
	var all []row
	r := common(b, rowQuote)
	var number []span
	if n := plainLine(b.Number, maxLabel); n != "" {
		number = []span{{text: n + ". ", bold: true}}
	}
	if point := strings.TrimSpace(adapters.CleanLine(b.Point)); point != "" {
		all = append(all, row{kind: rowText, before: append(number, r.before...), body: point})
		number, r.before = nil, nil
	}
	r.before = append(number, r.before...)
	r.body = strings.Trim(adapters.CleanText(b.Text), "\n ")
	if r.body == "" {
		return append(all, some(r)...)
	}
	open, end := "“", "”"
	if before := plainLine(b.Before, maxNeighbour); before != "" {
		open, r.bold = before+" "+open, true
	}
	if after := plainLine(b.After, maxNeighbour); after != "" {
		end, r.bold = end+" "+after, true
	}
	r.before = append(r.before, span{text: open})
	r.after = append([]span{{text: end}}, r.after...)
	return append(all, r)
}

// sourceOf takes a source apart around its time, which is shown in the
// reader's zone.
func sourceOf(b adapters.Block) source {
	s := source{before: plainLine(b.Text, maxLine)}
	s.address, s.host = shownLink(b.URL)
	if label := plainLine(b.Label, maxLabel); label != "" {
		s.before = label + ": " + s.before
	}
	if number := plainLine(b.Number, maxLabel); number != "" {
		s.before = number + ". " + s.before
	}
	if speaker := plainLine(b.Attribution, maxLabel); speaker != "" {
		s.before += " (" + speaker + ")"
	}
	when := plainLine(b.TimeText, maxLabel)
	before, after, found := strings.Cut(s.before, when)
	const last = 99_999_999_999 // a second in the year 5138
	if unix := b.Time.Unix(); !found || when == "" || strings.Contains(when, "|") || unix < 0 || unix > last {
		return s
	}
	s.at, s.when = b.Time, when
	s.before, s.after = strings.TrimRight(before, ", "), strings.TrimLeft(after, ", ")
	return s
}

// countable reports whether Slack may count the bullets: each run of them is
// numbered from one.
func countable(rows []row) bool {
	next, some := 1, false
	for _, r := range rows {
		if r.kind != rowBullet {
			next = 1
			continue
		}
		if r.number != strconv.Itoa(next) {
			return false
		}
		next, some = next+1, true
	}
	return some
}
