package discord

import (
	"context"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/news"
)

const (
	subjectIn   = 2 * time.Second // a question is not held up longer by looking for its subject
	maxSubjects = 10_000          // conversations of which it is remembered that their subject was looked for
)

// subjects remembers in which conversations the subject was looked for.
type subjects struct {
	mu     sync.Mutex
	looked map[string]bool
}

// first reports whether a conversation was not looked at before.
func (s *subjects) first(conversation string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looked[conversation] {
		return false
	}
	if s.looked == nil || len(s.looked) >= maxSubjects {
		s.looked = make(map[string]bool)
	}
	s.looked[conversation] = true
	return true
}

// subject gives the answer that a message is about: the one that it replies
// to, or, where it is the person's first in a thread, the one that the thread
// was opened on. Zero where it is about none.
func (f *reader) subject(ctx context.Context, m *discordgo.Message) news.ViewID {
	if r := m.ReferencedMessage; r != nil {
		return f.viewOf(r)
	}
	if m.GuildID == "" || !f.subjects.first(m.ChannelID+" "+m.Author.ID) {
		return news.ViewID{}
	}
	ctx, cancel := context.WithTimeout(ctx, subjectIn)
	defer cancel()
	c, err := f.to.channel(ctx, m.ChannelID)
	if err != nil || c == nil || !c.IsThread() || c.ParentID == "" {
		return news.ViewID{}
	}
	opening, err := f.to.messageAt(ctx, c.ParentID, m.ChannelID) // a thread has the identifier of its message
	if err != nil || opening == nil {
		return news.ViewID{}
	}
	return f.viewOf(opening)
}

// viewOf reads from the buttons of a message of ours what it shows.
func (f *reader) viewOf(m *discordgo.Message) news.ViewID {
	if m.Author == nil || m.Author.ID != f.me.User {
		return news.ViewID{}
	}
	for _, c := range m.Components {
		row, _ := c.(*discordgo.ActionsRow)
		if row == nil {
			continue
		}
		for _, c := range row.Components {
			if b, _ := c.(*discordgo.Button); b != nil {
				if view, _, err := readCustomID(b.CustomID); err == nil && !view.IsZero() {
					return view
				}
			}
		}
	}
	return news.ViewID{}
}
