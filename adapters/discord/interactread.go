package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/kit"
	"dateline/news"
)

// The right to change what others read, as Discord calls it; either of the
// others includes it.
const (
	rightName    = "Manage Channels"
	changeRights = discordgo.PermissionManageChannels | discordgo.PermissionManageGuild | discordgo.PermissionAdministrator
)

// isGuest is the flag of members who were invited for a while to one channel.
const isGuest = 1 << 4

// spot is where somebody asks, and as whom.
type spot struct {
	channel  news.Channel
	person   string
	language string // the person's
	direct   bool   // a conversation with us alone
	changes  bool
}

// placeOf reads where an interaction comes from. Its member, permissions
// included, comes from Discord, not from the person.
func (f *reader) placeOf(i *discordgo.Interaction) spot {
	p := spot{language: string(i.Locale)}
	if u := personOf(i); u != nil {
		p.person = u.ID
	}
	channel := i.ChannelID
	if channel == "" && i.Message != nil {
		channel = i.Message.ChannelID
	}
	switch {
	case i.GuildID != "" && installedIn(i):
		language := f.languages.of(i.GuildID)
		if i.GuildLocale != nil && *i.GuildLocale != "" {
			language = string(*i.GuildLocale)
		}
		p.channel = channelOf(i.GuildID, channel, language)
		p.changes = mayChange(i.Member)
		return p
	case i.GuildID == "" && i.Context == discordgo.InteractionContextBotDM:
		p.direct, p.changes = true, true
	case i.GuildID == "" && i.Context == discordgo.InteractionContextGuild: // not said: without a server it is direct
		p.direct, p.changes = true, true
	}
	p.channel = channelOf(personal(p.person), channel, p.language)
	return p
}

// installedIn reports whether the interaction's server has us as a member. To
// somebody who brought us along, a server that has not is a place to read in.
func installedIn(i *discordgo.Interaction) bool {
	if len(i.AuthorizingIntegrationOwners) == 0 {
		return true
	}
	_, ok := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall]
	return ok
}

// mayChange looks at what the member is allowed in the channel. Nobody is by default.
func mayChange(m *discordgo.Member) bool {
	return m != nil && !m.Pending && m.Flags&isGuest == 0 && m.Permissions&changeRights != 0
}

// mayPost reports whether the person may write in the channel they asked in:
// what they share is posted in their name. In threads another right counts;
// whether it is one, is looked up only where that makes a difference.
func (f *reader) mayPost(ctx context.Context, i *discordgo.Interaction) bool {
	const inChannel, inThread = discordgo.PermissionSendMessages, discordgo.PermissionSendMessagesInThreads
	switch {
	case i.Member == nil:
		return i.GuildID == "" // everybody may write in a conversation of their own
	case i.Member.Permissions&discordgo.PermissionAdministrator != 0:
		return true
	case i.Member.Permissions&(inChannel|inThread) == inChannel|inThread:
		return true
	case i.Member.Permissions&(inChannel|inThread) == 0:
		return false
	}
	c, err := f.to.channel(ctx, i.ChannelID)
	if err != nil || c == nil {
		f.tell(ctx, "looking a channel up", err)
		return false
	}
	if c.IsThread() {
		return i.Member.Permissions&inThread != 0
	}
	return i.Member.Permissions&inChannel != 0
}

// personal is the workspace of a person's direct messages.
func personal(person string) string { return "@" + person }

func channelOf(workspace, channel, language string) news.Channel {
	return news.Channel{Platform: platform, Workspace: workspaceOf(workspace), ID: channel, Language: language}
}

func workspaceOf(native string) news.WorkspaceID {
	return news.Workspace{Platform: platform, Native: native}.ID()
}

// personOf is who pressed, asked or typed; nil where nobody is said to have.
func personOf(i *discordgo.Interaction) *discordgo.User {
	if i.Member != nil && i.Member.User != nil {
		return i.Member.User
	}
	return i.User
}

// request is what is asked there.
func (p spot) request(text string) adapters.Request {
	r := adapters.Request{
		Channel: p.channel, Person: p.person, Language: p.language, Text: text, Alone: !p.direct,
	}
	r.MayChange = adapters.Allowed
	if !p.changes {
		r.MayChange = lacking(rightName)
	}
	return r
}

// lacking denies for want of a right.
func lacking(right string) func(context.Context) adapters.Denial {
	return func(context.Context) adapters.Denial {
		return adapters.Denial{Kind: adapters.DeniedRight, Name: right}
	}
}

// commandText puts a slash command into words, so that they are read as they
// were meant: what a person types for one option is never taken for another.
func commandText(options []*discordgo.ApplicationCommandInteractionDataOption) (text string, name string) {
	name, values := named(options)
	given := make(map[string]string, len(values))
	for _, o := range values {
		given[o.Name] = valueOf(o)
	}
	text = name
	add := func(key, option string) {
		if v := strings.TrimSpace(strings.Map(unquoted, given[option])); v != "" {
			text += " " + key + `:"` + v + `"`
		}
	}
	switch name {
	case "":
		return helpText, name
	case "latest":
		add("topic", "topic")
		add("source", "source")
		add("since", "since")
		add("count", "count")
	case "topic":
		add("topic", "words")
		add("since", "since")
	case "settings":
		add("zone", "zone")
		add("language", "language")
	case "sources add":
		text += spaced(given["address"])
		add("name", "name")
	case "sources remove":
		text += spaced(`"` + strings.TrimSpace(strings.Map(unquoted, given["source"])) + `"`)
	default:
		for _, o := range values { // of those that are left, none has more than one
			text += spaced(valueOf(o))
		}
	}
	return text, name
}

func spaced(value string) string { return strings.TrimRight(" "+strings.TrimSpace(value), " ") }

// unquoted leaves out what would end a quotation; the desk takes curly marks
// for straight ones.
func unquoted(r rune) rune {
	if strings.ContainsRune("\"“”„‟«»", r) {
		return -1
	}
	return r
}

// named gives the subcommand, with its group before it, and its options.
func named(options []*discordgo.ApplicationCommandInteractionDataOption) (name string, values []*discordgo.ApplicationCommandInteractionDataOption) {
	for range 2 { // a group, then a subcommand
		if len(options) == 0 || options[0] == nil || options[0].Type > discordgo.ApplicationCommandOptionSubCommandGroup {
			break
		}
		name, options = strings.TrimSpace(name+" "+options[0].Name), options[0].Options
	}
	return name, slices.DeleteFunc(slices.Clone(options), func(o *discordgo.ApplicationCommandInteractionDataOption) bool { return o == nil })
}

// valueOf is an option's value as text, "" where it has none of a kind of ours.
func valueOf(o *discordgo.ApplicationCommandInteractionDataOption) string {
	switch v := o.Value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}

// focused is the option that somebody is typing: what the handler calls it,
// and what it has so far.
func focused(options []*discordgo.ApplicationCommandInteractionDataOption) (command, option, typed string) {
	name, values := named(options)
	for _, s := range subcommands() {
		for _, o := range s.options {
			for _, v := range values {
				if s.name == name && v.Focused && v.Name == o.name {
					return name, o.complete, valueOf(v)
				}
			}
		}
	}
	return name, "", ""
}

// menuText is what 'Digest this' asks of a message: its first link, or else
// its text, or else what its embeds say.
func menuText(data discordgo.ApplicationCommandInteractionData) string {
	if data.Resolved == nil || data.Resolved.Messages == nil {
		return ""
	}
	m := data.Resolved.Messages[data.TargetID]
	if m == nil {
		return ""
	}
	texts := []string{m.Content}
	for _, s := range m.MessageSnapshots { // what was forwarded
		if s.Message != nil {
			texts = append(texts, s.Message.Content)
		}
	}
	for _, e := range m.Embeds {
		if e != nil {
			texts = append(texts, strings.TrimSpace(e.Title+"\n\n"+e.Description))
		}
	}
	for _, t := range texts {
		if address := kit.FirstLink(t); address != "" {
			return "digest " + address
		}
	}
	for _, e := range m.Embeds {
		if e != nil && kit.FirstLink(e.URL) != "" {
			return "digest " + e.URL
		}
	}
	if text := strings.TrimSpace(strings.Join(texts, "\n\n")); text != "" {
		return "digest " + text
	}
	return ""
}

// saidTo is what a message says to us, without our name; false where it does
// not speak to us.
func saidTo(m *discordgo.Message, me string) (string, bool) {
	if m.GuildID != "" && !slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == me }) {
		return "", false
	}
	text := strings.NewReplacer("<@"+me+">", " ", "<@!"+me+">", " ").Replace(m.Content)
	return strings.TrimSpace(text), true
}
