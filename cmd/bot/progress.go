package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressAfter is how long work goes on before it shows how far it is.
const progressAfter = 2 * time.Second

// progress is a bar on stderr, for long work and on a terminal only. A nil
// progress shows nothing.
type progress struct {
	w     io.Writer
	now   func() time.Time
	start time.Time
	label string
	done  int64
	bar   *progressbar.ProgressBar
}

// newProgress starts to measure work of which nobody knows how much it is; it
// gives nil where stderr is no terminal.
func (a *app) newProgress(label string) *progress {
	if !terminal(a.stderr) {
		return nil
	}
	return &progress{w: a.stderr, now: a.now, start: a.now(), label: label}
}

// step says that one more is done.
func (p *progress) step() {
	if p == nil {
		return
	}
	p.done++
	if p.bar == nil {
		if p.now().Sub(p.start) < progressAfter {
			return
		}
		p.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(p.label),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(p.label),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetSpinnerChangeInterval(0)) // else a goroutine draws that nothing ends
	}
	p.bar.Set64(p.done) //nolint:errcheck // a bar that cannot be shown stops no work
}

// finish takes the bar away.
func (p *progress) finish() {
	if p != nil && p.bar != nil {
		p.bar.Clear() //nolint:errcheck // as above
	}
}
