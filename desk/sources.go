package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/news"
)

// Sources is where the news comes from, as the desk shows and changes it.
type Sources interface {
	// Sources gives what w reads, in the order that their numbers follow.
	Sources(ctx context.Context, w news.WorkspaceID) ([]Source, error)
	// Look says what is at an address, as somebody typed it, and stores
	// nothing. What cannot be read is a [*CauseError].
	Look(ctx context.Context, w news.WorkspaceID, address string) (Found, error)
	// Add makes r.Workspace read a source. It gives the source as it is kept,
	// and [news.ChangeNone] where the workspace read it already; a
	// [*TooManyError] where it reads as many as it may.
	Add(ctx context.Context, s news.Source, r news.Reading) (news.Source, news.Change, error)
	// Remove makes w read a source no more.
	Remove(ctx context.Context, w news.WorkspaceID, id news.SourceID) error
	// Check goes from an address to what would be digested, and stores
	// nothing. Where it cannot go on, the Checked says why; the error is ours.
	Check(ctx context.Context, w news.WorkspaceID, address string) (Checked, error)
}

// Pages reads web pages that somebody asks to be digested.
type Pages interface {
	// Page gives the article of a page. What cannot be read is a [*CauseError].
	Page(ctx context.Context, address string) (news.Raw, error)
}

// Health is how a source is, in one word.
type Health string

// The states of health.
const (
	HealthNew     Health = "new"     // not polled yet
	HealthOK      Health = "ok"      //
	HealthQuiet   Health = "quiet"   // it answers, and has had nothing new for far longer than it used to
	HealthFailing Health = "failing" // since State.FailingSince, for State.Cause
	HealthStopped Health = "stopped" // it is gone for good
)

// Source is a source with its health.
type Source struct {
	news.Source
	Health Health
}

// Found is what is at an address.
type Found struct {
	Kind    news.SourceKind
	Address string    // to be polled from now on: the feed of a page, say
	Title   string    // its own; "" if it has none
	Items   int       // that it has now
	Newest  *news.Raw // the newest of them; nil if there is none
}

// Checked is how far a check of an address came. What it did not come to is zero.
type Checked struct {
	Kind                                 news.SourceKind
	Shown                                string // the address, as it may be shown
	Resolved, Connected, FirstByte, Done time.Duration
	Redirects                            []string // as they may be shown
	Status                               int
	Type, Charset                        string
	Bytes                                int
	Format                               string   // "RSS 2.0", say
	Repairs                              []string // what was wrong with the document and put right, in English
	Title                                string
	Items                                int
	Newest                               *news.Raw
	Cause                                news.Cause // why it went no further; "" where it did
}

// Suggestion is a well-known public feed.
type Suggestion struct{ Name, Address string }

// CauseError says why an address could not be read.
type CauseError struct {
	Cause news.Cause
	Err   error // for the log; may be nil
}

// Error implements error.
func (e *CauseError) Error() string { return "read: " + string(e.Cause) }

// Unwrap gives the cause for the log.
func (e *CauseError) Unwrap() error { return e.Err }

// TooManyError says that a workspace reads as many sources as it may.
type TooManyError struct{ Limit int }

// Error implements error.
func (e *TooManyError) Error() string { return fmt.Sprintf("%d sources are read: no more", e.Limit) }

// The words after sources.
const (
	subList   = "list"
	subAdd    = "add"
	subRemove = "remove"
	subCheck  = "check"
	subUndo   = "undo"
)

func sourceWords() []string { return []string{subList, subAdd, subRemove, subCheck, subUndo} }

// sources answers what follows the word sources.
func (t *turn) sources(ctx context.Context, c command) (adapters.Reply, error) {
	word, rest := firstWord(c.rest)
	sub := t.desk.catalogue.sourceWords[strings.ToLower(strings.TrimFunc(straighten(word), isMark))]
	if word == "" {
		sub = subList
	}
	if sub == "" {
		return t.unknownSourceWord(word, rest), nil
	}
	o := SourceOrder{Verb: sub}
	for _, w := range tokens(rest, "name") {
		switch {
		case w.key != "" && sub == subAdd:
			o.Name = w.value
		default:
			o.Words = append(o.Words, w.plain())
		}
	}
	return t.order(ctx, o)
}

// SourceOrder is a command about sources whose words are told apart already.
type SourceOrder struct {
	Verb  string   // "list", "add", "remove", "check" or "undo"
	Words []string // addresses to add; numbers, names or addresses to remove; what to check; [Starter] to add the suggestions
	Name  string   // what the one source to add is called; "" for its own title
}

// Order does what a SourceOrder says, and answers as [Desk.Handle] does. The
// request's text is not read.
func (d *Desk) Order(ctx context.Context, r adapters.Request, o SourceOrder) (adapters.Reply, error) {
	t := d.turn(r)
	err := t.settle(ctx)
	var reply adapters.Reply
	if err == nil {
		reply, err = t.order(ctx, o)
	}
	return t.finish(cmdSources, reply, err)
}

func (t *turn) order(ctx context.Context, o SourceOrder) (adapters.Reply, error) {
	changes := slices.Contains([]string{subAdd, subRemove, subUndo}, o.Verb)
	if changes {
		if d := t.request.Denial(ctx); d.Kind != adapters.NothingDenied {
			return t.denied(d), nil
		}
	}
	if t.workspace().IsZero() {
		return adapters.Reply{}, errors.New("a channel without a workspace")
	}
	switch o.Verb {
	case subAdd:
		return t.add(ctx, o)
	case subRemove:
		return t.removeSources(ctx, o.Words)
	case subUndo:
		return t.undoRemoval(ctx)
	case subCheck:
		return t.checkSource(ctx, o.Words)
	}
	return t.listSources(ctx)
}

// unknownSourceWord says what may be meant, and offers to add what looks like an address.
func (t *turn) unknownSourceWord(word, rest string) adapters.Reply {
	address := strings.TrimSpace(word + " " + rest)
	if isAddress(address) {
		reply := t.refuse(t.words.say("sources.usage"))
		if what := carried(address); what != "" {
			reply.Actions = []adapters.Action{{Label: t.words.say("action.add"), Command: cmdSources + " " + subAdd + what}}
		}
		return reply
	}
	known := append(sourceWords(), slices.Sorted(maps.Keys(t.desk.catalogue.sourceWords))...)
	typed, ok := nearest(strings.ToLower(word), known)
	if !ok {
		return t.refuse(t.words.say("sources.usage"))
	}
	reply := t.refuse(t.words.say("unknown.nearest", "word", clip(word), "command", cmdSources+" "+typed))
	command := cmdSources + " " + t.desk.catalogue.sourceWords[typed] + carried(rest)
	reply.Actions = []adapters.Action{{Label: cmdSources + " " + typed, Command: command}}
	return reply
}

// listSources shows every source with its number and its health.
func (t *turn) listSources(ctx context.Context) (adapters.Reply, error) {
	all, err := t.readSources(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(all) == 0 {
		return adapters.Reply{Blocks: t.line(t.words.say("sources.none")), Actions: t.starterAction()}, nil
	}
	reply := adapters.Reply{Blocks: []adapters.Block{
		{Kind: adapters.BlockTitle, Text: t.words.say("sources.title", "n", strconv.Itoa(len(all)))},
	}}
	for i, s := range all {
		b := adapters.Block{Kind: adapters.BlockItem, Number: strconv.Itoa(i + 1), Label: sourceName(s.Source), Text: t.healthLine(s)}
		if url := shownURL(s.Source); url != b.Label { // which has said it
			b.URL = url
		}
		reply.Blocks = append(reply.Blocks, b)
		if s.broken() && len(reply.Actions) < 2*maxBroken {
			reply.Actions = append(reply.Actions, t.brokenActions(handle(all, i), s)...)
		}
	}
	return reply, nil
}

// maxBroken is for how many sources a list offers what can be done about them.
const maxBroken = 3

func (s Source) broken() bool { return s.Health == HealthFailing || s.Health == HealthStopped }

// handle is what names the i-th source in an action. Buttons live for days, in
// which numbers move on: it is the number only where nothing else will do.
func handle(all []Source, i int) string {
	shown := bareAddress(all[i].Shown())
	if found := matchSource(all, shown); len(found) == 1 && found[0].ID == all[i].ID && len(shown) <= maxCarried && !strings.ContainsAny(shown, "|\" ") {
		return shown
	}
	return strconv.Itoa(i + 1)
}

func (t *turn) brokenActions(handle string, s Source) []adapters.Action {
	return []adapters.Action{
		{Label: t.words.say("action.check"), Command: cmdSources + " " + subCheck + " " + handle},
		{Label: t.words.say("action.remove", "name", sourceName(s.Source)), Command: cmdSources + " " + subRemove + " " + handle},
	}
}

func (t *turn) starterAction() []adapters.Action {
	if len(t.desk.config.Starter) == 0 {
		return nil
	}
	return []adapters.Action{{Label: t.words.say("action.starter"), Command: cmdSources + " " + subAdd + " " + Starter}}
}

// sourceName is what a source is called in a reply.
func sourceName(s news.Source) string {
	if name := news.Fold(s.Name); name != "" {
		return clip(name)
	}
	return s.Shown()
}

// shownURL is the link of a source; a folder has none.
func shownURL(s news.Source) string {
	if s.Kind == news.SourceFolder {
		return ""
	}
	return s.Shown()
}

// readSources gives the sources of the workspace, looked up once a request.
func (t *turn) readSources(ctx context.Context) ([]Source, error) {
	if t.known == nil {
		all, err := t.desk.config.Sources.Sources(ctx, t.workspace())
		if err != nil {
			return nil, fmt.Errorf("sources: %w", err)
		}
		t.known = &all
	}
	return *t.known, nil
}

// pickSources finds the sources that words name: all of them one, or each of them one.
func (t *turn) pickSources(ctx context.Context, words []string) ([]Source, *adapters.Reply, error) {
	all, err := t.readSources(ctx)
	if err != nil {
		return nil, nil, err
	}
	whole := strings.Join(words, " ")
	several := len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return len(matchSource(all, w)) == 0 })
	if found := matchSource(all, whole); len(found) > 0 || !several {
		return t.one(all, whole, found)
	}
	var picked []Source
	for _, w := range words {
		found, refusal, err := t.one(all, w, matchSource(all, w))
		if refusal != nil || err != nil {
			return nil, refusal, err
		}
		if !slices.ContainsFunc(picked, func(s Source) bool { return s.ID == found[0].ID }) {
			picked = append(picked, found...)
		}
	}
	return picked, nil, nil
}

// one refuses what names none, or several.
func (t *turn) one(all []Source, what string, found []Source) ([]Source, *adapters.Reply, error) {
	if len(found) == 1 {
		return found, nil, nil
	}
	key := "sources.unknown"
	if len(found) > 1 {
		key = "sources.several"
	}
	reply := t.refuse(t.words.say(key, "what", clip(shownText(what))))
	if len(all) > 0 {
		reply.Actions = []adapters.Action{{Label: t.words.say("action.sources"), Command: cmdSources}}
	}
	return nil, &reply, nil
}

// matchSource finds sources by number, name or address.
func matchSource(all []Source, what string) []Source {
	if n, err := strconv.Atoi(strings.Trim(what, "#.")); err == nil {
		if n < 1 || n > len(all) {
			return nil
		}
		return all[n-1 : n]
	}
	var found []Source
	wanted := bareAddress(what)
	for _, s := range all {
		if strings.EqualFold(news.Fold(s.Name), news.Fold(what)) || wanted == bareAddress(s.Address) || wanted == bareAddress(s.Shown()) {
			found = append(found, s)
		}
	}
	return found
}

// bareAddress is an address as it is compared: people leave out the scheme
// and the last slash, and links come in angle brackets.
func bareAddress(address string) string {
	address = strings.Trim(strings.TrimSpace(address), "<>")
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	return strings.TrimSuffix(address, "/")
}

// shownText is what was typed, as it may be said back: an address without
// user, query and fragment, which may hold secrets.
func shownText(what string) string {
	what = strings.Trim(what, "<>")
	if !strings.Contains(what, "://") {
		return what
	}
	return publicURL(what)
}

// failedToRead is the cause that an error names, or "" where it is no [*CauseError].
func failedToRead(err error) news.Cause {
	var c *CauseError
	if errors.As(err, &c) {
		return c.Cause
	}
	return ""
}
