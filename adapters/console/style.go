package console

import (
	"os"
	"runtime"
	"strconv"

	"charm.land/lipgloss/v2"
	"golang.org/x/term"
)

// defaultWidth is the width of a terminal that does not tell its own, in columns.
const defaultWidth = 80

// Style is what a terminal can show.
type Style struct {
	Color bool // colour, bold and dim
	Width int  // columns to wrap at; 0 does not wrap
	Plain bool // for screen readers and dumb terminals: no colour, no wrapping, nothing redrawn
}

// DetectStyle gives the style for out, and whether out is a terminal. plain
// is what the person asked for. Only a terminal is wrapped for, at its own
// width, or at COLUMNS or 80 where it tells none. There is colour on a
// terminal unless NO_COLOR is set, CLICOLOR is 0 or TERM is dumb or missing;
// CLICOLOR_FORCE gives colour anywhere, but not against NO_COLOR.
func DetectStyle(out *os.File, getenv func(string) string, plain bool) (Style, bool) {
	terminal := term.IsTerminal(int(out.Fd()))
	color := !plain && wantsColor(getenv, terminal)
	if color {
		lipgloss.EnableLegacyWindowsANSI(out)
	}
	style := Style{Color: color, Plain: plain || (terminal && !color && getenv("TERM") == "dumb")}
	if terminal && !style.Plain {
		style.Width = Width(out, getenv)
	}
	return style, terminal
}

func wantsColor(getenv func(string) string, terminal bool) bool {
	if getenv("NO_COLOR") != "" {
		return false
	}
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	kind := getenv("TERM")
	known := kind != "" || runtime.GOOS == "windows" // which sets no TERM
	return terminal && known && kind != "dumb" && getenv("CLICOLOR") != "0"
}

// Width gives the columns that out has now: its own as a terminal, else
// COLUMNS, else 80.
func Width(out *os.File, getenv func(string) string) int {
	if width, _, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
		return width
	}
	if width, err := strconv.Atoi(getenv("COLUMNS")); err == nil && width > 0 {
		return width
	}
	return defaultWidth
}
