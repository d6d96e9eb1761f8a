package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
)

// keepAsked is how many days a digested text stays, for what its reader does next.
const keepAsked = 7

// asked digests a text that the reader gave. It is kept where it was asked
// only, and is never listed.
func (t *turn) asked(ctx context.Context, text string) (adapters.Reply, error) {
	if t.workspace().IsZero() {
		// Within the zero workspace is public: better not at all than for everybody.
		return adapters.Reply{}, errors.New("a channel without a workspace")
	}
	raw := news.Raw{Text: text}
	if isAddress(text) {
		page, refusal, err := t.askedPage(ctx, strings.Trim(text, "<>"))
		if err != nil || refusal != nil {
			return orEmpty(refusal), err
		}
		raw = page
	}
	return t.askedRaw(ctx, raw)
}

// askedPage reads the page whose digest was asked for.
func (t *turn) askedPage(ctx context.Context, address string) (news.Raw, *adapters.Reply, error) {
	var raw news.Raw
	err := error(&CauseError{Cause: news.CauseAddress})
	if len(address) <= maxAddress {
		raw, err = t.desk.config.Pages.Page(ctx, address)
	}
	cause := failedToRead(err)
	switch {
	case err == nil && news.Fold(raw.Text) == "":
		reply := t.refuse(t.words.say("digest.page.empty"))
		return raw, &reply, nil
	case err == nil:
		return raw, nil, nil
	case cause == news.CauseAddress:
		reply := t.refuse(t.words.say("digest.page.notallowed"))
		return raw, &reply, nil
	case cause != "":
		reply := t.refuse(t.words.say("digest.page.failed", "what", clip(publicURL(address)), "cause", t.causeText(cause)))
		return raw, &reply, nil
	}
	return raw, nil, fmt.Errorf("page: %w", err)
}

func (t *turn) askedRaw(ctx context.Context, raw news.Raw) (adapters.Reply, error) {
	if raw.Language == "" {
		raw.Language = terms.Language(raw.Text)
	}
	d, err := news.NewDispatch(raw, news.Within(t.workspace()), news.OriginAsked, t.now)
	if err != nil {
		return t.refuse(t.textProblem(err)), nil
	}
	d.Expires = t.now.AddDate(0, 0, keepAsked)
	index := terms.Index(d.Language, d.Revision.Text)
	d, _, err = t.store().Put(ctx, t.workspace(), d, index)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("keeping the text: %w", err)
	}
	all, failed := t.entries(ctx, []news.Dispatch{d})
	if all == nil {
		return adapters.Reply{}, failed
	}
	if err := t.rememberAsked(ctx, d.ID); err != nil {
		return adapters.Reply{}, err
	}
	return t.showDigests(page{entries: all}), failed
}

// textProblem says what is wrong with a given text.
func (t *turn) textProblem(err error) string {
	var encoding *news.EncodingError
	switch {
	case errors.Is(err, news.ErrTooLong):
		return t.words.say("digest.long", "n", strconv.Itoa(news.MaxText>>20))
	case errors.As(err, &encoding):
		return t.words.say("digest.encoding", "n", strconv.Itoa(encoding.Offset))
	}
	return t.words.say("digest.empty")
}

func (t *turn) problemText(p problem) string {
	if option := nearestOption(p.value); p.key == "problem.option" && option != "" {
		return t.words.say("problem.option.nearest", "value", clip(p.value), "option", option)
	}
	return t.words.say(p.key, "value", clip(p.value))
}
