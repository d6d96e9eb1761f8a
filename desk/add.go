package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
)

const (
	// Starter stands for the suggested feeds where an address is expected.
	Starter = "--starter"

	maxAdded   = 10   // addresses in one request: each of them is fetched before the answer
	maxAddress = 2000 // bytes of one address
)

// addition is one address that somebody wants to be read.
type addition struct {
	typed string
	known *Source // that it is, without a look
	found Found
	err   error
}

// add makes the workspace read what is at the addresses.
func (t *turn) add(ctx context.Context, o SourceOrder) (adapters.Reply, error) {
	addresses := trimAddresses(o.Words)
	switch {
	case slices.ContainsFunc(o.Words, isStarter):
		return t.addStarter(ctx)
	case len(addresses) == 0:
		return t.refuse(t.words.say("sources.add.what")), nil
	case len(addresses) > maxAdded:
		return t.refuse(t.words.say("sources.add.most", "n", strconv.Itoa(maxAdded))), nil
	case o.Name != "" && len(addresses) > 1:
		return t.refuse(t.words.say("sources.add.name")), nil
	}
	all, err := t.readSources(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	return t.addEach(ctx, t.look(ctx, all, addresses), o.Name)
}

func isStarter(word string) bool {
	return strings.TrimLeft(word, "-") == strings.TrimLeft(Starter, "-")
}

// trimAddresses takes off what people put around addresses and between them.
func trimAddresses(words []string) []string {
	var all []string
	for _, w := range words {
		if w = strings.Trim(w, "<>,; \t"); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// look finds out, side by side, what is at addresses that are not read yet.
func (t *turn) look(ctx context.Context, all []Source, addresses []string) []addition {
	additions := make([]addition, len(addresses))
	var group sync.WaitGroup
	for i, address := range addresses {
		a := &additions[i]
		a.typed = address
		if len(address) > maxAddress {
			a.err = &CauseError{Cause: news.CauseAddress}
			continue
		}
		if at := slices.IndexFunc(all, func(s Source) bool { return address == s.Address || bareAddress(address) == bareAddress(s.Address) }); at >= 0 {
			a.known = &all[at]
			continue
		}
		group.Go(func() { a.found, a.err = t.desk.config.Sources.Look(ctx, t.workspace(), address) })
	}
	group.Wait()
	return additions
}

// addEach stores what was found, and says so of each.
func (t *turn) addEach(ctx context.Context, additions []addition, name string) (adapters.Reply, error) {
	var reply adapters.Reply
	var failed []error
	for _, a := range additions {
		switch {
		case a.known != nil:
			reply.Blocks = append(reply.Blocks, t.line(t.words.say("sources.known", "name", sourceName(a.known.Source)))...)
			continue
		case a.err != nil:
			reply.Failed = true
			reply.Blocks = append(reply.Blocks, t.line(t.notAdded(a))...)
			if failedToRead(a.err) == "" {
				failed = append(failed, a.err)
			}
			continue
		}
		s := news.NewSource(a.found.Kind, a.found.Address, sourceTitle(name, a.found), t.workspace(), t.now)
		s, change, err := t.desk.config.Sources.Add(ctx, s, t.reading())
		if refusal, ok := t.tooMany(s, err); ok {
			reply.Failed = true
			reply.Blocks = append(reply.Blocks, t.line(refusal)...)
			continue
		}
		if err != nil {
			return adapters.Reply{}, fmt.Errorf("adding a source: %w", err)
		}
		reply.Blocks = append(reply.Blocks, t.line(t.addedText(s, change, a.found))...)
		if len(additions) == 1 && change == news.ChangeNew {
			reply.Blocks = append(reply.Blocks, t.firstDigest(ctx, s, a.found.Newest)...)
			reply.Actions = append(reply.Actions, t.undoAdding(s)...)
		}
	}
	reply.Actions = append(reply.Actions, adapters.Action{Label: t.words.say("action.sources"), Command: cmdSources})
	return reply, errors.Join(failed...)
}

// sourceTitle is what a source is called: as was asked, by its own title, or by its host.
func sourceTitle(name string, f Found) string {
	for _, n := range []string{name, f.Title} {
		if n = news.Fold(n); n != "" {
			return n
		}
	}
	return hostOf(f.Address)
}

func (t *turn) reading() news.Reading {
	return news.Reading{Workspace: t.workspace(), Channel: t.request.Channel, Person: t.request.Person, Added: t.now}
}

// notAdded says why an address was not added; for one that is not allowed,
// and for one that makes no sense, the same words whatever it is.
func (t *turn) notAdded(a addition) string {
	cause := failedToRead(a.err)
	shown := typedAddress(a.typed)
	if cause == news.CauseFile { // no address
		shown = a.typed
	}
	if cause == news.CauseAddress || cause != "" && shown == "" {
		return t.words.say("sources.notallowed")
	}
	return t.words.say("sources.failed", "what", clip(shown), "cause", t.causeText(cause))
}

// typedAddress is an address as it may be said back, whether it was typed
// with its scheme or without.
func typedAddress(typed string) string {
	if strings.Contains(typed, "://") {
		return publicURL(typed)
	}
	return strings.TrimPrefix(publicURL("https://"+typed), "https://")
}

func (t *turn) tooMany(s news.Source, err error) (string, bool) {
	var many *TooManyError
	if !errors.As(err, &many) {
		return "", false
	}
	return t.words.count("sources.toomany", many.Limit, "name", sourceName(s)), true
}

func (t *turn) addedText(s news.Source, change news.Change, f Found) string {
	name := sourceName(s)
	switch {
	case change == news.ChangeNone:
		return t.words.say("sources.known", "name", name)
	case f.Kind == news.SourcePage:
		return t.words.say("sources.added.page", "name", name)
	case f.Kind == news.SourceFolder:
		return t.words.count("sources.added.folder", f.Items, "name", name)
	}
	return t.words.count("sources.added", f.Items, "name", name)
}

// undoAdding offers to take back what was added.
func (t *turn) undoAdding(s news.Source) []adapters.Action {
	if len(s.Shown()) > maxCarried {
		return nil
	}
	return []adapters.Action{{Label: t.words.say("action.undo"), Command: cmdSources + " " + subRemove + " " + s.Shown()}}
}

// firstDigest shows what the newest item would look like. It is an extra:
// where there is none, nothing is said.
func (t *turn) firstDigest(ctx context.Context, s news.Source, raw *news.Raw) []adapters.Block {
	if raw == nil {
		return nil
	}
	r := *raw
	r.Source = s.Name
	if r.Language == "" {
		r.Language = terms.Language(r.Text)
	}
	d, err := news.NewDispatch(r, news.Within(t.workspace()), news.OriginSource, t.now)
	if err != nil {
		return nil
	}
	g, err := t.summarize(ctx, d)
	if err != nil {
		return nil
	}
	return t.digest("", entry{dispatch: d, digest: g})
}

// addStarter adds the suggested feeds. They are not fetched now: the poller
// finds out how they are.
func (t *turn) addStarter(ctx context.Context) (adapters.Reply, error) {
	var reply adapters.Reply
	for _, feed := range t.desk.config.Starter {
		s := news.NewSource(news.SourceFeed, feed.Address, feed.Name, t.workspace(), t.now)
		s, change, err := t.desk.config.Sources.Add(ctx, s, t.reading())
		if refusal, ok := t.tooMany(s, err); ok {
			reply.Failed = true
			reply.Blocks = append(reply.Blocks, t.line(refusal)...)
			break
		}
		if err != nil {
			return adapters.Reply{}, fmt.Errorf("adding a source: %w", err)
		}
		key := "sources.added.unread"
		if change == news.ChangeNone {
			key = "sources.known"
		}
		reply.Blocks = append(reply.Blocks, t.line(t.words.say(key, "name", sourceName(s)))...)
	}
	if len(reply.Blocks) == 0 {
		return t.refuse(t.words.say("sources.add.what")), nil
	}
	reply.Blocks = append(reply.Blocks, t.line(t.words.say("sources.first"))...)
	reply.Actions = []adapters.Action{{Label: t.words.say("action.sources"), Command: cmdSources}}
	return reply, nil
}

// removeSources makes the workspace read sources no more.
func (t *turn) removeSources(ctx context.Context, words []string) (adapters.Reply, error) {
	if len(words) == 0 {
		return t.refuse(t.words.say("sources.remove.what")), nil
	}
	picked, refusal, err := t.pickSources(ctx, words)
	if err != nil || refusal != nil {
		return orEmpty(refusal), err
	}
	var reply adapters.Reply
	for _, s := range picked {
		err := t.desk.config.Sources.Remove(ctx, t.workspace(), s.ID)
		if err != nil && !t.missing(err) { // somebody else was faster
			return adapters.Reply{}, fmt.Errorf("removing a source: %w", err)
		}
		reply.Blocks = append(reply.Blocks, adapters.Block{
			Kind: adapters.BlockText, Text: t.words.say("sources.removed", "name", sourceName(s.Source)), URL: shownURL(s.Source),
		})
	}
	if err := t.keepRemoved(ctx, picked); err != nil {
		return adapters.Reply{}, err
	}
	reply.Actions = []adapters.Action{{Label: t.words.say("action.undo"), Command: cmdSources + " " + subUndo}}
	return reply, nil
}

// removed is a source that can be brought back.
type removed struct {
	Kind    news.SourceKind `json:"kind"`
	Address string          `json:"address"`
	Name    string          `json:"name"`
}

// undoer is whose conversation holds what a person removed last: it must not
// take the place of what they were last shown.
func (t *turn) undoer() string { return t.request.Person + "/removed" }

func (t *turn) keepRemoved(ctx context.Context, picked []Source) error {
	var all []removed
	for _, s := range picked {
		all = append(all, removed{s.Kind, s.Address, s.Name})
	}
	data, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("what was removed: %w", err)
	}
	err = t.store().PutConversation(ctx, t.request.Channel, t.undoer(), news.Conversation{Command: string(data), Updated: t.now})
	if err != nil {
		return fmt.Errorf("what was removed: %w", err)
	}
	return nil
}

// undoRemoval brings back what the person removed last.
func (t *turn) undoRemoval(ctx context.Context) (adapters.Reply, error) {
	conv, err := t.store().Conversation(ctx, t.request.Channel, t.undoer())
	if err != nil && !t.missing(err) {
		return adapters.Reply{}, fmt.Errorf("what was removed: %w", err)
	}
	var all []removed
	if broken := json.Unmarshal([]byte(conv.Command), &all); broken != nil || len(all) == 0 { // nothing was kept, or something else
		return t.refuse(t.words.say("sources.undo.none")), nil //nolint:nilerr // what was not there was not removed
	}
	var reply adapters.Reply
	for _, r := range all {
		s := news.NewSource(r.Kind, r.Address, r.Name, t.workspace(), t.now)
		s, _, err := t.desk.config.Sources.Add(ctx, s, t.reading())
		if refusal, ok := t.tooMany(s, err); ok {
			reply.Blocks, reply.Failed = append(reply.Blocks, t.line(refusal)...), true
			continue
		}
		if err != nil {
			return adapters.Reply{}, fmt.Errorf("adding a source: %w", err)
		}
		reply.Blocks = append(reply.Blocks, t.line(t.words.say("sources.back", "name", sourceName(s)))...)
	}
	if reply.Failed {
		return reply, nil
	}
	return reply, t.keepRemoved(ctx, nil)
}
