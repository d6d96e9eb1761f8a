package console_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"dateline/adapters"
	"dateline/adapters/adapterstest"
	"dateline/adapters/console"
)

//nolint:paralleltest // the suite looks for goroutines that were left behind
func TestConformance(t *testing.T) {
	for name, style := range map[string]console.Style{
		"pipe":   {},
		"plain":  {Plain: true},
		"colour": {Color: true, Width: 60},
	} {
		t.Run(name, func(t *testing.T) {
			adapterstest.Run(t, func(t *testing.T) adapterstest.Session { return session(t, style) })
		})
	}
}

func session(t *testing.T, style console.Style) adapterstest.Session {
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); typed.Close() })
	screen := &adapterstest.Screen{}
	var out io.Writer = screen
	if style.Color {
		out = uncoloured{screen}
	}
	ask := func(text string) {
		if _, err := typed.WriteString(text + "\n"); err != nil {
			t.Error(err)
		}
	}
	return adapterstest.Session{
		Platform: console.New(console.Options{In: in, Out: out, Style: style}),
		Screen:   screen,
		Ask:      ask,
		Do: func(a adapters.Action) bool {
			ask(a.Command)
			return strings.Contains(screen.Seen(), a.Command)
		},
	}
}

// uncoloured undoes the console's own styles, and nothing else.
type uncoloured struct{ screen *adapterstest.Screen }

func (u uncoloured) Write(p []byte) (int, error) {
	text := string(p)
	for _, style := range []string{"\x1b[1;36m", "\x1b[1m", "\x1b[2m", "\x1b[7m", "\x1b[m"} {
		text = strings.ReplaceAll(text, style, "")
	}
	u.screen.Show(text)
	return len(p), nil
}
