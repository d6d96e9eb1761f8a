package discord

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/internal/testkit"
	"dateline/news"
)

// soon is how long the tests wait for what has to happen; only a failing one reaches it.
const soon = 10 * time.Second

// sent is one thing that the API was asked to do.
type sent struct {
	how       string // "respond", "edit", "follow", "send", "set"
	kind      discordgo.InteractionResponseType
	content   string
	ephemeral bool
	choices   []*discordgo.ApplicationCommandOptionChoice
	message   *message
	channel   string
}

// fakeAPI notes what it is asked for.
type fakeAPI struct {
	api  // what the tests do not need
	sent chan sent
	have json.RawMessage
	fail error

	channels map[string]*discordgo.Channel
	messages map[string]*discordgo.Message // by channel and identifier
}

func (f *fakeAPI) note(how string, kind discordgo.InteractionResponseType, m *message, s sent) error {
	if f.fail != nil {
		return f.fail
	}
	s.how, s.kind, s.message = how, kind, m
	if m != nil {
		s.content, s.ephemeral = read([]*message{m}), m.Flags&discordgo.MessageFlagsEphemeral != 0
	}
	f.sent <- s
	return nil
}

func (f *fakeAPI) respond(_ context.Context, _ *discordgo.Interaction, r response) error {
	return f.note("respond", r.Type, r.Message, sent{choices: r.Choices})
}

func (f *fakeAPI) followUp(_ context.Context, _ *discordgo.Interaction, m *message) (*discordgo.Message, error) {
	return &discordgo.Message{}, f.note("follow", 0, m, sent{})
}

func (f *fakeAPI) editOriginal(_ context.Context, _ *discordgo.Interaction, m *message) (*discordgo.Message, error) {
	return &discordgo.Message{}, f.note("edit", 0, m, sent{})
}

func (f *fakeAPI) send(_ context.Context, channel string, m *message) (*discordgo.Message, error) {
	return &discordgo.Message{}, f.note("send", 0, m, sent{channel: channel})
}

func (f *fakeAPI) channel(_ context.Context, id string) (*discordgo.Channel, error) {
	if c := f.channels[id]; c != nil {
		return c, nil
	}
	return nil, errors.New("no such channel")
}

func (f *fakeAPI) messageAt(_ context.Context, channel, id string) (*discordgo.Message, error) {
	if m := f.messages[channel+" "+id]; m != nil {
		return m, nil
	}
	return nil, errors.New("no such message")
}

func (f *fakeAPI) commands(context.Context, string) (json.RawMessage, error) { return f.have, f.fail }

func (f *fakeAPI) setCommands(_ context.Context, _ string, commands any) error {
	data, err := json.Marshal(commands)
	f.have = data
	return errors.Join(err, f.note("set", 0, nil, sent{}))
}

// fakeDesk answers with what it was asked.
type fakeDesk struct {
	asked  chan adapters.Request
	answer func(ctx context.Context, r adapters.Request) (adapters.Reply, error)
	joined map[news.WorkspaceID]bool
	onlys  []string      // the accounts of all calls of Only
	stir   chan struct{} // takes one for every change of the two above
	mu     sync.Mutex
}

// newDesk is a desk that nobody has asked yet.
func newDesk() *fakeDesk {
	return &fakeDesk{asked: make(chan adapters.Request, 10_000), joined: make(map[news.WorkspaceID]bool), stir: make(chan struct{}, 100_000)}
}

func (d *fakeDesk) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	d.asked <- r
	if d.answer != nil {
		return d.answer(ctx, r)
	}
	return adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text}}}, nil
}

func (d *fakeDesk) Complete(_ context.Context, r adapters.Request, option, typed string, limit int) ([]adapters.Suggestion, error) {
	if option == "fail" {
		return nil, errors.New("no")
	}
	all := []adapters.Suggestion{{Label: r.Text + " " + option + " " + typed, Value: typed + "!"}, {Label: "long", Value: strings.Repeat("x", 101)}, {}}
	for len(all) < limit+5 {
		all = append(all, adapters.Suggestion{Label: "more", Value: "more"})
	}
	return all, nil
}

func (d *fakeDesk) Only(_ context.Context, account string, in []news.WorkspaceID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer func() { d.stir <- struct{}{} }()
	d.onlys = append(d.onlys, account)
	maps.DeleteFunc(d.joined, func(w news.WorkspaceID, _ bool) bool { return !slices.Contains(in, w) })
	return nil
}

func (d *fakeDesk) Joined(_ context.Context, _ string, w news.WorkspaceID) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer func() { d.stir <- struct{}{} }()
	first := !d.joined[w]
	d.joined[w] = true
	return first, nil
}

func (d *fakeDesk) Left(_ context.Context, w news.WorkspaceID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer func() { d.stir <- struct{}{} }()
	delete(d.joined, w)
	return nil
}

// bench is a front with its fakes.
type bench struct {
	*reader
	t    *testing.T
	api  *fakeAPI
	desk *fakeDesk
	ctx  context.Context
}

func newBench(t *testing.T) *bench {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	a := &fakeAPI{sent: make(chan sent, 100)}
	d := newDesk()
	f, ok := newFront(Options{Language: "en", Now: func() time.Time { return time.Unix(1e9, 0) }}, identity{App: "1", User: "42"}, a, d).(*reader)
	if !ok {
		t.Fatal("newFront gives another front")
	}
	f.patience = time.Hour
	t.Cleanup(func() { stop(); f.wait() })
	return &bench{reader: f, t: t, api: a, desk: d, ctx: ctx}
}

func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(soon):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

// parse reads an interaction as it comes from the gateway.
func parse(t *testing.T, text string) *discordgo.Interaction {
	t.Helper()
	var i discordgo.Interaction
	if err := json.Unmarshal([]byte(text), &i); err != nil {
		t.Fatal(err)
	}
	return &i
}

const (
	inServer = `"id":"9","token":"t","guild_id":"7","channel_id":"8","locale":"de","guild_locale":"fr","member":{"user":{"id":"5"},"permissions":"274877909008"}` // Manage Channels, Send Messages, Send Messages in Threads
	inDirect = `"id":"9","token":"t","channel_id":"8","locale":"ru","context":1,"user":{"id":"5"}`
)

func slash(options string) string {
	return `{` + inServer + `,"type":2,"data":{"id":"1","name":"news","type":1,"options":` + options + `}}`
}

func button(id, where string) string {
	return `{` + where + `,"type":3,"data":{"custom_id":"` + id + `","component_type":2}}`
}

func TestCommandText(t *testing.T) {
	t.Parallel()
	for options, want := range map[string]string{
		`[]`:                           "help",
		`[{"type":1,"name":"latest"}]`: "latest",
		`[{"type":1,"name":"latest","options":[{"type":3,"name":"since","value":"3d"},{"type":4,"name":"count","value":5},{"type":3,"name":"topic","value":"a \"b\" since:1d"}]}]`: `latest topic:"a b since:1d" since:"3d" count:"5"`,
		`[{"type":1,"name":"topic","options":[{"type":3,"name":"words","value":"“Minsk” source:x"}]}]`:                                                                             `topic topic:"Minsk source:x"`,
		`[{"type":1,"name":"digest","options":[{"type":3,"name":"what","value":"A \"text\".\nAnother."}]}]`:                                                                        "digest A \"text\".\nAnother.",
		`[{"type":1,"name":"evidence","options":[{"type":3,"name":"number","value":"2.1"}]}]`:                                                                                      "evidence 2.1",
		`[{"type":1,"name":"evidence","options":[]}]`:                                                                                                                              "evidence",
		`[{"type":1,"name":"older"}]`:    "older",
		`[{"type":1,"name":"settings"}]`: "settings",
		`[{"type":1,"name":"settings","options":[{"type":3,"name":"language","value":"de"},{"type":3,"name":"zone","value":"New York\" x"}]}]`:                                                      `settings zone:"New York x" language:"de"`,
		`[{"type":2,"name":"sources","options":[{"type":1,"name":"list"}]}]`:                                                                                                                        "sources list",
		`[{"type":2,"name":"sources","options":[{"type":1,"name":"add","options":[{"type":3,"name":"address","value":"https://feed.example/a"},{"type":3,"name":"name","value":"My \"Feed\""}]}]}]`: `sources add https://feed.example/a name:"My Feed"`,
		`[{"type":2,"name":"sources","options":[{"type":1,"name":"remove","options":[{"type":3,"name":"source","value":"Harbour News"}]}]}]`:                                                        `sources remove "Harbour News"`,
		`[{"type":2,"name":"sources","options":[{"type":1,"name":"check","options":[{"type":3,"name":"address","value":"2"}]}]}]`:                                                                   "sources check 2",
		`[{"type":1,"name":"latest","options":[null,{"type":3,"name":"since"}]}]`:                                                                                                                   "latest",
		`[null]`: "help",
	} {
		b := newBench(t)
		b.interaction(b.ctx, parse(t, slash(options)))
		if got := next(t, b.desk.asked).Text; got != want {
			t.Errorf("%s asks %q, want %q", options, got, want)
		}
		if got := next(t, b.api.sent); got.how != "respond" || !got.ephemeral {
			t.Errorf("%s is answered by %+v, want an ephemeral answer", options, got)
		}
	}
}

// TestRights holds every entry point to what the payload says of the member:
// threats 74 and 76.
func TestRights(t *testing.T) {
	t.Parallel()
	add := `"type":2,"data":{"name":"news","type":1,"options":[{"type":2,"name":"sources","options":[{"type":1,"name":"list"}]}]}`
	press := `"type":3,"data":{"custom_id":"1||sources remove 1","component_type":2}`
	menu := `"type":2,"data":{"name":"Digest this","type":3,"target_id":"3","resolved":{"messages":{"3":{"id":"3","content":"sources remove 1"}}}}`
	member := func(fields string) string {
		return `"id":"9","token":"t","guild_id":"7","channel_id":"8","member":{"user":{"id":"5"},` + fields + `}`
	}
	for where, want := range map[string]bool{
		member(`"permissions":"16"`):                                                true,  // Manage Channels
		member(`"permissions":"32"`):                                                true,  // Manage Server
		member(`"permissions":"8"`):                                                 true,  // Administrator
		member(`"permissions":"0"`):                                                 false, //
		member(`"permissions":"2147483648"`):                                        false, // the right to use commands
		member(`"permissions":"16","flags":16`):                                     false, // a guest
		member(`"permissions":"16","pending":true`):                                 false,
		`"id":"9","token":"t","guild_id":"7","channel_id":"8","user":{"id":"5"}`:    false, // no member
		member(`"permissions":"8"`) + `,"authorizing_integration_owners":{"1":"5"}`: false, // brought along
		member(`"permissions":"8"`) + `,"authorizing_integration_owners":{"0":"7"}`: true,
		inDirect: true,
		`"id":"9","token":"t","channel_id":"8","context":2,"user":{"id":"5"},"authorizing_integration_owners":{"1":"5"}`: false, // somebody else's direct messages
	} {
		for _, data := range []string{add, press, menu} {
			b := newBench(t)
			b.interaction(b.ctx, parse(t, `{`+where+`,`+data+`}`))
			r := next(t, b.desk.asked)
			d := adapters.Denial{Kind: adapters.DeniedRight, Name: "Manage Channels"}
			if want {
				d = adapters.Denial{Kind: adapters.NothingDenied}
			}
			if got := r.Denial(t.Context()); got != d {
				t.Errorf("%s, %s: denied by %+v, want %+v", where, data, got, d)
			}
			if r.Person != "5" || r.Channel.ID != "8" || r.Channel.Workspace.IsZero() {
				t.Errorf("%s: asked by %q in %+v", where, r.Person, r.Channel)
			}
		}
	}
}

// TestWorkspaces (threat 75) keeps servers, and people's own messages, apart.
func TestWorkspaces(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	at := func(where string) news.Channel {
		return b.placeOf(parse(t, `{`+where+`,"type":2,"data":{"name":"news"}}`)).channel
	}
	server := at(inServer)
	if server.Workspace != workspaceOf("7") || server.Language != "fr" {
		t.Errorf("in a server: %+v", server)
	}
	direct := at(inDirect)
	other := at(`"id":"9","token":"t","channel_id":"8","context":1,"user":{"id":"6"}`)
	brought := at(inServer + `,"authorizing_integration_owners":{"1":"5"}`)
	if direct.Workspace == other.Workspace || direct.Workspace == server.Workspace || direct.Workspace == workspaceOf("5") {
		t.Error("direct messages of two people, or a server, are one workspace")
	}
	if brought.Workspace != direct.Workspace {
		t.Error("who brings us along to a server is in another workspace than their own")
	}
	forged := at(`"id":"9","token":"t","guild_id":"@5","channel_id":"8","member":{"user":{"id":"6"}}`)
	_ = forged // Discord's identifiers are numbers: "@" is ours alone
}

func TestButtons(t *testing.T) {
	t.Parallel()
	view := news.ViewID{3, 1}
	b := newBench(t)
	b.interaction(b.ctx, parse(t, button(customID(view, "evidence 2"), inServer)))
	if r := next(t, b.desk.asked); r.Text != "evidence 2" || r.View != view || !r.Alone || r.Language != "de" {
		t.Errorf("a button asks %+v", r)
	}
	if got := next(t, b.api.sent); !got.ephemeral || got.kind != discordgo.InteractionResponseChannelMessageWithSource {
		t.Errorf("a button is answered by %+v, want another, ephemeral message", got)
	}
	for _, id := range []string{"9||older", "1|zz|older", "", "share"} {
		b.interaction(b.ctx, parse(t, button(id, inServer)))
		if got := next(t, b.api.sent); !got.ephemeral || !strings.Contains(got.content, "Version") {
			t.Errorf("the button %q is answered by %+v", id, got)
		}
	}
	b.interaction(b.ctx, parse(t, button(customID(view, "older"), inDirect)))
	if r := next(t, b.desk.asked); r.Alone || r.Language != "ru" {
		t.Errorf("in direct messages: %+v", r)
	}
	if got := next(t, b.api.sent); got.ephemeral {
		t.Error("in direct messages an answer is ephemeral")
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, slow := range []bool{false, true} {
		b := newBench(t)
		release := make(chan struct{})
		b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
			<-release
			return adapters.Reply{Public: true, Blocks: []adapters.Block{{Text: "for everyone"}}}, nil
		}
		if slow {
			b.patience = time.Nanosecond
		}
		b.interaction(b.ctx, parse(t, button(customID(news.ViewID{1}, "share"), inServer)))
		if slow {
			if got := next(t, b.api.sent); got.kind != discordgo.InteractionResponseDeferredChannelMessageWithSource || !got.ephemeral {
				t.Errorf("acknowledged by %+v", got)
			}
		}
		close(release)
		if slow {
			if got := next(t, b.api.sent); got.how != "edit" || strings.Contains(got.content, "everyone") {
				t.Errorf("the person's own answer is %+v", got)
			}
		}
		if got := next(t, b.api.sent); got.ephemeral || !strings.Contains(got.content, "for everyone") {
			t.Errorf("shared as %+v", got)
		}
	}
}

// TestDeferral holds the order: acknowledged first, then answered in its place.
func TestDeferral(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.patience = time.Nanosecond
	release := make(chan struct{})
	b.desk.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		<-release
		return adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockQuote, Text: strings.Repeat("long ", 2000) + r.Text}}}, nil
	}
	b.interaction(b.ctx, parse(t, slash(`[{"type":1,"name":"latest"}]`)))
	if got := next(t, b.api.sent); got.kind != discordgo.InteractionResponseDeferredChannelMessageWithSource || !got.ephemeral {
		t.Errorf("acknowledged by %+v", got)
	}
	close(release)
	if got := next(t, b.api.sent); got.how != "edit" {
		t.Errorf("answered by %+v, want the deferral changed", got)
	}
	if got := next(t, b.api.sent); got.how != "follow" || !got.ephemeral || !strings.Contains(got.content, "latest") {
		t.Errorf("followed by %+v, want the rest, ephemeral", got)
	}
}

// TestOrder has one person ask twice in a channel, while another asks.
func TestOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := make(chan struct{})
	b.desk.answer = func(_ context.Context, r adapters.Request) (adapters.Reply, error) {
		if r.Text == "latest" {
			<-release
		}
		return adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text}}}, nil
	}
	b.interaction(b.ctx, parse(t, slash(`[{"type":1,"name":"latest"}]`)))
	b.interaction(b.ctx, parse(t, slash(`[{"type":1,"name":"older"}]`)))
	b.interaction(b.ctx, parse(t, strings.ReplaceAll(slash(`[{"type":1,"name":"help"}]`), `"id":"5"`, `"id":"6"`)))
	if got := next(t, b.api.sent).content; !strings.Contains(got, "help") {
		t.Errorf("first %q, want the other person's answer", got)
	}
	close(release)
	for _, want := range []string{"latest", "older"} {
		if got := next(t, b.api.sent).content; !strings.Contains(got, want) {
			t.Errorf("got %q, want the answer to %s", got, want)
		}
	}
}

// TestTooMany says so, rather than keep somebody's requests without end.
func TestTooMany(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := make(chan struct{})
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		<-release
		return adapters.Reply{}, nil
	}
	for range maxWaiting + 2 {
		b.interaction(b.ctx, parse(t, slash(`[{"type":1,"name":"latest"}]`)))
	}
	if got := next(t, b.api.sent).content; !strings.Contains(got, wordsIn("de").busy) {
		t.Errorf("got %q, want that there are too many", got)
	}
	close(release)
}

func TestMenu(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		`{"id":"3","content":"Read <https://page.example/a?b=c>, please"}`:                      "digest https://page.example/a?b=c",
		`{"id":"3","content":"latest news of ours."}`:                                           "digest latest news of ours.",
		`{"id":"3","content":"","embeds":[{"title":"T","description":"Words."}]}`:               "digest T\n\nWords.",
		`{"id":"3","content":"","embeds":[null,{"url":"https://page.example/","title":"T"}]}`:   "digest https://page.example/",
		`{"id":"3","content":"","message_snapshots":[{"message":{"content":"forwarded."}},{}]}`: "digest forwarded.",
		`{"id":"3","content":"javascript:alert(1) https://u:p@x.example/"}`:                     "digest javascript:alert(1) https://u:p@x.example/",
		`{"id":"3","content":"Wie geht's?","attachments":[{"id":"1","filename":"a.png"}]}`:      "digest Wie geht's?",
		`{"id":"3","content":""}`: "",
		`null`:                    "",
	} {
		b := newBench(t)
		b.interaction(b.ctx, parse(t, `{`+inServer+`,"type":2,"data":{"name":"Digest this","type":3,"target_id":"3","resolved":{"messages":{"3":`+target+`}}}}`))
		if want == "" {
			if got := next(t, b.api.sent); !strings.Contains(got.content, wordsIn("de").menu) {
				t.Errorf("%s is answered by %+v", target, got)
			}
			continue
		}
		if got := next(t, b.desk.asked).Text; got != want {
			t.Errorf("%s asks %q, want %q", target, got, want)
		}
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	me := []*discordgo.User{nil, {ID: "42"}}
	b := newBench(t)
	for _, m := range []*discordgo.Message{
		{ID: "1", ChannelID: "8", GuildID: "7", Content: "not to us", Author: &discordgo.User{ID: "5"}},
		{ID: "1", ChannelID: "8", GuildID: "7", Content: "<@41> hello", Mentions: []*discordgo.User{{ID: "41"}}, Author: &discordgo.User{ID: "5"}},
		{ID: "1", ChannelID: "8", GuildID: "7", Content: "@everyone", MentionEveryone: true, Author: &discordgo.User{ID: "5"}},
		{ID: "1", ChannelID: "8", Content: "", Author: &discordgo.User{ID: "5"}},
		{ID: "1", ChannelID: "8", Content: "nobody"},
	} {
		b.message(b.ctx, m)
	}
	b.joined(b.ctx, &discordgo.Guild{ID: "7", PreferredLocale: "fr"})
	b.message(b.ctx, &discordgo.Message{ID: "2", ChannelID: "8", GuildID: "7", Content: "<@42> what <@!42> now?", Mentions: me, Author: &discordgo.User{ID: "5"}})
	r := next(t, b.desk.asked)
	if r.Text != "what   now?" || !r.Free || r.Alone || !strings.Contains(r.Denial(t.Context()).Name, "Manage Channels") || r.Channel.Language != "fr" || r.Language != "" {
		t.Errorf("a mention asks %+v", r)
	}
	got := next(t, b.api.sent)
	if got.how != "send" || got.channel != "8" || got.message.Reference == nil || got.message.Reference.MessageID != "2" {
		t.Errorf("a mention is answered by %+v, want a reply to it", got)
	}
	b.message(b.ctx, &discordgo.Message{ID: "3", ChannelID: "80", Content: "latest", Author: &discordgo.User{ID: "5"}})
	if r := next(t, b.desk.asked); r.Text != "latest" || r.Denial(t.Context()).Kind != adapters.NothingDenied || r.Alone || r.Channel.Workspace != workspaceOf(personal("5")) {
		t.Errorf("a direct message asks %+v", r)
	}
}

func TestGuilds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	now := time.Unix(1e9, 0)
	b.joined(b.ctx, &discordgo.Guild{ID: "7", SystemChannelID: "70", JoinedAt: now.Add(-time.Minute)})
	if r := next(t, b.desk.asked); r.Text != "welcome" || r.Channel.ID != "70" || r.Channel.Workspace != workspaceOf("7") || r.Denial(t.Context()).Kind != adapters.Denied {
		t.Errorf("greeting asks %+v", r)
	}
	if got := next(t, b.api.sent); got.channel != "70" || !strings.Contains(got.content, "/news") {
		t.Errorf("greeted by %+v", got)
	}
	b.joined(b.ctx, &discordgo.Guild{ID: "7", SystemChannelID: "70", JoinedAt: now})                       // known
	b.joined(b.ctx, &discordgo.Guild{ID: "71", SystemChannelID: "72", JoinedAt: now.Add(-24 * time.Hour)}) // long there
	b.joined(b.ctx, &discordgo.Guild{ID: "73", JoinedAt: now})                                             // no system channel
	b.left(b.ctx, "7")
	b.joined(b.ctx, &discordgo.Guild{ID: "7", SystemChannelID: "74", JoinedAt: now})
	if r := next(t, b.desk.asked); r.Channel.ID != "74" {
		t.Errorf("greeting asks %+v, want only the server that added us again", r)
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ask := func(options string) []*discordgo.ApplicationCommandOptionChoice {
		b.interaction(b.ctx, parse(t, strings.Replace(slash(options), `"type":2`, `"type":4`, 1)))
		got := next(t, b.api.sent)
		if got.kind != discordgo.InteractionApplicationCommandAutocompleteResult {
			t.Errorf("completed by %+v", got)
		}
		return got.choices
	}
	got := ask(`[{"type":1,"name":"topic","options":[{"type":3,"name":"words","value":"Kar","focused":true}]}]`)
	if len(got) != 25 || got[0].Name != "topic topic Kar" || got[0].Value != "Kar!" {
		t.Errorf("got %d choices, the first %+v", len(got), got[0])
	}
	got = ask(`[{"type":2,"name":"sources","options":[{"type":1,"name":"remove","options":[{"type":3,"name":"source","value":"","focused":true}]}]}]`)
	if len(got) == 0 || got[0].Name != "sources remove source" {
		t.Errorf("got %+v", got)
	}
	for _, options := range []string{`[]`, `[{"type":1,"name":"latest","options":[{"type":4,"name":"count","value":1,"focused":true}]}]`} {
		if got := ask(options); len(got) != 0 {
			t.Errorf("%s: got %+v, want no choices", options, got)
		}
	}
}

// TestNothing answers even where there is nothing to say.
func TestNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		return adapters.Reply{}, errors.New("trouble")
	}
	b.interaction(b.ctx, parse(t, slash(`[{"type":1,"name":"latest"}]`)))
	if got := next(t, b.api.sent); strings.Contains(got.content, "trouble") || !strings.Contains(got.content, wordsIn("de").silent) {
		t.Errorf("got %+v", got)
	}
	b.interaction(b.ctx, parse(t, `{`+inServer+`,"type":5,"data":{"custom_id":"x","components":[]}}`))
	if got := next(t, b.api.sent); !strings.Contains(got.content, wordsIn("de").other) {
		t.Errorf("a form is answered by %+v", got)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := b.ready(b.ctx); err != nil {
		t.Fatal(err)
	}
	next(t, b.api.sent)
	registered := b.api.have
	var all []map[string]any
	if err := json.Unmarshal(registered, &all); err != nil || len(all) != 2 {
		t.Fatalf("registered %s, %v", registered, err)
	}
	for i := range all { // as Discord gives it back
		all[i]["id"], all[i]["version"], all[i]["default_member_permissions"], all[i]["nsfw"] = "1", "2", nil, false
		all[i]["contexts"] = []int{2, 1, 0}
	}
	slices.Reverse(all)
	var err error
	if b.api.have, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	if err := b.ready(b.ctx); err != nil || len(b.api.sent) != 0 {
		t.Errorf("the same commands are written again, %v", err)
	}
	for _, spoil := range []func(){
		func() { all[1]["description"] = "other" },
		func() { all[1]["default_member_permissions"] = "0" },
		func() { all = all[:1] },
		func() { all = append(all, map[string]any{"name": "old", "type": 1}) },
	} {
		spoil()
		b.api.have, err = json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.ready(b.ctx); err != nil || len(b.api.sent) != 1 {
			t.Errorf("other commands are written %d times, %v", len(b.api.sent), err)
			continue
		}
		next(t, b.api.sent)
	}
	b.api.fail = errors.New("no")
	if err := b.ready(b.ctx); err == nil {
		t.Error("no error where the commands cannot be read")
	}
	testkit.Golden(t, "testdata/commands.json", indent(t, registered), *update)
	within, err := json.Marshal(sendable(definitions(false)))
	if err != nil || strings.Contains(string(within), "contexts") || strings.Contains(string(within), "default_member_permissions") {
		t.Errorf("within a server: %s, %v", within, err)
	}
}

func indent(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out) + "\n"
}

// TestDescriptions holds every language to every command, within the limits.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{"news": true, "sources": true}
	for _, s := range subcommands() {
		keys[s.name] = true
		if len(s.options) > maxOptions || len(s.name) > maxCommandName {
			t.Errorf("%s has too much", s.name)
		}
		for _, o := range s.options {
			keys[s.name+"."+o.name] = true
		}
	}
	for language, w := range catalogue() {
		for key := range keys {
			if n := size(w.describe[key]); n < 1 || n > maxCommandWords {
				t.Errorf("%s: the description of %q has %d characters", language, key, n)
			}
		}
		if len(w.describe) != len(keys) {
			t.Errorf("%s describes %d things, want %d", language, len(w.describe), len(keys))
		}
		for _, text := range []string{w.menu, w.other, w.silent, w.shared, w.busy, w.post, w.howTo} {
			if text == "" {
				t.Errorf("%s has no words for something", language)
			}
		}
	}
}

func FuzzInteraction(f *testing.F) {
	for _, seed := range []string{slash(`[{"type":1,"name":"latest"}]`), button("1||older", inDirect), `{"type":2,"data":null}`, `{"id":"1","type":4,"data":{"options":[null]}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var i discordgo.Interaction
		if json.Unmarshal([]byte(text), &i) != nil || i.Data == nil {
			return
		}
		ctx, stop := context.WithCancel(t.Context())
		a := &fakeAPI{sent: make(chan sent, 100)}
		d := newDesk()
		fr := newFront(Options{}, identity{User: "42"}, a, d)
		fr.interaction(ctx, &i)
		next(t, a.sent) // every interaction is answered
		stop()
		fr.wait()
	})
}

// TestManyAtOnce holds that a crowd is acknowledged before it is answered:
// however long an answer waits for those before it, its asker does not.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.patience = time.Hour
	release := make(chan struct{})
	b.desk.answer = func(context.Context, adapters.Request) (adapters.Reply, error) {
		<-release
		return adapters.Reply{Blocks: []adapters.Block{{Text: "news"}}}, nil
	}
	const crowd = atOnce + 3
	for n := range crowd {
		asks := strings.Replace(slash(`[{"type":1,"name":"latest"}]`), `"user":{"id":"5"}`, `"user":{"id":"`+strconv.Itoa(100+n)+`"}`, 1)
		b.interaction(b.ctx, parse(t, asks))
	}
	for range crowd - atOnce {
		if got := next(t, b.api.sent); got.kind != discordgo.InteractionResponseDeferredChannelMessageWithSource {
			t.Errorf("acknowledged by %+v", got)
		}
	}
	close(release)
	edits := 0
	for range crowd {
		if next(t, b.api.sent).how == "edit" {
			edits++
		}
	}
	if edits != crowd-atOnce {
		t.Errorf("%d answers replace a deferral, want %d", edits, crowd-atOnce)
	}
}
