package feeds

import (
	"testing"
	"time"

	"dateline/news"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	with := func(change func(*news.SourceState)) news.Source {
		s := working()
		change(&s.State)
		return s
	}
	stopped := failing(3, noon.Add(-time.Hour))
	stopped.State.Stopped = true
	folder := with(func(s *news.SourceState) { s.LastNew = noon.AddDate(-1, 0, 0) })
	folder.Kind = news.SourceFolder
	for name, c := range map[string]struct {
		source news.Source
		want   HealthState
	}{
		"new":                       {testSource(), HealthWaiting},
		"works":                     {working(), HealthOK},
		"fails":                     {failing(1, noon.Add(-time.Hour)), HealthFailing},
		"gone":                      {stopped, HealthStopped},
		"fails and never worked":    {with(func(s *news.SourceState) { s.LastSuccess, s.Failures = time.Time{}, 2 }), HealthFailing},
		"nothing for two days":      {with(func(s *news.SourceState) { s.LastNew = noon.Add(-49 * time.Hour) }), HealthQuiet},
		"nothing over the weekend":  {with(func(s *news.SourceState) { s.LastNew = noon.Add(-47 * time.Hour) }), HealthOK},
		"a weekly, after a month":   {with(func(s *news.SourceState) { s.Rhythm, s.LastNew = 7*24*time.Hour, noon.AddDate(0, -1, 0) }), HealthOK},
		"a weekly, after six weeks": {with(func(s *news.SourceState) { s.Rhythm, s.LastNew = 7*24*time.Hour, noon.AddDate(0, 0, -42) }), HealthQuiet},
		"too few to have a rhythm":  {with(func(s *news.SourceState) { s.Rhythm, s.LastNew = 0, noon.AddDate(-1, 0, 0) }), HealthOK},
		"a folder is never quiet":   {folder, HealthOK},
	} {
		got := HealthOf(c.source, noon)
		if got.State != c.want {
			t.Errorf("%s: got %q, want %q", name, got.State, c.want)
		}
		if c.want == HealthFailing && name == "fails" && (got.Cause != news.CauseTimeout || !got.Since.Equal(noon.Add(-time.Hour))) {
			t.Errorf("%s: got %+v, want since and cause", name, got)
		}
	}
}
