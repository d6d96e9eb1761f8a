package discord

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"net"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// platform is the platform's name in requests and channels.
const platform = "discord"

// identity is who we are on Discord.
type identity struct {
	App  string // the application's id, which owns the commands
	User string // the bot user's id, which mentions name
	Name string // the bot's name
}

// events is what the gateway tells. Calls for one shard come one after the
// other, in Discord's order, and must return at once: start what takes longer,
// under ctx, which ends when the adapter does. What arrives half-decoded is
// left out: pointers are never nil, and identifiers that are said to be there are.
type events interface {
	// interaction is a command, an autocomplete, a button or a modal. Its ID,
	// Token, Data and the person (Member.User or User, see [personOf]) are there.
	interaction(ctx context.Context, i *discordgo.Interaction)
	// message is what a person wrote; its Author, ID and ChannelID are there. Content is
	// empty where Discord withholds it. Messages of bots and webhooks, our own
	// among them, are left out.
	message(ctx context.Context, m *discordgo.Message)
	// joined says that we are in the server: once for each on every start, and
	// for each that adds us. Its ID is there.
	joined(ctx context.Context, g *discordgo.Guild)
	// left says that the server removed us; an outage of Discord's does not.
	left(ctx context.Context, guild string)
	// began says that a shard, of so many, has a new session, and which servers
	// of its share we are in: all of them, those in an outage included.
	began(ctx context.Context, shard, shards int, guilds []string)
}

// front is the layer of commands, words and layout. [newFront] makes it.
type front interface {
	events
	// ready is called before the gateway is connected: commands are registered
	// here. An error ends Run.
	ready(ctx context.Context) error
	// lay lays an unasked reply out, as messages in their order. A key that is
	// not "" goes into what [carries] reads of the first message: the end of a
	// custom_id, or of an embed's footer.
	lay(r adapters.Reply, key string) []*message
	// wait returns when everything that was started has ended; no event comes
	// any more.
	wait()
}

// api is what the layers above ask of Discord. Every method waits for rate
// limits as long as its context allows, and then gives an
// [*adapters.RetryError]. Other errors are [*APIError] where Discord answered.
// None carries the bot's or an interaction's token.
type api interface {
	// respond answers an interaction for the first time (its callback).
	respond(ctx context.Context, i *discordgo.Interaction, r response) error
	// followUp sends a further message of an interaction that was answered.
	followUp(ctx context.Context, i *discordgo.Interaction, m *message) (*discordgo.Message, error)
	// editOriginal changes, or after a deferral makes, an interaction's first answer.
	editOriginal(ctx context.Context, i *discordgo.Interaction, m *message) (*discordgo.Message, error)
	// send posts a message to a channel.
	send(ctx context.Context, channel string, m *message) (*discordgo.Message, error)
	// edit changes a message of ours.
	edit(ctx context.Context, channel, id string, m *message) (*discordgo.Message, error)
	// direct opens, or finds, the channel for direct messages with a person.
	direct(ctx context.Context, user string) (*discordgo.Channel, error)
	// channel looks a channel up.
	channel(ctx context.Context, id string) (*discordgo.Channel, error)
	// guild looks a server up.
	guild(ctx context.Context, id string) (*discordgo.Guild, error)
	// messageAt looks a message up.
	messageAt(ctx context.Context, channel, id string) (*discordgo.Message, error)
	// commands gives what is registered, in one server or, with "", globally:
	// Discord's JSON, localizations included.
	commands(ctx context.Context, guild string) (json.RawMessage, error)
	// setCommands replaces what is registered.
	setCommands(ctx context.Context, guild string, commands any) error
}

// response is the first answer to an interaction.
type response struct {
	Type discordgo.InteractionResponseType
	// Message is the answer, or the change of the button's message; of a
	// deferral only its Flags are read. nil where the type has no message.
	Message *message
	// Choices answer an autocomplete.
	Choices []*discordgo.ApplicationCommandOptionChoice
	// Modal opens a form.
	Modal *modal
}

// modal is a form that a person fills in.
type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// message is what is sent or changed. Its JSON always forbids mentions, so
// that no caller can forget to, and always has content, embeds and components,
// so that an edit leaves nothing of what was there before.
type message struct {
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent
	Flags      discordgo.MessageFlags      // SuppressEmbeds, Ephemeral, SuppressNotifications
	Reference  *discordgo.MessageReference // what it replies to; only for new messages in channels
	nonce      string                      // of a delivery, at most 25 characters
}

// Options say how to reach Discord. The zero values of all but Token and
// Client are usable.
type Options struct {
	Token kit.Token
	// Client makes the requests; it must have a Transport. No redirect is
	// followed whatever it says.
	Client *http.Client
	// BaseURL is where the API is, without or with its version; "" is Discord's.
	BaseURL string
	// Guild registers commands in one server only, at once; "" is everywhere.
	Guild string
	// Shards is how many connections share the servers; 0 asks Discord.
	Shards int
	// Language is that of channels whose server names none.
	Language string
	// Now gives the time; nil is the clock.
	Now func() time.Time
	// Tell takes what the operator should read: what went wrong and what was
	// done about it. nil discards it.
	Tell func(ctx context.Context, what string, err error)
	// Timing shortens waits; the zero value has Discord's.
	Timing Timing
	// Dial connects the gateway's sockets, through a proxy say; nil dials directly.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Roots are the authorities that the gateway's certificate may have; nil are the machine's.
	Roots *x509.CertPool
}

// tell lets the operator know.
func (o Options) tell(ctx context.Context, what string, err error) {
	if o.Tell != nil && ctx.Err() == nil {
		o.Tell(ctx, what, err)
	}
}
