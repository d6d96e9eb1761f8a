package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/adapters"
	"dateline/news"
)

// checkSource shows each stage from an address to a digest, and stores nothing.
func (t *turn) checkSource(ctx context.Context, words []string) (adapters.Reply, error) {
	if len(words) == 0 {
		return t.refuse(t.words.say("sources.check.what")), nil
	}
	address, refusal, err := t.addressOf(ctx, strings.Join(words, " "))
	if err != nil || refusal != nil {
		return orEmpty(refusal), err
	}
	checked, err := t.desk.config.Sources.Check(ctx, t.workspace(), address)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("check: %w", err)
	}
	if checked.Cause == news.CauseAddress {
		return t.refuse(t.words.say("sources.check.notallowed")), nil
	}
	reply := adapters.Reply{Blocks: []adapters.Block{{Kind: adapters.BlockTitle, Text: t.words.say("sources.checked", "what", checked.Shown)}}}
	reply.Blocks = append(reply.Blocks, t.stages(checked)...)
	if checked.Cause != "" {
		reply.Failed = true
		reply.Blocks = append(reply.Blocks, t.line(t.words.say("sources.check.failed", "cause", t.causeText(checked.Cause)))...)
		return reply, nil
	}
	reply.Blocks = append(reply.Blocks, t.firstDigest(ctx, news.Source{Name: checked.Title}, checked.Newest)...)
	return reply, nil
}

// Checked is a check whose outcome a program reads. What names no source, and
// is no address, is an error that can be shown.
func (d *Desk) Checked(ctx context.Context, r adapters.Request, what string) (Checked, error) {
	t := d.turn(r)
	address, refusal, err := t.addressOf(ctx, what)
	switch {
	case err != nil:
		return Checked{}, err
	case refusal != nil:
		return Checked{}, errors.New(refusal.Blocks[0].Text)
	}
	return d.config.Sources.Check(ctx, t.workspace(), address)
}

// addressOf gives the address that is meant: of a source that is read, or the typed one.
func (t *turn) addressOf(ctx context.Context, what string) (string, *adapters.Reply, error) {
	all, err := t.readSources(ctx)
	if err != nil {
		return "", nil, err
	}
	found := matchSource(all, what)
	switch {
	case len(found) == 1:
		return found[0].Address, nil, nil
	case len(what) > maxAddress:
		reply := t.refuse(t.words.say("sources.check.notallowed"))
		return "", &reply, nil
	case len(found) > 1 || !strings.ContainsAny(what, ".:/\\"): // a name or a number, and no address
		_, refusal, err := t.one(all, what, found)
		return "", refusal, err
	}
	return strings.Trim(what, "<>"), nil, nil
}

// stages gives a line for each thing that was found out.
func (t *turn) stages(c Checked) []adapters.Block {
	var blocks []adapters.Block
	add := func(key, value string) {
		if value != "" {
			blocks = append(blocks, adapters.Block{Kind: adapters.BlockItem, Label: t.words.say(key), Text: value})
		}
	}
	add("stage.resolve", milliseconds(c.Resolved))
	add("stage.connect", milliseconds(c.Connected))
	add("stage.redirects", strings.Join(c.Redirects, ", "))
	add("stage.status", number(c.Status))
	add("stage.type", news.Fold(c.Type))
	add("stage.charset", news.Fold(c.Charset))
	add("stage.size", t.size(c))
	add("stage.format", t.format(c))
	add("stage.repairs", strings.Join(c.Repairs, ", "))
	add("stage.title", clip(news.Fold(c.Title)))
	if c.Format != "" || c.Items > 0 {
		add("stage.items", strconv.Itoa(c.Items))
	}
	if c.Newest != nil {
		add("stage.newest", t.newest(*c.Newest))
		add("stage.text", t.words.count("stage.characters", utf8.RuneCountInString(c.Newest.Text)))
	}
	return blocks
}

func (t *turn) size(c Checked) string {
	if c.Bytes == 0 {
		return ""
	}
	return t.words.count("stage.bytes", c.Bytes, "time", milliseconds(c.Done))
}

func (t *turn) format(c Checked) string {
	switch c.Kind {
	case news.SourcePage:
		return t.words.say("stage.page")
	case news.SourceFolder:
		return t.words.say("stage.folder")
	}
	return c.Format
}

func (t *turn) newest(raw news.Raw) string {
	title := clip(news.Fold(raw.Title))
	if raw.Published.IsZero() {
		return joined(t.words.say("date.none"), title)
	}
	return joined(t.day(raw.Published), t.clock(raw.Published), title)
}

func milliseconds(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return strconv.FormatInt(max(d.Milliseconds(), 1), 10) + " ms"
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
