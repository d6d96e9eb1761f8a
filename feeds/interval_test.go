package feeds

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dateline/news"
)

// working is a source that works and changes every two hours.
func working() news.Source {
	s := testSource()
	s.State = news.SourceState{
		LastPoll: noon.Add(-time.Hour), LastSuccess: noon.Add(-time.Hour), LastNew: noon.Add(-time.Hour), Rhythm: 2 * time.Hour,
	}
	return s
}

func failing(failures int, since time.Time) news.Source {
	s := working()
	s.State.Failures, s.State.FailingSince, s.State.Cause = failures, since, news.CauseTimeout
	return s
}

func ofKind(s news.Source, k news.SourceKind) news.Source { s.Kind = k; return s }

// refused is an answer that asks to wait for so long, or does not.
func refused(status int, ask time.Duration) Outcome {
	o := Outcome{Cause: news.StatusCause(status), Status: status}
	if ask != 0 {
		o.NotBefore = noon.Add(ask)
	}
	return o
}

func TestNext(t *testing.T) {
	t.Parallel()
	rhythm := func(d, quiet time.Duration) news.Source {
		s := working()
		s.State.Rhythm, s.State.LastNew = d, noon.Add(-quiet)
		return s
	}
	waits := func(wait time.Duration, skip uint32) news.Source {
		s := working()
		s.State.Wait, s.State.Skip = wait, skip
		return s
	}
	slotIn := func(d time.Duration) Slots {
		return func(_ news.SourceID, after time.Time) (time.Time, bool) {
			return noon.Add(d), noon.Add(d).After(after)
		}
	}
	const m, h = time.Minute, time.Hour
	for name, c := range map[string]struct {
		source news.Source
		of     Outcome
		slots  Slots
		want   time.Duration // from now
	}{
		"a new source":                      {testSource(), Outcome{Document: true}, nil, 30 * m},
		"a quarter of its rhythm":           {working(), Outcome{}, nil, 30 * m},
		"a fast source":                     {rhythm(m, m), Outcome{}, nil, 5 * m},
		"a slow source":                     {rhythm(14*24*h, 24*h), Outcome{}, nil, 24 * h},
		"less often while nothing comes":    {rhythm(2*h, 16*h), Outcome{}, nil, 2 * h},
		"dead for months":                   {rhythm(2*h, 100*24*h), Outcome{}, nil, 24 * h},
		"a fast page":                       {ofKind(rhythm(m, m), news.SourcePage), Outcome{}, nil, 15 * m},
		"a folder":                          {ofKind(working(), news.SourceFolder), Outcome{}, nil, 15 * time.Second},
		"a folder that fails":               {ofKind(failing(9, noon), news.SourceFolder), Outcome{Cause: news.CauseFile}, nil, m},
		"max-age over the interval":         {working(), Outcome{NotBefore: noon.Add(3 * h)}, nil, 3 * h},
		"max-age under the interval":        {working(), Outcome{NotBefore: noon.Add(10 * m)}, nil, 30 * m},
		"max-age of a year":                 {working(), Outcome{NotBefore: noon.Add(365 * 24 * h)}, nil, 24 * h},
		"max-age in the past":               {working(), Outcome{NotBefore: noon.Add(-3 * h)}, nil, 30 * m},
		"ttl":                               {working(), Outcome{Document: true, TTL: 2 * h}, nil, 2 * h},
		"ttl and max-age":                   {working(), Outcome{Document: true, TTL: 2 * h, NotBefore: noon.Add(4 * h)}, nil, 4 * h},
		"a ttl lasts over a 304":            {waits(2*h, 0), Outcome{}, nil, 2 * h},
		"a document without a ttl ends it":  {waits(2*h, 0), Outcome{Document: true}, nil, 30 * m},
		"skipHours":                         {working(), Outcome{Document: true, Skip: skipMask([]int{12, 13, 14}, nil)}, nil, 3 * h},
		"skipHours last over a 304":         {waits(0, skipMask([]int{12, 13}, nil)), Outcome{}, nil, 2 * h},
		"skipHours of the whole day":        {waits(0, 1<<24-1), Outcome{}, nil, 30 * m},
		"skipDays":                          {waits(0, skipMask(nil, []time.Weekday{noon.Weekday()})), Outcome{}, nil, 12 * h},
		"first failure":                     {working(), Outcome{Cause: news.CauseTimeout}, nil, 5 * m},
		"second failure":                    {failing(1, noon), Outcome{Cause: news.CauseTimeout}, nil, 10 * m},
		"fifth failure":                     {failing(4, noon), Outcome{Cause: news.CauseName}, nil, 80 * m},
		"hundredth failure":                 {failing(99, noon), Outcome{Cause: news.CauseName}, nil, 24 * h},
		"a failure makes no use of the ttl": {waits(12*h, 0), Outcome{Cause: news.CauseTimeout}, nil, 5 * m},
		"429 with Retry-After":              {working(), refused(429, h), nil, h},
		"503 with a short Retry-After":      {failing(3, noon), refused(503, m), nil, 40 * m},
		"429 with Retry-After of a century": {working(), refused(429, 876000*h), nil, 24 * h},
		"401 backs off":                     {working(), refused(401, 0), nil, 5 * m},
		"403 backs off":                     {failing(2, noon), refused(403, 0), nil, 20 * m},
		"before a slot":                     {rhythm(24*h, h), Outcome{}, slotIn(2 * h), 100 * m},
		"a slot after the next poll":        {working(), Outcome{}, slotIn(6 * h), 30 * m},
		"a slot that is too near":           {rhythm(24*h, h), Outcome{}, slotIn(15 * m), 6 * h},
		"before a slot, but asked to wait":  {rhythm(24*h, h), Outcome{NotBefore: noon.Add(110 * m)}, slotIn(2 * h), 110 * m},
		"asked to wait until after a slot":  {rhythm(24*h, h), Outcome{NotBefore: noon.Add(3 * h)}, slotIn(2 * h), 6 * h},
		"before a slot, in skipped hours":   {waits(0, skipMask([]int{12, 13, 14, 15}, nil)), Outcome{}, slotIn(2 * h), 4 * h},
		"before a slot, as they end":        {rhythm(24*h, h), Outcome{Document: true, Skip: skipMask([]int{12}, nil)}, slotIn(70 * m), h},
		"failing, before a slot":            {failing(9, noon), Outcome{Cause: news.CauseName}, slotIn(2 * h), 100 * m},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, _ := Next(c.source, c.of, c.slots, noon, 0)
			if got := state.Next.Sub(noon); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if state.LastPoll != noon {
				t.Errorf("the poll is not noted: %v", state.LastPoll)
			}
		})
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	week := noon.Add(-goneAfter)
	for name, c := range map[string]struct {
		source news.Source
		status int
		want   bool
	}{
		"410 at once":        {working(), 410, true},
		"404 at first":       {working(), 404, false},
		"404 for six days":   {failing(20, week.Add(24*time.Hour)), 404, false},
		"404 for seven days": {failing(20, week), 404, true},
		"403 for seven days": {failing(20, week), 403, false},
		"500 for a month":    {failing(50, noon.AddDate(0, -1, 0)), 500, false},
	} {
		state, notice := Next(c.source, Outcome{Cause: news.StatusCause(c.status), Status: c.status}, nil, noon, 0)
		if state.Stopped != c.want || c.want && (notice == nil || notice.Kind != news.NoticeGone) {
			t.Errorf("%s: stopped %v with notice %v, want %v", name, state.Stopped, notice, c.want)
		}
	}
}

func TestNoticesAreToldOnce(t *testing.T) {
	t.Parallel()
	s := working()
	var told []news.NoticeKind
	poll := func(at time.Time, o Outcome) {
		var notice *news.Notice
		s.State, notice = Next(s, o, nil, at, 0)
		if notice != nil {
			told = append(told, notice.Kind)
			if notice.Source != s.ID || notice.ID.IsZero() || notice.Since.IsZero() || notice.Cause == "" {
				t.Errorf("the notice is %+v, want source, since and cause", notice)
			}
		}
	}
	at := noon
	for at.Before(noon.Add(6 * 24 * time.Hour)) {
		poll(at, Outcome{Cause: news.CauseName})
		if len(told) > 0 && at.Before(noon.Add(tellAfter)) {
			t.Fatalf("told after %v, want three days", at.Sub(noon))
		}
		at = s.State.Next
	}
	poll(at, Outcome{})
	poll(at.Add(time.Hour), Outcome{})
	poll(at.Add(2*time.Hour), Outcome{Cause: news.CauseName})
	poll(at.Add(3*time.Hour), Outcome{})
	if len(told) != 2 || told[0] != news.NoticeFailing || told[1] != news.NoticeBack {
		t.Errorf("got %v, want failing once and back once", told)
	}
	if s.State.Failures != 0 || !s.State.FailingSince.IsZero() || s.State.Cause != "" || !s.State.Told.IsZero() {
		t.Errorf("success resets: got %+v", s.State)
	}
}

func TestAMachineThatWasOffSawNoThreeDaysOfFailure(t *testing.T) {
	t.Parallel()
	_, notice := Next(failing(1, noon.AddDate(0, 0, -5)), Outcome{Cause: news.CauseName}, nil, noon, 0)
	if notice != nil {
		t.Errorf("two failures, five days apart, gave %v", notice)
	}
}

func TestRhythm(t *testing.T) {
	t.Parallel()
	s := testSource()
	s.State, _ = Next(s, Outcome{Document: true, New: 20, Known: 20, Newest: noon.Add(-3 * time.Hour), Rhythm: 6 * time.Hour}, nil, noon, 0)
	if s.State.Rhythm != 6*time.Hour || !s.State.LastNew.Equal(noon.Add(-3*time.Hour)) || s.State.Interval != 90*time.Minute {
		t.Errorf("first poll: got rhythm %v, last new %v, interval %v", s.State.Rhythm, s.State.LastNew, s.State.Interval)
	}
	s.State, _ = Next(s, Outcome{Document: true, New: 1, Known: 21}, nil, noon.Add(-3*time.Hour).Add(2*time.Hour), 0)
	if s.State.Rhythm != 5*time.Hour {
		t.Errorf("a dispatch after two hours: got rhythm %v, want it a quarter nearer", s.State.Rhythm)
	}
	young := testSource()
	young.State, _ = Next(young, Outcome{Document: true, New: 4, Known: 4}, nil, noon, 0)
	if young.State.Rhythm != 0 {
		t.Errorf("four dispatches: got rhythm %v, want none", young.State.Rhythm)
	}
}

func TestRhythmOfDates(t *testing.T) {
	t.Parallel()
	var dates []time.Time
	for i := range 30 {
		dates = append(dates, noon.Add(-time.Duration(i)*time.Hour))
	}
	if got := rhythmOfDates(dates, noon); got != time.Hour {
		t.Errorf("hourly: got %v", got)
	}
	if got := rhythmOfDates(append(dates[:4:4], noon.Add(time.Hour), time.Time{}), noon); got != 0 {
		t.Errorf("four, one in the future and one unknown: got %v, want 0", got)
	}
}

// drawn is any outcome.
func drawn(t *rapid.T) Outcome {
	span := rapid.Int64Range(-int64(72*time.Hour), int64(72*time.Hour))
	o := Outcome{
		Document: rapid.Bool().Draw(t, "document"), TTL: time.Duration(span.Draw(t, "ttl")),
		New: rapid.IntRange(0, 500).Draw(t, "new"), Known: rapid.IntRange(0, 1000).Draw(t, "known"),
		Rhythm: time.Duration(rapid.Int64Range(0, int64(1000*time.Hour)).Draw(t, "rhythm")),
	}
	if rapid.Bool().Draw(t, "skips") {
		o.Skip = rapid.Uint32Range(0, 1<<31-1).Draw(t, "skip")
	}
	if rapid.Bool().Draw(t, "asks") {
		o.NotBefore = noon.Add(time.Duration(span.Draw(t, "ask")))
	}
	if rapid.Bool().Draw(t, "fails") {
		o.Status = rapid.SampledFrom([]int{0, 401, 403, 404, 410, 429, 500, 503}).Draw(t, "status")
		o.Cause = news.CauseTimeout
	}
	return o
}

func TestNextHoldsForAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := working()
		s.Kind = rapid.SampledFrom([]news.SourceKind{news.SourceFeed, news.SourcePage, news.SourceFolder}).Draw(t, "kind")
		s.State.Failures = rapid.IntRange(0, 100).Draw(t, "failures")
		s.State.Rhythm = time.Duration(rapid.Int64Range(0, int64(1000*time.Hour)).Draw(t, "was"))
		o := drawn(t)
		slot := noon.Add(time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "slot")))
		slots := func(_ news.SourceID, after time.Time) (time.Time, bool) { return slot, slot.After(after) }
		state, _ := Next(s, o, slots, noon, rapid.Float64Range(0, 1).Draw(t, "rnd"))
		wait := state.Next.Sub(noon)
		if s.Kind == news.SourceFolder {
			if wait > time.Minute {
				t.Fatalf("a folder waits %v", wait)
			}
			return
		}
		ask := min(o.NotBefore.Sub(noon), maxInterval)
		switch {
		case wait < minInterval:
			t.Fatalf("waits %v", wait)
		case state.Skip == 0 && wait > maxInterval:
			t.Fatalf("waits %v without being asked to", wait)
		case !o.NotBefore.IsZero() && wait < ask:
			t.Fatalf("waits %v, asked for %v", wait, ask)
		case o.Cause == "" && o.Document && wait < min(o.TTL, maxInterval):
			t.Fatalf("waits %v, ttl %v", wait, o.TTL)
		case likes(state.Next, state.Skip).After(state.Next):
			t.Fatalf("polls at %v, which it does not like", state.Next)
		case (o.Cause == "") != (state.Failures == 0):
			t.Fatalf("%d failures after %q", state.Failures, o.Cause)
		}
	})
}
