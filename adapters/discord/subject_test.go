package discord

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/news"
)

// answerOf is a message with a button of ours.
func answerOf(author string, view news.ViewID) *discordgo.Message {
	return &discordgo.Message{ID: "99", Author: &discordgo.User{ID: author}, Components: []discordgo.MessageComponent{
		nil, &discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			&discordgo.Button{CustomID: "another"}, &discordgo.Button{CustomID: customID(view, "older")},
		}},
	}}
}

// TestSubjects: a reply is about the answer that it replies to, and a thread
// about the answer that it was opened on.
func TestSubjects(t *testing.T) {
	t.Parallel()
	view := news.ViewID{7}
	b := newBench(t)
	b.api.channels = map[string]*discordgo.Channel{
		"8": {ID: "8", Type: discordgo.ChannelTypeGuildText}, "99": {ID: "99", Type: discordgo.ChannelTypeGuildPublicThread, ParentID: "8"},
		"98": {ID: "98", Type: discordgo.ChannelTypeGuildPublicThread, ParentID: "8"},
	}
	b.api.messages = map[string]*discordgo.Message{"8 99": answerOf("42", view), "8 98": answerOf("41", view)}
	for _, test := range []struct {
		name, channel, person string
		to                    *discordgo.Message
		want                  news.ViewID
	}{
		{"a mention", "8", "5", nil, news.ViewID{}},
		{"a reply", "8", "5", answerOf("42", view), view},
		{"a reply to somebody else", "8", "5", answerOf("41", view), news.ViewID{}},
		{"the first in a thread", "99", "5", nil, view},
		{"the second in a thread", "99", "5", nil, news.ViewID{}},
		{"another's first in a thread", "99", "6", nil, view},
		{"a thread on somebody else's message", "98", "5", nil, news.ViewID{}},
		{"an unknown channel", "97", "5", nil, news.ViewID{}},
	} {
		b.message(b.ctx, &discordgo.Message{
			ID: "2", ChannelID: test.channel, GuildID: "7", Content: "<@42> evidence 2", Mentions: []*discordgo.User{{ID: "42"}},
			Author: &discordgo.User{ID: test.person}, ReferencedMessage: test.to,
		})
		if r := next(t, b.desk.asked); r.View != test.want {
			t.Errorf("%s: got the view %v, want %v", test.name, r.View, test.want)
		}
		next(t, b.api.sent)
	}
}

func TestSubjectsAreBounded(t *testing.T) {
	t.Parallel()
	var s subjects
	for i := range 3 * maxSubjects {
		s.first(strconv.Itoa(i))
	}
	if len(s.looked) > maxSubjects {
		t.Errorf("got %d, want %d at most", len(s.looked), maxSubjects)
	}
}

// TestSharingNeedsTheRight: threat 77, what is shared is posted for whoever may post.
func TestSharingNeedsTheRight(t *testing.T) {
	t.Parallel()
	const inChannel, inThread = discordgo.PermissionSendMessages, discordgo.PermissionSendMessagesInThreads
	for _, test := range []struct {
		name, channel string
		permissions   int64
		want          bool
	}{
		{"both", "8", inChannel | inThread, true},
		{"none", "8", discordgo.PermissionManageChannels, false},
		{"administrator", "8", discordgo.PermissionAdministrator, true},
		{"a channel", "8", inChannel, true},
		{"threads only, in a channel", "8", inThread, false},
		{"threads only, in a thread", "99", inThread, true},
		{"no threads, in a thread", "99", inChannel, false},
		{"an unknown channel", "97", inChannel, false},
	} {
		b := newBench(t)
		b.api.channels = map[string]*discordgo.Channel{"8": {Type: discordgo.ChannelTypeGuildText}, "99": {Type: discordgo.ChannelTypeGuildPublicThread}}
		b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
			return adapters.Reply{Public: true, Blocks: []adapters.Block{{Text: "for everyone"}}}, nil
		}
		where := `"id":"9","token":"t","guild_id":"7","channel_id":"` + test.channel + `","member":{"user":{"id":"5"},"permissions":"` + strconv.FormatInt(test.permissions, 10) + `"}`
		b.interaction(b.ctx, parse(t, button(customID(news.ViewID{1}, "share"), where)))
		got := next(t, b.api.sent)
		if shared := !got.ephemeral && strings.Contains(got.content, "for everyone"); shared != test.want {
			t.Errorf("%s: got %+v, want it shared: %v", test.name, got, test.want)
		}
		if !test.want && (!got.ephemeral || !strings.Contains(got.content, "Send Messages")) {
			t.Errorf("%s: got %+v, want a refusal that names the right", test.name, got)
		}
	}
}
