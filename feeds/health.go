package feeds

import (
	"time"

	"dateline/news"
)

// HealthState is how a source is, in one word.
type HealthState string

// The states of health.
const (
	HealthWaiting HealthState = "waiting" // never polled yet
	HealthOK      HealthState = "ok"      // it works
	HealthQuiet   HealthState = "quiet"   // it answers, but has had nothing new for far longer than it used to
	HealthFailing HealthState = "failing" // it cannot be read
	HealthStopped HealthState = "stopped" // it is gone for good and not polled any more
)

// A source is quiet when nothing has come for so many times its own rhythm,
// and for two days at the least: a weekend is no silence.
const (
	quietRhythms = 5
	quietAtLeast = 48 * time.Hour
)

// Health is how a source is.
type Health struct {
	State HealthState
	Since time.Time  // failing or stopped: of the first failure; quiet: when something last came
	Cause news.Cause // failing or stopped: why
}

// HealthOf judges a source by what is known of it at the time now.
func HealthOf(s news.Source, now time.Time) Health {
	st := s.State
	switch {
	case st.Stopped:
		return Health{State: HealthStopped, Since: st.FailingSince, Cause: st.Cause}
	case st.Failures > 0:
		return Health{State: HealthFailing, Since: st.FailingSince, Cause: st.Cause}
	case st.LastPoll.IsZero() || st.LastSuccess.IsZero():
		return Health{State: HealthWaiting}
	case quiet(s, now):
		return Health{State: HealthQuiet, Since: st.LastNew}
	}
	return Health{State: HealthOK}
}

// quiet reports whether a source is far past its own rhythm. A folder has
// none: whoever puts files there does so when there are any.
func quiet(s news.Source, now time.Time) bool {
	if s.Kind == news.SourceFolder || s.State.Rhythm <= 0 || s.State.LastNew.IsZero() {
		return false
	}
	return now.Sub(s.State.LastNew) > max(quietRhythms*s.State.Rhythm, quietAtLeast)
}
