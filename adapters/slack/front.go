package slack

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
	"dateline/news"
)

const (
	answerIn    = 10 * time.Minute // a response_url lasts 30
	maxWaiting  = 20               // requests of one person in one channel
	maxPeople   = 10_000           // of whom something is remembered
	welcomeText = "welcome"        // what the handler greets with
	helpText    = "help"
	sourcesText = "sources"
)

// reader is the layer of commands, words and layout; see [front].
type reader struct {
	options  Options
	me       identity
	to       api
	handler  adapters.Handler
	lanes    kit.Lanes
	timers   sync.WaitGroup
	people   people
	directs  directs
	met      met
	patience time.Duration // until a person is told that the answer takes longer
	removed  atomic.Bool   // the workspace removed us
}

// newFront makes the layer of commands, words and layout.
func newFront(o Options, me identity, to api, h adapters.Handler) front {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &reader{options: o, me: me, to: to, handler: h, patience: o.Timing.orSlacks().Wait, people: people{within: languageIn}}
}

// tell lets the operator know. That the workspace removed us is said once, by [reader.gone].
func (f *reader) tell(ctx context.Context, what string, err error) {
	if err != nil && !errors.Is(err, errRemoved) {
		f.options.tell(ctx, what, err)
	}
}

// wait implements [front].
func (f *reader) wait() {
	f.lanes.Wait()
	f.timers.Wait()
}

// lay implements [front].
func (f *reader) lay(r adapters.Reply) []*post { return render(r) }

// asked is something that a person asked.
type asked struct {
	channel string // "" in App Home
	thread  string // to answer in; "" for none
	user    string
	team    string // of the person, where Slack says so
	url     string // the response_url; "" for none
	text    string
	view    news.ViewID
	free    bool
	open    bool // asked where everybody reads it
	direct  bool // in the conversation with us
	home    bool // in App Home, which answers there
}

// lane keeps one person's requests in one channel in order.
func (a asked) lane() string { return a.channel + " " + a.user }

// foreign reports whether it was asked in a conversation of two people, none of whom is us.
func (a asked) foreign() bool { return isDirect(a.channel) && !a.direct }

// isDirect reports whether a channel is a conversation of two; Slack's
// identifiers of those begin so.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// workspaceOf is the workspace of a Slack team, or of a person's direct messages.
func workspaceOf(native string) news.WorkspaceID {
	return news.Workspace{Platform: platform, Native: native}.ID()
}

// personal is the workspace of a person's direct messages.
func (f *reader) personal(user string) news.WorkspaceID { return workspaceOf(f.me.Team + "@" + user) }

// request puts what was asked into the handler's terms.
func (f *reader) request(a asked, language string) adapters.Request {
	r := adapters.Request{
		Channel: news.Channel{Platform: platform, Workspace: workspaceOf(f.me.Team), ID: a.channel, Language: f.options.Language},
		Person:  a.user, Language: language, Text: a.text, Free: a.free, View: a.view, Alone: !a.open && !a.direct,
		MayChange: func(ctx context.Context) adapters.Denial { return f.mayChange(ctx, a) },
	}
	if isDirect(a.channel) {
		r.Channel.Workspace = f.personal(a.user)
	}
	if a.direct {
		r.Channel.Language = language
	}
	return r
}

// ask has the handler answer, after what the person asked before in the same channel.
func (f *reader) ask(ctx context.Context, a asked) {
	if f.removed.Load() {
		return
	}
	reply := &answer{f: f, asked: a, left: maxAnswers}
	done := make(chan struct{})
	added := f.lanes.Add(ctx, a.lane(), maxWaiting, func(ctx context.Context) {
		defer close(done)
		f.answer(ctx, reply)
	})
	if !added {
		f.aside(ctx, a, func(w words) string { return w.busy })
		return
	}
	f.timers.Go(func() {
		timer := time.NewTimer(f.patience)
		defer timer.Stop()
		select {
		case <-done:
		case <-ctx.Done():
		case <-timer.C:
			f.tell(ctx, "saying that an answer takes longer", reply.delay(ctx))
		}
	})
}

// answer answers what was asked, once it is known where that was.
func (f *reader) answer(ctx context.Context, to *answer) {
	language := ""
	if !to.asked.open { // in public our words are in the channel's
		language = f.language(ctx, to.asked.user)
	}
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	a, ok := f.settle(ctx, to.asked)
	if !ok {
		return
	}
	to.moved(a)
	if a.direct {
		f.meet(ctx, a.user, a.channel, !a.home)
	}
	reply, err := f.handle(ctx, f.request(a, language))
	f.tell(ctx, "answering", err)
	f.tell(ctx, "sending an answer", to.deliver(ctx, reply))
	if a.home {
		f.publish(ctx, a.user)
	}
}

// settle finds out whether a conversation of two is the one with us; false
// where there is nowhere to answer.
func (f *reader) settle(ctx context.Context, a asked) (asked, bool) {
	if a.direct {
		f.directs.set(a.user, a.channel)
		return a, true
	}
	if a.channel != "" && !isDirect(a.channel) {
		return a, true
	}
	channel, err := f.directWith(ctx, a.user)
	f.tell(ctx, "opening a conversation", err)
	if a.channel == "" {
		a.channel = channel
	}
	a.direct = err == nil && channel == a.channel
	return a, a.channel != ""
}

// handle asks the handler. Where the answer says what can be typed, it says
// as well how that is done here.
func (f *reader) handle(ctx context.Context, r adapters.Request) (adapters.Reply, error) {
	reply, err := f.handler.Handle(ctx, r)
	if text := strings.ToLower(strings.TrimSpace(r.Text)); err == nil && (text == helpText || text == welcomeText || text == "") {
		w := wordsIn(reply.Language)
		who := w.members
		if f.options.AdminsOnly {
			who = w.admins
		}
		reply.Blocks = append(reply.Blocks, adapters.Block{Text: w.howTo + " " + who})
	}
	return reply, err
}

// aside says a line of our own to the person alone, without waiting for its turn.
func (f *reader) aside(ctx context.Context, a asked, line func(words) string) {
	if f.removed.Load() {
		return
	}
	f.lanes.Add(ctx, "aside "+a.lane(), maxWaiting, func(ctx context.Context) {
		a, ok := f.settle(ctx, a)
		if to := (&answer{f: f, asked: a, left: maxAnswers}); ok {
			f.tell(ctx, "answering", to.say(ctx, line(to.words(""))))
		}
	})
}
