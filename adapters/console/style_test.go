package console

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWantsColor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		{"terminal", map[string]string{"TERM": "xterm-256color"}, true, true},
		{"pipe", map[string]string{"TERM": "xterm-256color"}, false, false},
		{"NO_COLOR", map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, true, false},
		{"NO_COLOR over CLICOLOR_FORCE", map[string]string{"TERM": "xterm", "NO_COLOR": "0", "CLICOLOR_FORCE": "1"}, true, false},
		{"CLICOLOR_FORCE in a pipe", map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		{"CLICOLOR_FORCE=0", map[string]string{"CLICOLOR_FORCE": "0"}, false, false},
		{"CLICOLOR=0", map[string]string{"TERM": "xterm", "CLICOLOR": "0"}, true, false},
		{"dumb", map[string]string{"TERM": "dumb"}, true, false},
		{"dumb but forced", map[string]string{"TERM": "dumb", "CLICOLOR_FORCE": "1"}, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := wantsColor(func(k string) string { return tt.env[k] }, tt.terminal); got != tt.want {
				t.Errorf("colour with %v, terminal %t: %t, want %t", tt.env, tt.terminal, got, tt.want)
			}
		})
	}
}

func TestDetectStyleOfFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	env := map[string]string{"TERM": "xterm", "COLUMNS": "100", "CLICOLOR_FORCE": "1"}
	getenv := func(k string) string { return env[k] }
	if got, terminal := DetectStyle(file, getenv, false); terminal || got != (Style{Color: true}) {
		t.Errorf("style of a file: %+v, terminal %t; want colour as forced, no width, no terminal", got, terminal)
	}
	if got, _ := DetectStyle(file, getenv, true); got != (Style{Plain: true}) {
		t.Errorf("plain style of a file: %+v, want plain alone", got)
	}
	if got := Width(file, getenv); got != 100 {
		t.Errorf("width by COLUMNS is %d, want 100", got)
	}
	if got := Width(file, func(string) string { return "x" }); got != defaultWidth {
		t.Errorf("width of an unknown terminal is %d, want %d", got, defaultWidth)
	}
}
