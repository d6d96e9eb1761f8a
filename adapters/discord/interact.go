package discord

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/adapters/kit"
)

const (
	deferAfter  = 20 * time.Millisecond // an answer from the store is there by then, unless many ask; nobody waits to be heard
	atOnce      = 4                     // answers that are made at the same time without being deferred first
	answerIn    = 14 * time.Minute      // an interaction's token ends after 15
	completeIn  = 2 * time.Second
	maxWaiting  = 20        // requests of one person in one channel
	recently    = time.Hour // since we were added: whoever is older is not greeted
	guildsLane  = "guilds"  // joins and leaves, in their order
	welcomeText = "welcome" // what the handler greets a workspace with
	helpText    = "help"
)

// reader is the layer of commands, words and layout; see [front].
type reader struct {
	options   Options
	me        identity
	to        api
	handler   adapters.Handler
	lanes     kit.Lanes
	timers    sync.WaitGroup
	languages languages
	subjects  subjects
	roster    roster
	patience  time.Duration // until an answer is deferred
	answering atomic.Int32  // how many answers are being made
}

// newFront makes the layer of commands, words and layout.
func newFront(o Options, me identity, to api, h adapters.Handler) front {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &reader{options: o, me: me, to: to, handler: h, patience: deferAfter, languages: languages{fallback: o.Language}}
}

// languages are those of the servers that named one.
type languages struct {
	mu       sync.Mutex
	fallback string
	named    map[string]string
}

func (l *languages) of(guild string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if language, ok := l.named[guild]; ok {
		return language
	}
	return l.fallback
}

func (l *languages) set(guild, language string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if language == "" {
		delete(l.named, guild)
		return
	}
	if l.named == nil {
		l.named = make(map[string]string)
	}
	l.named[guild] = language
}

// tell lets the operator know.
func (f *reader) tell(ctx context.Context, what string, err error) {
	if f.options.Tell != nil && err != nil && ctx.Err() == nil {
		f.options.Tell(ctx, what, err)
	}
}

// ready implements [front].
func (f *reader) ready(ctx context.Context) error { return register(ctx, f.to, f.options.Guild) }

// wait implements [front].
func (f *reader) wait() {
	f.lanes.Wait()
	f.timers.Wait()
}

// lay implements [front].
func (f *reader) lay(r adapters.Reply, key string) []*message {
	messages := render(r)
	if key != "" && len(messages) > 0 {
		mark(messages[0], key)
	}
	return messages
}

// interaction implements [events].
func (f *reader) interaction(ctx context.Context, i *discordgo.Interaction) {
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		f.command(ctx, i, data)
	case discordgo.MessageComponentInteractionData:
		f.pressed(ctx, i, data)
	default:
		f.start(ctx, i, func(ctx context.Context) { f.say(ctx, i, f.words(i).other) })
	}
}

func (f *reader) words(i *discordgo.Interaction) words { return wordsIn(string(i.Locale)) }

// command answers a slash command, what is typed for one, or the message menu.
func (f *reader) command(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) {
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		f.start(ctx, i, func(ctx context.Context) { f.complete(ctx, i, data) })
		return
	}
	if data.CommandType == discordgo.MessageApplicationCommand || data.Name == menuName {
		text := menuText(data)
		if text == "" {
			f.start(ctx, i, func(ctx context.Context) { f.say(ctx, i, f.words(i).menu) })
			return
		}
		f.ask(ctx, i, f.placeOf(i).request(text))
		return
	}
	text, _ := commandText(data.Options)
	f.ask(ctx, i, f.placeOf(i).request(text))
}

// pressed answers a button. What it carries is as good as typed: the handler
// looks the view up in the workspace of whoever pressed it.
func (f *reader) pressed(ctx context.Context, i *discordgo.Interaction, data discordgo.MessageComponentInteractionData) {
	view, command, err := readCustomID(data.CustomID)
	if err != nil {
		f.start(ctx, i, func(ctx context.Context) { f.say(ctx, i, f.words(i).other) })
		return
	}
	r := f.placeOf(i).request(command)
	r.View = view
	f.ask(ctx, i, r)
}

// start does something short that needs no order.
func (f *reader) start(ctx context.Context, i *discordgo.Interaction, do func(context.Context)) {
	f.lanes.Add(ctx, i.ID, 0, do)
}

// say answers an interaction with words of our own, for the person alone.
func (f *reader) say(ctx context.Context, i *discordgo.Interaction, text string) {
	m := &message{Content: escape(text), Flags: discordgo.MessageFlagsEphemeral}
	err := f.to.respond(ctx, i, response{Type: discordgo.InteractionResponseChannelMessageWithSource, Message: m})
	f.tell(ctx, "answering", err)
}

// ask has the handler answer an interaction, after what the person asked
// before in the same channel.
func (f *reader) ask(ctx context.Context, i *discordgo.Interaction, r adapters.Request) {
	a := &answer{to: f.to, i: i, alone: r.Alone, mayPost: f.mayPost}
	lane := r.Channel.ID + " " + r.Person
	done := make(chan struct{})
	added := f.lanes.Add(ctx, lane, maxWaiting, func(ctx context.Context) {
		defer close(done)
		ctx, cancel := context.WithTimeout(ctx, answerIn)
		defer cancel()
		defer f.answering.Add(-1)
		if f.answering.Add(1) > atOnce { // to acknowledge is less work than to answer
			f.tell(ctx, "acknowledging a command", a.deferral(ctx))
		}
		reply, err := f.handle(ctx, r)
		f.tell(ctx, "answering a command", err)
		f.tell(ctx, "sending an answer", a.deliver(ctx, reply, f.words(i)))
	})
	if !added {
		f.start(ctx, i, func(ctx context.Context) { f.say(ctx, i, f.words(i).busy) })
		return
	}
	f.timers.Go(func() {
		timer := time.NewTimer(f.patience)
		defer timer.Stop()
		select {
		case <-done:
		case <-ctx.Done():
		case <-timer.C:
			f.tell(ctx, "acknowledging a command", a.deferral(ctx))
		}
	})
}

// handle asks the handler. Where the answer says what can be typed, it says
// as well how that is done here.
func (f *reader) handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	reply, err := f.handler.Handle(ctx, r)
	if text := strings.ToLower(strings.TrimSpace(r.Text)); err == nil && (text == helpText || text == welcomeText || text == "") {
		reply.Blocks = append(reply.Blocks, adapters.Block{Text: wordsIn(reply.Language).howTo})
	}
	return reply, err
}

// answer is the answering of one interaction.
type answer struct {
	to    api
	i     *discordgo.Interaction
	alone bool // the person alone sees it, unless the reply is public
	// mayPost reports whether the person may write where they asked.
	mayPost func(context.Context, *discordgo.Interaction) bool

	mu       sync.Mutex // held while Discord is told something
	deferred bool
	answered bool
}

func (a *answer) flags() discordgo.MessageFlags {
	if a.alone {
		return discordgo.MessageFlagsEphemeral
	}
	return 0
}

// deferral acknowledges what takes longer. Who sees the answer is settled by it.
func (a *answer) deferral(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answered || a.deferred {
		return nil
	}
	err := a.to.respond(ctx, a.i, response{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource, Message: &message{Flags: a.flags()},
	})
	a.deferred = err == nil
	return err
}

// deliver sends a reply, as the first answer or in place of the deferral.
func (a *answer) deliver(ctx context.Context, r adapters.Reply, w words) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answered = true
	messages := render(r)
	if r.Public && a.alone && !a.mayPost(ctx, a.i) {
		r.Public, messages = false, []*message{{Content: escape(w.post)}}
	}
	if len(messages) == 0 {
		messages = []*message{{Content: escape(w.silent)}}
	}
	flags := a.flags()
	if r.Public {
		flags = 0
	}
	if r.Public && a.alone && a.deferred { // the first answer is for the person alone already
		messages = append([]*message{{Content: escape(w.shared)}}, messages...)
	}
	for n, m := range messages {
		m.Flags |= flags
		if err := a.send(ctx, n == 0, m); err != nil {
			return err
		}
	}
	return nil
}

func (a *answer) send(ctx context.Context, first bool, m *message) (err error) {
	switch {
	case !first:
		_, err = a.to.followUp(ctx, a.i, m)
	case a.deferred:
		m.Flags = 0 // settled by the deferral
		_, err = a.to.editOriginal(ctx, a.i, m)
	default:
		err = a.to.respond(ctx, a.i, response{Type: discordgo.InteractionResponseChannelMessageWithSource, Message: m})
	}
	return err
}

// complete suggests values; where that fails, none.
func (f *reader) complete(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) {
	ctx, cancel := context.WithTimeout(ctx, completeIn)
	defer cancel()
	command, option, typed := focused(data.Options)
	var choices []*discordgo.ApplicationCommandOptionChoice
	if c, ok := f.handler.(adapters.Completer); ok && option != "" {
		all, err := c.Complete(ctx, f.placeOf(i).request(command), option, typed, maxChoices)
		f.tell(ctx, "completing", err)
		choices = choicesOf(all)
	}
	err := f.to.respond(ctx, i, response{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Choices: choices})
	f.tell(ctx, "completing", err)
}

// choicesOf leaves out what Discord would refuse: a value that is too long
// would be another one if it were cut.
func choicesOf(all []adapters.Suggestion) []*discordgo.ApplicationCommandOptionChoice {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	for _, s := range all {
		name, value := plainLine(s.Label, maxChoice), plainLine(s.Value, maxOptionValue)
		if name == "" || value == "" || size(value) > maxChoice || len(choices) == maxChoices {
			continue
		}
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: name, Value: value})
	}
	return choices
}

// message implements [events]: a mention, or a direct message.
func (f *reader) message(ctx context.Context, m *discordgo.Message) {
	text, ok := saidTo(m, f.me.User)
	if !ok || m.Author == nil || m.GuildID == "" && text == "" {
		return
	}
	p := spot{person: m.Author.ID, direct: m.GuildID == "", changes: m.GuildID == ""}
	if p.direct {
		p.channel = channelOf(personal(p.person), m.ChannelID, f.options.Language)
	} else {
		p.channel = channelOf(m.GuildID, m.ChannelID, f.languages.of(m.GuildID))
	}
	r := p.request(text)
	r.Free, r.Alone = true, false
	if !p.changes {
		r.MayChange = lacking(rightName + " (/news)") // a message does not say what its author may do; a command does
	}
	f.lanes.Add(ctx, r.Channel.ID+" "+r.Person, maxWaiting, func(ctx context.Context) { f.reply(ctx, m, r) })
}

// reply answers a message in its channel.
func (f *reader) reply(ctx context.Context, m *discordgo.Message, r adapters.Request) {
	r.View = f.subject(ctx, m)
	reply, err := f.handle(ctx, r)
	f.tell(ctx, "answering a message", err)
	for n, out := range render(reply) {
		if n == 0 {
			mayBeGone := false
			out.Reference = &discordgo.MessageReference{MessageID: m.ID, ChannelID: m.ChannelID, GuildID: m.GuildID, FailIfNotExists: &mayBeGone}
		}
		if _, err := f.to.send(ctx, m.ChannelID, out); err != nil {
			f.tell(ctx, "answering a message", err)
			return
		}
	}
}
