package feeds

import (
	"net/http"
	"slices"
	"time"

	"dateline/news"
)

// How long to wait between two polls, and how long to bear a failure.
const (
	minInterval    = 5 * time.Minute
	maxInterval    = 24 * time.Hour
	pageInterval   = 15 * time.Minute // a page is larger than a feed, and says less often that it has not changed
	folderInterval = 15 * time.Second // nobody is asked
	folderRetry    = time.Minute
	usualRhythm    = 2 * time.Hour // of a source that is not known yet

	firstRetry = 5 * time.Minute // doubled with each failure
	tellAfter  = 72 * time.Hour  // of failure, people are told
	tellPolls  = 4               // that failed, at the least: a machine that was off has not seen three days of failure
	goneAfter  = 7 * 24 * time.Hour
	slotLead   = 20 * time.Minute // before an edition, its sources are read
	rhythmOf   = 5                // dispatches must be known before there is a rhythm
)

// A source is asked about four times for each new dispatch, and less and less
// often while nothing comes.
const (
	pollsPerDispatch = 4
	quietShare       = 2
)

// Slots gives the first slot after a moment of any subscription that reads
// the source; false where there is none.
type Slots func(id news.SourceID, after time.Time) (time.Time, bool)

// Outcome is what came of one poll, as far as it decides on the next.
type Outcome struct {
	Cause     news.Cause // why nothing could be read; "" where it could
	Status    int        // of a refusal (4xx, 5xx); else 0
	NotBefore time.Time  // the server asked to wait until then; zero if it did not

	// Of a poll that worked:
	Document bool          // a document came, not only the word that nothing has changed
	Partial  bool          // there is more, which was not read yet
	TTL      time.Duration // the document's wishes
	Skip     uint32        // as in news.SourceState
	New      int           // dispatches that were not known
	Known    int           // items that are known by now
	Newest   time.Time     // when the newest item was published; zero if unknown
	Rhythm   time.Duration // mean time between the document's own items; 0 if unknown
}

// Next gives the state of a source after a poll at the time now: when it is
// due again, what is known of its health, and what people must be told now,
// nil for nothing. It is never due earlier than it asked, at the most a day
// ahead (and then only in the hours and on the days that it likes).
//
// slots may be nil. rnd, from 0 to 1, spreads the polls of sources that would
// all be due at once.
func Next(s news.Source, o Outcome, slots Slots, now time.Time, rnd float64) (news.SourceState, *news.Notice) {
	state := s.State
	state.LastPoll = now
	if o.Cause != "" {
		fail(s.Kind, &state, o, now, rnd)
	} else {
		succeed(s.Kind, &state, s.Added, o, now, rnd)
	}
	if s.Kind != news.SourceFolder {
		state.Next = likes(later(state.Next, state.NotBefore), state.Skip)
		if early, ok := beforeSlot(s.ID, slots, state, now, rnd); ok && early.Before(state.Next) {
			state.Next = early
		}
	}
	return state, tell(s, &state, now)
}

// succeed is what a poll that worked does to the state.
func succeed(kind news.SourceKind, state *news.SourceState, added time.Time, o Outcome, now time.Time, rnd float64) {
	learn(state, added, o, now)
	if !o.Partial || !state.LastSuccess.IsZero() { // a first poll is over when all is read
		state.LastSuccess = now
	}
	state.Failures, state.FailingSince, state.Cause, state.Stopped = 0, time.Time{}, "", false
	if o.Document {
		state.Wait, state.Skip = min(max(o.TTL, 0), maxInterval), o.Skip
	}
	state.NotBefore = wish(later(o.NotBefore, now.Add(state.Wait)), now)
	switch kind {
	case news.SourceFolder:
		state.Interval = folderInterval
		state.Next = now.Add(folderInterval)
		return
	case news.SourcePage:
		state.Interval = max(state.Interval, pageInterval)
	}
	wait := min(state.Interval+part(state.Interval/10, rnd), maxInterval)
	state.Next = now.Add(wait)
}

// learn brings the rhythm and the interval up to date.
func learn(state *news.SourceState, added time.Time, o Outcome, now time.Time) {
	first := state.LastSuccess.IsZero()
	if o.Known >= rhythmOf {
		state.Rhythm = rhythm(*state, o, now)
	}
	switch {
	case o.New > 0 && first && !o.Newest.IsZero() && o.Newest.Before(now):
		state.LastNew = o.Newest
	case o.New > 0:
		state.LastNew = now
	}
	last := state.LastNew
	if last.IsZero() {
		last = added
	}
	quiet := now.Sub(last)
	usual := state.Rhythm
	if usual == 0 {
		usual = usualRhythm
	}
	state.Interval = min(max(max(usual, quiet/quietShare)/pollsPerDispatch, minInterval), maxInterval)
}

// rhythm is the mean time between new dispatches: as the document's own dates
// have it at first, then a moving average of what came.
func rhythm(state news.SourceState, o Outcome, now time.Time) time.Duration {
	if state.Rhythm == 0 {
		if o.Rhythm > 0 || o.New == 0 || state.LastNew.IsZero() {
			return o.Rhythm
		}
		return max(now.Sub(state.LastNew)/time.Duration(o.New), time.Second)
	}
	if o.New == 0 || state.LastNew.IsZero() {
		return state.Rhythm
	}
	gap := now.Sub(state.LastNew) / time.Duration(o.New)
	return max((3*state.Rhythm+gap)/4, time.Second)
}

// fail is what a poll that failed does to the state.
func fail(kind news.SourceKind, state *news.SourceState, o Outcome, now time.Time, rnd float64) {
	if state.Failures == 0 || state.FailingSince.IsZero() {
		state.FailingSince = now
	}
	state.Failures++
	state.Cause = o.Cause
	state.NotBefore = wish(o.NotBefore, now)
	state.Next = now.Add(retryIn(kind, state.Failures, rnd))
	lost := o.Status == http.StatusNotFound && now.Sub(state.FailingSince) >= goneAfter
	state.Stopped = kind != news.SourceFolder && (o.Status == http.StatusGone || lost)
}

// retryIn is how long to wait after so many failures in a row.
func retryIn(kind news.SourceKind, failures int, rnd float64) time.Duration {
	if kind == news.SourceFolder {
		return folderRetry
	}
	wait := firstRetry << min(failures-1, 9) // 9 doublings are over a day
	if wait >= maxInterval {
		return maxInterval - part(maxInterval/12, rnd)
	}
	return min(wait+part(wait/4, rnd), maxInterval)
}

// wish is a time that a source asks for: none where it is over, and a day
// ahead at the most.
func wish(asked, now time.Time) time.Time {
	if !asked.After(now) {
		return time.Time{}
	}
	if latest := now.Add(maxInterval); asked.After(latest) {
		return latest
	}
	return asked
}

// likes moves t to the first hour in which the source does not ask to be left
// alone. A source that always asks so is not heard.
func likes(t time.Time, skip uint32) time.Time {
	if t.IsZero() || skip == 0 {
		return t
	}
	u := t.UTC()
	for range 7*24 + 1 {
		if skip&(1<<u.Hour()|1<<(24+int(u.Weekday()))) == 0 {
			return u
		}
		u = u.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}

// beforeSlot gives a moment shortly before the next slot of a subscription
// that reads the source, unless the source asked to wait until after that
// slot, or to be left alone just then.
func beforeSlot(id news.SourceID, slots Slots, state news.SourceState, now time.Time, rnd float64) (time.Time, bool) {
	if slots == nil {
		return time.Time{}, false
	}
	slot, ok := slots(id, now.Add(slotLead))
	if !ok {
		return time.Time{}, false
	}
	at := slot.Add(part(slotLead/2, rnd) - slotLead)
	at = likes(later(later(at, state.NotBefore), now.Add(minInterval)), state.Skip)
	return at, at.Before(slot)
}

// tell decides what people must be told after a poll, and notes in the state
// that they were.
func tell(s news.Source, state *news.SourceState, now time.Time) *news.Notice {
	kind := news.NoticeKind("")
	since, cause := state.FailingSince, state.Cause
	switch {
	case state.Stopped && !s.State.Stopped:
		kind, state.Told = news.NoticeGone, now
	case state.Failures == 0 && !state.Told.IsZero():
		kind, state.Told = news.NoticeBack, time.Time{}
		since, cause = s.State.FailingSince, s.State.Cause
	case state.Failures >= tellPolls && state.Told.IsZero() && now.Sub(state.FailingSince) >= tellAfter:
		kind, state.Told = news.NoticeFailing, now
	default:
		return nil
	}
	id := news.DeriveID[news.Notice](s.ID.String(), string(kind), since.UTC().Format(time.RFC3339Nano))
	return &news.Notice{ID: id, Kind: kind, Source: s.ID, Since: since, Cause: cause, Created: now}
}

// skipMask puts a document's wishes into the form of [news.SourceState].
func skipMask(hours []int, days []time.Weekday) uint32 {
	var mask uint32
	for _, h := range hours {
		if h >= 0 && h < 24 {
			mask |= 1 << h
		}
	}
	for _, d := range days {
		if d >= time.Sunday && d <= time.Saturday {
			mask |= 1 << (24 + int(d))
		}
	}
	return mask
}

// rhythmOfDates is the mean time between the newest of these times, 0 where
// there are fewer than five; none in the future counts.
func rhythmOfDates(dates []time.Time, now time.Time) time.Duration {
	const newest = 20
	dates = slices.DeleteFunc(slices.Clone(dates), func(t time.Time) bool { return t.IsZero() || t.After(now) })
	if len(dates) < rhythmOf {
		return 0
	}
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	dates = dates[:min(len(dates), newest)]
	return dates[0].Sub(dates[len(dates)-1]) / time.Duration(len(dates)-1)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// part is a share of d.
func part(d time.Duration, rnd float64) time.Duration {
	return time.Duration(float64(d) * min(max(rnd, 0), 1))
}
