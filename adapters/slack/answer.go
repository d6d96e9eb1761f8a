package slack

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"dateline/adapters"
)

// lookIn is how long one look at Slack may take, its rate limits included, for
// which somebody waits.
const lookIn = 2 * time.Second

// errRemoved is what nothing is sent for any more.
var errRemoved = errors.New("the workspace removed the app")

// answer is the answering of one request.
type answer struct {
	f *reader

	mu       sync.Mutex // held while Slack is told something
	asked    asked
	left     int // messages that the response_url still takes
	answered bool
}

// moved says where the request turned out to be from.
func (a *answer) moved(to asked) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = to
}

// delay says once that the answer takes longer.
func (a *answer) delay(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answered {
		return nil
	}
	return a.send(ctx, false, line(a.words("").wait))
}

// words are in the person's language, as far as it is known, or the given one.
func (a *answer) words(language string) words {
	if language == "" {
		language = a.f.people.known(a.asked.user, a.f.options.Now())
	}
	if language == "" {
		language = a.f.options.Language
	}
	return wordsIn(language)
}

// say sends a line of our own, for the person alone. Who is in App Home does
// not see what is shown for a while in their conversation with us.
func (a *answer) say(ctx context.Context, text string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.send(ctx, a.asked.home && a.asked.direct, line(text))
}

// line is a post of words of our own.
func line(text string) *post {
	return render(adapters.Reply{Blocks: []adapters.Block{{Text: text}}})[0]
}

// deliver sends a reply: for the person alone where they asked so, unless the
// reply is for everybody and they may post there.
func (a *answer) deliver(ctx context.Context, r adapters.Reply) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answered = true
	w := a.words(r.Language)
	posts, public := render(r), r.Public
	if len(posts) == 0 {
		posts = []*post{line(w.silent)}
	}
	switch alone := !a.asked.open && !a.asked.direct; {
	case !alone:
		public = true
	case r.Public:
		if refused := a.f.mayShare(ctx, a.asked, w); refused != "" {
			posts, public = []*post{line(refused)}, false
		}
	}
	for _, p := range posts {
		if err := a.send(ctx, public, p); err != nil {
			return err
		}
	}
	return nil
}

// send sends a post by the response_url for as long as that takes any, and
// then as a member of the channel.
func (a *answer) send(ctx context.Context, public bool, p *post) error {
	if a.f.removed.Load() {
		return errRemoved
	}
	to := a.asked
	if to.url != "" && a.left > 0 {
		a.left--
		err := a.f.to.respond(ctx, to.url, to.thread, public, p)
		if code, _ := answered(err); !usedUp(code) {
			return err
		}
		a.left = 0
	}
	if public {
		_, err := a.f.to.send(ctx, to.channel, to.thread, "", p)
		return err
	}
	if to.channel == "" { // nowhere to say it
		return nil
	}
	return a.f.to.ephemeral(ctx, to.channel, to.thread, to.user, p)
}

// usedUp reports whether an answer of Slack's says that a response_url takes no more.
func usedUp(code string) bool { return code == "expired_url" || code == "used_url" }

// mayShare says why a person may not post where they asked, in words; ""
// where they may. In a channel that we cannot look at, Slack alone decides:
// what it lets a person do there by a command or a button, they may.
func (f *reader) mayShare(ctx context.Context, a asked, w words) string {
	if isDirect(a.channel) {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, lookIn)
	defer cancel()
	c, err := f.to.channel(ctx, a.channel)
	if code, _ := answered(err); code == channelNotFound || code == missingScope {
		return ""
	}
	if err != nil {
		f.tell(ctx, "looking a channel up", err)
		return w.unsure
	}
	if !restricted(c, a) {
		return ""
	}
	u, err := f.to.user(ctx, a.user)
	if err != nil {
		f.tell(ctx, "looking a person up", err)
		return w.unsure
	}
	if u.IsAdmin || u.IsOwner {
		return ""
	}
	return w.restrict
}

// restricted reports whether only some may post in a channel, or in its
// threads, the person not being named among them.
func restricted(c *slack.Channel, a asked) bool {
	var who slack.RestrictedTo
	if c.Properties != nil {
		who = c.Properties.PostingRestrictedTo
		if a.thread != "" {
			who = c.Properties.ThreadsRestrictedTo
		}
	}
	if slices.Contains(who.User, a.user) {
		return false
	}
	return len(who.Type)+len(who.User) > 0 || c.IsReadOnly
}
