package discord

import (
	"net/url"
	"slices"
	"strings"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// render lays a reply out as messages, in their order; none where it says
// nothing. Buttons are on the last of them. It has no other effect.
func render(r adapters.Reply) []*message {
	p := &pager{}
	rows, typed := buttons(r)
	sections := sectionsOf(r.Blocks)
	if len(sections) > 0 {
		p.headline(&sections[0])
	}
	for _, s := range sections {
		p.section(s)
	}
	for _, words := range typed {
		p.line(line{prefix: "/news ", text: words})
	}
	return p.finish(rows)
}

// section is what stands under one title: a digest, a day of a topic.
type section struct {
	notice string // plain text
	title  string // plain text
	url    string // what the title is linked to
	lines  []line
}

// line is one paragraph. Where a message has no room for all of it, only its
// text is cut.
type line struct {
	mark    string // markdown that each of its lines begins with: "> ", "-# "
	prefix  string // markdown before the text
	text    string // cleaned, not escaped; of several lines, it may be
	time    string // what of the text stamp says
	stamp   string // markdown
	style   string // markdown around the text: "**"
	suffix  string // markdown after the text
	address string // of a source, safe to be shown
}

// markdown is the line as it is sent.
func (l line) markdown() string {
	text := l.escaped()
	if l.style != "" && strings.TrimSpace(text) != "" {
		text = l.style + text + l.style
	}
	text = l.prefix + text + l.suffix
	if l.mark == "" {
		return text
	}
	return l.mark + strings.ReplaceAll(text, "\n", "\n"+l.mark)
}

func (l line) escaped() string {
	before, after, found := strings.Cut(l.text, l.time)
	if l.time == "" || !found {
		return escape(l.text)
	}
	return escape(before) + l.stamp + escape(after)
}

// sectionsOf groups blocks under their titles. A notice belongs to the title
// that follows it.
func sectionsOf(blocks []adapters.Block) []section {
	var all []section
	var open section
	flush := func() {
		if open.notice != "" || open.title != "" || len(open.lines) > 0 {
			open.link()
			all = append(all, open)
		}
		open = section{}
	}
	for _, b := range blocks {
		text := strings.TrimSpace(adapters.CleanLine(b.Text))
		switch {
		case b.Kind == adapters.BlockNotice:
			if open.title != "" || len(open.lines) > 0 {
				flush()
			}
			open.notice = strings.TrimSpace(open.notice + " " + text)
		case b.Kind == adapters.BlockTitle && text != "":
			if open.title != "" || len(open.lines) > 0 {
				flush()
			}
			open.title = numbered(b) + text
		case b.Kind != adapters.BlockTitle:
			open.lines = append(open.lines, linesOf(b)...)
		}
	}
	flush()
	return all
}

// numbered is a block's number as it stands before plain text.
func numbered(b adapters.Block) string {
	if b.Number == "" {
		return ""
	}
	return adapters.CleanLine(b.Number) + ". "
}

// link links the title to the section's address, where it has only one. A
// title that a reader could take for an address is no link: what it shows
// might not be where it leads. Addresses that no title leads to are written out.
func (s *section) link() {
	var known []string
	for _, l := range s.lines {
		if l.address != "" && !slices.Contains(known, l.address) {
			known = append(known, l.address)
		}
	}
	if len(known) == 1 && s.title != "" && !domain.MatchString(s.title) && size(s.title) <= maxTitle {
		s.url = known[0]
	}
	for i := range s.lines {
		if l := &s.lines[i]; l.address != "" {
			l.suffix += addressAfter(*l, s.url != "")
		}
	}
}

// addressAfter is what follows the text of a line that has an address: its
// host where the title is the link already, or the address is too long.
func addressAfter(l line, linked bool) string {
	if !linked && size(l.address) <= maxAddress {
		return space(l, " ") + "<" + l.address + ">"
	}
	host := hostOf(l.address)
	if host == "" || strings.Contains(l.text, host) {
		return ""
	}
	return space(l, " · ") + escape(host)
}

// space stands between what a line has already and what comes behind.
func space(l line, between string) string {
	if l.prefix == "" && l.text == "" && l.suffix == "" {
		return ""
	}
	return between
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return kit.Clip(u.Host, maxLabel, size)
}

// linesOf lays out a block that is neither title nor notice.
func linesOf(b adapters.Block) []line {
	switch b.Kind {
	case adapters.BlockQuote:
		return quote(b)
	case adapters.BlockBullet, adapters.BlockItem:
		l := common(b)
		l.text = strings.TrimSpace(adapters.CleanLine(b.Text))
		return some(l)
	case adapters.BlockSource:
		l := common(b)
		l.mark, l.text = "-# ", strings.TrimSpace(adapters.CleanLine(b.Text))
		if !b.Time.IsZero() {
			l.time, l.stamp = strings.TrimSpace(adapters.CleanLine(b.TimeText)), stamp(b.Time)
		}
		return some(l)
	}
	l := common(b)
	l.text = strings.Trim(adapters.CleanText(b.Text), "\n")
	return some(l)
}

// some leaves out a line that says nothing.
func some(l line) []line {
	if l.prefix == "" && l.suffix == "" && l.address == "" && strings.TrimSpace(l.text) == "" {
		return nil
	}
	return []line{l}
}

// common is what every kind of block lays out alike: number and label before
// the text, the speaker and the address after it.
func common(b adapters.Block) line {
	var l line
	if number := markdownLine(b.Number, maxLabel); number != "" {
		l.prefix = "**" + number + ".** "
	}
	if label := markdownLine(b.Label, maxLabel); label != "" {
		l.prefix += "**" + label + ":** "
	}
	if speaker := markdownLine(b.Attribution, maxLabel); speaker != "" {
		l.suffix = " (" + speaker + ")"
	}
	l.address, _ = adapters.Link(b.URL)
	return l
}

// quote shows the evidence in bold between the sentences around it, below the
// bullet that rests on it.
func quote(b adapters.Block) []line {
	l := common(b)
	point := line{text: strings.TrimSpace(adapters.CleanLine(b.Point)), prefix: l.prefix}
	var all []line
	if point.text != "" {
		all, l.prefix = some(point), ""
	}
	l.mark, l.text = "> ", strings.Trim(adapters.CleanText(b.Text), "\n ")
	if l.text == "" {
		return append(all, some(l)...)
	}
	l.prefix, l.suffix = l.prefix+"“", "”"+l.suffix
	if before := around(b.Before); before != "" {
		l.prefix, l.style = before+" "+l.prefix, "**"
	}
	if after := around(b.After); after != "" {
		l.suffix, l.style = l.suffix+" "+after, "**"
	}
	return append(all, l)
}

// around is a neighbouring sentence, on the line of the one in between.
func around(text string) string { return markdownLine(text, maxNeighbour) }
