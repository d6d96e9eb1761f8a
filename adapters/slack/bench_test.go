package slack

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
	"dateline/news"
)

// soon is how long the tests wait for what has to happen; only a failing one reaches it.
const soon = 10 * time.Second

// sent is one thing that the API was asked to show.
type sent struct {
	how     string // "respond", "ephemeral", "send", "publish"
	url     string
	channel string
	thread  string
	user    string
	public  bool
	text    string // of the post, as a screen reader reads it
	blocks  []slack.Block
}

// fakeAPI notes what it is asked for.
type fakeAPI struct {
	api  // what the tests do not need
	sent chan sent

	mu            sync.Mutex
	users         map[string]*slack.User
	channels      map[string]*slack.Channel
	members       map[string]bool   // by channel and person
	conversations map[string]string // people's conversations with us
	fail          map[string]error  // by method
	calls         map[string]int    // by method
	hold          chan struct{}     // where set, looking people up waits for it
}

// enter counts a call, and gives the error that it is to fail with.
func (f *fakeAPI) enter(method string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[method]++
	return f.fail[method]
}

func (f *fakeAPI) called(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[method]
}

func (f *fakeAPI) failing(method string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail[method] = err
}

func (f *fakeAPI) show(s sent, p *post) error {
	if err := f.enter(s.how); err != nil {
		return err
	}
	if p != nil {
		s.text, s.blocks = unescape(p.Text), p.Blocks
	}
	f.sent <- s
	return nil
}

func (f *fakeAPI) respond(_ context.Context, url, thread string, public bool, p *post) error {
	return f.show(sent{how: "respond", url: url, thread: thread, public: public}, p)
}

func (f *fakeAPI) ephemeral(_ context.Context, channel, thread, user string, p *post) error {
	return f.show(sent{how: "ephemeral", channel: channel, thread: thread, user: user}, p)
}

func (f *fakeAPI) send(_ context.Context, channel, thread, _ string, p *post) (string, error) {
	return "1.1", f.show(sent{how: "send", channel: channel, thread: thread, public: true}, p)
}

func (f *fakeAPI) publish(_ context.Context, user string, blocks []slack.Block) error {
	return f.show(sent{how: "publish", user: user, text: read(&post{Blocks: blocks}), blocks: blocks}, nil)
}

func (f *fakeAPI) direct(_ context.Context, user string) (string, error) {
	if err := f.enter("direct"); err != nil {
		return "", err
	}
	if c, ok := f.conversations[user]; ok {
		return c, nil
	}
	return "D" + user, nil
}

func (f *fakeAPI) user(ctx context.Context, id string) (*slack.User, error) {
	if err := f.enter("user"); err != nil {
		return nil, err
	}
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if u := f.users[id]; u != nil {
		return u, nil
	}
	return nil, &APIError{Status: 200, Code: "user_not_found"}
}

func (f *fakeAPI) channel(_ context.Context, id string) (*slack.Channel, error) {
	if err := f.enter("channel"); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[id]; c != nil {
		return c, nil
	}
	return nil, &APIError{Status: 200, Code: "channel_not_found"}
}

func (f *fakeAPI) within(_ context.Context, channel, user string) (bool, error) {
	if err := f.enter("within"); err != nil {
		return false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.members[channel+" "+user], nil
}

// fakeDesk answers with what it was asked.
type fakeDesk struct {
	asked  chan adapters.Request
	answer func(ctx context.Context, r adapters.Request) (adapters.Reply, error)

	mu     sync.Mutex
	joined map[news.WorkspaceID]string // the accounts
	fail   error                       // of Joined
}

func (d *fakeDesk) Handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	d.asked <- r
	if d.answer != nil {
		return d.answer(ctx, r)
	}
	return adapters.Reply{Blocks: []adapters.Block{{Text: "answer to " + r.Text}}}, nil
}

func (d *fakeDesk) Joined(_ context.Context, account string, w news.WorkspaceID) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, known := d.joined[w]
	if d.fail == nil {
		d.joined[w] = account
	}
	return !known, d.fail
}

func (d *fakeDesk) Left(context.Context, news.WorkspaceID) error { return errors.New("not asked for") }

func (d *fakeDesk) Only(_ context.Context, account string, in []news.WorkspaceID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.joined, func(w news.WorkspaceID, of string) bool { return of == account && !slices.Contains(in, w) })
	return nil
}

func (d *fakeDesk) in() map[news.WorkspaceID]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.joined)
}

// bench is a front with its fakes: the team T1, in which U5 is a full member
// of the channel C8, as we are.
type bench struct {
	*reader
	api  *fakeAPI
	desk *fakeDesk
	ctx  context.Context
	told chan string
}

func newBench(t *testing.T, change ...func(*Options)) *bench {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	a := &fakeAPI{
		sent: make(chan sent, 1000), members: map[string]bool{"C8 U5": true}, fail: map[string]error{}, calls: map[string]int{},
		users:    map[string]*slack.User{"U5": {ID: "U5", TeamID: "T1", Locale: "de-DE"}},
		channels: map[string]*slack.Channel{"C8": {IsMember: true}},
	}
	d := &fakeDesk{asked: make(chan adapters.Request, 1000), joined: map[news.WorkspaceID]string{}}
	told := make(chan string, 1000)
	o := Options{
		Language: "fr", Now: func() time.Time { return time.Unix(1e9, 0) }, Timing: Timing{Wait: time.Hour},
		Tell: func(_ context.Context, what string, err error) { told <- what + ": " + err.Error() },
	}
	for _, c := range change {
		c(&o)
	}
	f, ok := newFront(o, identity{Team: "T1", Name: "dateline", User: "U42", Bot: "B42", App: "A1"}, a, d).(*reader)
	if !ok {
		t.Fatal("newFront gives another front")
	}
	f.people.within = soon // where it matters, the tests set it
	t.Cleanup(func() { stop(); f.wait() })
	return &bench{reader: f, api: a, desk: d, ctx: ctx, told: told}
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

// none expects that nothing more is sent or asked once everything has ended.
func (b *bench) none(t *testing.T) {
	t.Helper()
	b.wait()
	if n := len(b.api.sent); n > 0 {
		t.Errorf("%d more are sent, the first %+v", n, <-b.api.sent)
	}
	if n := len(b.desk.asked); n > 0 {
		t.Errorf("%d more are asked, the first %+v", n, <-b.desk.asked)
	}
}

const hook = "https://hooks.slack.com/commands/1"

// slash is a command of U5 in a channel.
func slash(channel, text string) *slack.SlashCommand {
	return &slack.SlashCommand{TeamID: "T1", ChannelID: channel, UserID: "U5", TriggerID: "1", ResponseURL: hook, Command: "/news", Text: text}
}

// parse reads an interaction as it comes from Slack.
func parse(t *testing.T, text string) *slack.InteractionCallback {
	t.Helper()
	var i slack.InteractionCallback
	if err := json.Unmarshal([]byte(text), &i); err != nil {
		t.Fatal(err)
	}
	return &i
}

// button is a button that U5 presses on a message in a channel.
func button(channel, value string, more ...string) string {
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return `{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U5","team_id":"T1"},"channel":{"id":"` + channel + `"},"response_url":"` + hook + `",` +
		`"container":{"type":"message","message_ts":"7.7","channel_id":"` + channel + `"` + strings.Join(more, "") + `},` +
		`"actions":[{"type":"button","action_id":"b1","block_id":"x","value":` + string(data) + `}]}`
}

// menu is 'Digest this' on a message in C8.
func menu(message string) string {
	return `{"type":"message_action","callback_id":"digest_this","team":{"id":"T1"},"user":{"id":"U5","team_id":"T1"},"channel":{"id":"C8"},"response_url":"` + hook + `","message":` + message + `}`
}
