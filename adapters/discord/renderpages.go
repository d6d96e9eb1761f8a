package discord

import (
	"strings"

	"dateline/adapters/kit"

	"github.com/bwmarrin/discordgo"
)

// pager fills messages with sections and lines, and opens another where one
// is full.
type pager struct {
	done  []*message
	open  message
	total int                     // size of the open message's content and embeds
	full  bool                    // no further message may be opened
	embed *discordgo.MessageEmbed // that lines go into; nil where the next line opens one
}

// headline puts into the content what opens the reply: screen readers and
// notifications show the content alone. A title stays in its embed as well,
// where it is a link; a first line of words does not.
func (p *pager) headline(s *section) {
	var opening []string
	switch {
	case s.title != "":
		if s.notice != "" {
			opening = append(opening, markdownLine(s.notice, maxHeadline))
		}
		opening = append(opening, markdownLine(s.title, maxHeadline))
		if s.notice == "" && len(s.lines) == 0 && escapedSize(s.title) <= maxHeadline {
			s.title = "" // an embed of it would say nothing more
		}
	case len(s.lines) > 0 && s.notice == "":
		for len(s.lines) > 0 && s.lines[0].opens(p.total) {
			text := s.lines[0].markdown()
			opening, s.lines = append(opening, text), s.lines[1:]
			p.total += size(text) + 1
		}
	}
	p.open.Content = strings.Join(opening, "\n")
	p.total = size(p.open.Content)
}

// opens reports whether a line is plain words that the content, which holds
// used already, has room for.
func (l line) opens(used int) bool {
	return l.mark == "" && l.prefix == "" && l.address == "" && kit.Fits(l.text, maxContent-used-1, escapedSize)
}

// section opens an embed for a section.
func (p *pager) section(s section) {
	notice, title := plainLine(s.notice, maxAuthor), markdownLine(s.title, maxTitle)
	p.embed = nil
	if notice != "" || title != "" {
		p.start(size(notice) + size(title))
		p.embed.Title, p.embed.URL = title, s.url
		if notice != "" {
			p.embed.Author = &discordgo.MessageEmbedAuthor{Name: notice}
		}
	}
	for _, l := range s.lines {
		p.line(l)
	}
}

// start opens an embed with room for so much and a line, in another message
// where this one has none.
func (p *pager) start(need int) {
	if len(p.open.Embeds) == maxEmbeds || p.total+need+minLine > maxTotal-maxKey {
		p.flush()
	}
	p.embed = &discordgo.MessageEmbed{}
	p.open.Embeds = append(p.open.Embeds, p.embed)
	p.total += need
}

// minLine is the least room for a line that is worth beginning it.
const minLine = 400

// line adds a line, cut into as many as it takes.
func (p *pager) line(l line) {
	for !p.full {
		if p.embed == nil {
			p.start(0)
		}
		if len(l.text) <= 3*maxDescription { // a longer one is cut in any case
			if text := l.markdown(); size(text) <= p.room() {
				p.add(text)
				return
			}
		}
		head, rest, ok := l.cut(p.room())
		if !ok || p.embed.Description != "" && p.room() < minLine {
			p.next()
			continue
		}
		p.add(head.markdown())
		l = rest
	}
}

// room is what the open embed has left for a line.
func (p *pager) room() int {
	room := min(maxDescription-size(p.embed.Description), maxTotal-maxKey-p.total)
	if p.embed.Description != "" {
		room-- // the line break
	}
	return room - size(more)
}

// more ends what was left out at; every embed keeps room for it.
const more = "\n…"

func (p *pager) add(markdown string) {
	if p.embed.Description != "" {
		markdown = "\n" + markdown
	}
	p.embed.Description += markdown
	p.total += size(markdown)
}

// next goes on in another embed.
func (p *pager) next() {
	if p.embed.Description == "" { // only a title: it goes along
		p.total = maxTotal
	}
	p.start(0)
}

// flush closes the open message.
func (p *pager) flush() {
	if p.open.Content == "" && len(p.open.Embeds) == 0 {
		return
	}
	full := p.open
	if p.done = append(p.done, &full); len(p.done) == maxMessages {
		p.full = true
	}
	p.open, p.total, p.embed = message{}, 0, nil
}

// finish gives the messages, with the buttons on the last.
func (p *pager) finish(rows []discordgo.MessageComponent) []*message {
	p.flush()
	if len(p.done) == 0 {
		return nil
	}
	cut := len(p.done) > maxMessages
	p.done = p.done[:min(len(p.done), maxMessages)]
	last := p.done[len(p.done)-1]
	last.Components = rows
	if n := len(last.Embeds); cut && n > 0 {
		last.Embeds[n-1].Description += more
	}
	return p.done
}

// cut splits a line so that its head takes at most room; false where room is
// too little for any of its text.
func (l line) cut(room int) (head, rest line, ok bool) {
	head, rest = l, l
	head.suffix, rest.prefix = "", ""
	fixed := size(head.prefix) + 2*size(l.style) + size(l.mark)
	measure := func(text string) int {
		n := escapedSize(text)
		if l.mark != "" {
			n += strings.Count(text, "\n") * size(l.mark)
		}
		if l.time != "" && strings.Contains(text, l.time) {
			n += size(l.stamp)
		}
		return n
	}
	before, after := kit.Cut(l.text, room-fixed, measure)
	head.text, rest.text = strings.TrimRight(before, " \n"), strings.TrimLeft(after, " \n")
	return head, rest, head.text != "" && (rest.text != "" || rest.suffix != "")
}
