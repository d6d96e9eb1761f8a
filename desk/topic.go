package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
)

// maxMatches is how many bullets one dispatch gives to a topic.
const maxMatches = 2

// topic shows what is new on the words of c: bullets of several dispatches, by day.
func (t *turn) topic(ctx context.Context, c command, before news.DispatchID) (adapters.Reply, error) {
	found, err := t.page(ctx, c, before)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(found.entries) == 0 {
		return t.nothing(ctx, c, before)
	}
	if err := t.withCopies(ctx, found.entries); err != nil {
		return adapters.Reply{}, err
	}
	p := t.showTopic(c, found, !before.IsZero())
	if err := t.remember(ctx, c, p.shown, found.last); err != nil {
		return adapters.Reply{}, err
	}
	return p.reply, found.failed
}

// showTopic lays out what was found.
func (t *turn) showTopic(c command, found page, continued bool) *topicPage {
	told := pointsOf(found.entries, terms.Query(c.words))
	p := &topicPage{turn: t}
	p.add(adapters.Block{Kind: adapters.BlockTitle, Text: t.topicHeader(c, found, len(told), continued)})
	for _, e := range told {
		p.addEntry(e)
	}
	p.reply.Actions = append(p.reply.Actions, t.pageActions(found.older)...)
	return p
}

// topicHeader counts only what is known: where older dispatches exist, it
// says that these are the newest. New are those with a point of their own.
func (t *turn) topicHeader(c command, found page, fresh int, continued bool) string {
	topic, since, n := clip(c.words), t.sinceText(c.since), len(found.entries)
	switch {
	case continued:
		return t.words.count("topic.older", n, "topic", topic)
	case found.older:
		return t.words.count("topic.newest", n, "topic", topic)
	case since != "":
		return t.words.count("topic.new", fresh, "topic", topic, "since", since)
	}
	return t.words.count("topic.all", n, "topic", topic)
}

// topicPage is the reply to a topic while it is being laid out.
type topicPage struct {
	*turn
	reply adapters.Reply
	day   string
	shown []news.DispatchID // of each bullet in turn
}

func (p *topicPage) add(b adapters.Block) { p.reply.Blocks = append(p.reply.Blocks, b) }

func (p *topicPage) addEntry(e toldEntry) {
	if isSample(e.dispatch) {
		p.reply.Blocks = slices.Insert(p.reply.Blocks, 0, p.sampleNotice())
	}
	day := p.dayTitle(e.entry)
	if day != p.day {
		p.day = day
		p.add(adapters.Block{Kind: adapters.BlockTitle, Text: day})
	}
	for i, told := range e.points {
		p.addBullet(bulletBlock(p.next(e.entry), told.bullet), len(told.also) > 0 && (e.shared() || i == len(e.points)-1))
		if e.shared() && i < len(e.points)-1 {
			p.addSource(e.entry, len(told.also))
		}
	}
	if len(e.points) == 0 {
		p.add(adapters.Block{Kind: adapters.BlockBullet, Number: p.next(e.entry), Text: p.reason(e.entry)})
		p.addSource(e.entry, 0)
		return
	}
	p.addSource(e.entry, len(e.points[len(e.points)-1].also))
}

// next is the number of the bullet that is added next, which is e's.
func (p *topicPage) next(e entry) string {
	p.shown = append(p.shown, e.dispatch.ID)
	return strconv.Itoa(len(p.shown))
}

func (p *topicPage) addBullet(b adapters.Block, also bool) {
	p.add(b)
	if len(p.shown) > maxCount {
		return
	}
	p.reply.Actions = append(p.reply.Actions, p.evidenceAction(b.Number))
	if also {
		p.reply.Actions = append(p.reply.Actions, p.alsoAction(b.Number))
	}
}

// addSource says where and when; what the day's title has said is left out.
// also is the number of other sources that say the same.
func (p *topicPage) addSource(e entry, also int) {
	d := e.dispatch
	text, clock := news.Fold(d.Source), ""
	if !d.Published.IsZero() {
		clock = p.clock(d.Published)
		text = joined(text, clock)
	}
	if strings.HasSuffix(p.day, ", "+text) {
		text = ""
	}
	address := publicURL(d.URL)
	if text == "" {
		text = hostOf(address)
	}
	if also > 0 {
		text = joined(text, p.words.count("topic.also", also))
	}
	if text != "" {
		p.add(timed(adapters.Block{Kind: adapters.BlockSource, Text: text, URL: address}, d.Published, clock))
	}
}

// dayTitle is the day that a dispatch stands under. Where nobody said when it
// was published, that is its dateline, not the day it came in.
func (p *topicPage) dayTitle(e entry) string {
	if !e.dispatch.Published.IsZero() {
		return p.layout.day(e.dispatch.Published)
	}
	if dateline := p.dateline(e); dateline != "" {
		return dateline
	}
	return p.words.say("date.none")
}

// matching gives the bullets that have the most of the words, at most
// [maxMatches], in their order; the first bullet where none has any.
func matching(e entry, groups [][]string) []news.Bullet {
	g := e.digest
	scores := make([]int, len(g.Bullets))
	for i, b := range g.Bullets {
		scores[i] = matches(e.dispatch.Language, b, groups)
	}
	if len(scores) == 0 || slices.Max(scores) == 0 {
		return g.Bullets[:min(1, len(g.Bullets))]
	}
	best, picked := slices.Max(scores), []news.Bullet(nil)
	for i, score := range scores {
		if score == best && len(picked) < maxMatches {
			picked = append(picked, g.Bullets[i])
		}
	}
	return picked
}

// matches counts the word groups that a bullet, its label included, has a word of.
func matches(language string, b news.Bullet, groups [][]string) int {
	text := b.Topic + " " + b.Text
	if language == news.Undetermined {
		language = terms.Language(text)
	}
	have := strings.Fields(terms.Index(language, text).Text)
	n := 0
	for _, group := range groups {
		if slices.ContainsFunc(have, func(term string) bool { return slices.Contains(group, term) }) {
			n++
		}
	}
	return n
}
