package desk

import (
	"strconv"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// causeText says why a source could not be read, in plain words.
func (l layout) causeText(c news.Cause) string {
	status, refused := strings.CutPrefix(string(c), "status ")
	if !refused {
		key := "cause." + string(c)
		if _, known := l.words.phrases[key]; !known || c == "" {
			key = "cause.internal"
		}
		return l.words.say(key)
	}
	if _, known := l.words.phrases["cause.status."+status]; known {
		return l.words.say("cause.status." + status)
	}
	if n, err := strconv.Atoi(status); err == nil && n >= 500 {
		return l.words.say("cause.server", "n", status)
	}
	return l.words.say("cause.status", "n", status)
}

// healthLine gives the state of a source, its last success, its newest
// dispatch and its next poll.
func (l layout) healthLine(s Source) string {
	parts := []string{l.healthText(s)}
	add := func(key string, at time.Time) {
		if !at.IsZero() {
			parts = append(parts, l.words.say(key, "time", l.moment(at)))
		}
	}
	add("sources.success", s.State.LastSuccess)
	if s.Health != HealthQuiet { // which has said it
		add("sources.newest", s.State.LastNew)
	}
	switch {
	case s.Health == HealthStopped:
	case s.State.Next.After(l.now):
		add("sources.next", s.State.Next)
	default:
		parts = append(parts, l.words.say("sources.due"))
	}
	return strings.Join(parts, "; ")
}

func (l layout) healthText(s Source) string {
	switch s.Health {
	case HealthFailing:
		return l.words.say("health.failing", "cause", l.causeText(s.State.Cause), "time", l.moment(s.State.FailingSince))
	case HealthQuiet:
		return l.words.say("health.quiet", "time", l.moment(s.State.LastNew))
	case HealthStopped:
		return l.words.say("health.stopped", "cause", l.causeText(s.State.Cause))
	case HealthNew:
		return l.words.say("health.new")
	}
	return l.words.say("health.ok")
}

// moment gives "14:10" of today, "Fri 14:10" within a week, else day and time.
func (l layout) moment(at time.Time) string {
	at, now := at.In(l.zone), l.now.In(l.zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return l.clock(at)
	}
	if away := at.Sub(now).Abs(); away < 6*24*time.Hour {
		return l.words.list("weekdays")[at.Weekday()] + " " + l.clock(at)
	}
	return l.day(at) + ", " + l.clock(at)
}

// Told is a notice about a source, as it is to be said.
type Told struct {
	Notice news.Notice
	Source news.Source
	Others int // that the same readers read and that work
	// Elsewhere says that it is told outside of the workspace that reads the
	// source, where it cannot be removed.
	Elsewhere bool
}

// NoticeReply says that a source fails, is gone, or works again.
func NoticeReply(language string, zone *time.Location, now time.Time, n Told) adapters.Reply {
	l := layout{words: theCatalogue().match(language), zone: zone, now: now}
	name := sourceName(n.Source)
	reply := adapters.Reply{Language: l.words.name}
	// Numbers change until somebody reads this; addresses do not.
	reply.Actions = []adapters.Action{{Label: l.words.say("action.check"), Command: cmdSources + " " + subCheck + " " + n.Source.Shown()}}
	switch n.Notice.Kind {
	case news.NoticeBack:
		reply.Blocks = l.line(l.words.say("notice.back", "name", name))
		return reply
	case news.NoticeGone:
		reply.Blocks = l.line(l.words.say("notice.gone", "name", name, "cause", l.causeText(n.Notice.Cause)))
	default:
		reply.Blocks = l.line(l.words.say("notice.failing", "name", name,
			"cause", l.causeText(n.Notice.Cause), "time", l.moment(n.Notice.Since)))
	}
	var rest []string
	if n.Others > 0 {
		rest = append(rest, l.words.count("notice.others", n.Others))
	}
	if n.Notice.Kind != news.NoticeGone {
		rest = append(rest, l.words.say("notice.trying"))
	}
	if len(rest) > 0 {
		reply.Blocks = append(reply.Blocks, l.line(strings.Join(rest, " "))...)
	}
	if n.Elsewhere {
		reply.Blocks = append(reply.Blocks, l.line(l.words.say("notice.elsewhere", "address", n.Source.Shown()))...)
		return reply
	}
	reply.Actions = append(reply.Actions, adapters.Action{
		Label: l.words.say("action.remove", "name", name), Command: cmdSources + " " + subRemove + " " + n.Source.Shown(),
	})
	return reply
}

// CauseText says in plain words why a source could not be read.
func CauseText(language string, c news.Cause) string {
	return layout{words: theCatalogue().match(language)}.causeText(c)
}
