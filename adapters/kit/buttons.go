package kit

import (
	"encoding/base64"
	"errors"
	"strings"

	"dateline/adapters"
	"dateline/news"
)

// buttonVersion is the form of what a button carries. A button outlives the
// program that made it, so another form gets another number, and this one
// stays readable.
const buttonVersion = "1"

// buttonParts separates the parts: version, view, command, and the key of a
// delivery where there is one.
const buttonParts = "|"

// ErrOtherButton says that a button is not one that this version reads.
var ErrOtherButton = errors.New("button: of another version")

// Button is what a button carries: which words it stands for, and what they
// refer to (the view's 16 bytes in 22 characters). It is not trusted when it
// comes back: whoever presses it may do what they may, and the view is looked
// up in their workspace alone. It is "" where there are no words, or limit,
// in characters as size counts them, leaves no room.
func Button(view news.ViewID, command string, limit int, size func(string) int) string {
	words := strings.TrimSpace(adapters.CleanLine(command))
	if words == "" || strings.Contains(words, buttonParts) {
		return ""
	}
	shown := ""
	if !view.IsZero() {
		shown = base64.RawURLEncoding.EncodeToString(view[:])
	}
	carried := buttonVersion + buttonParts + shown + buttonParts + words
	if size(carried) > limit {
		return ""
	}
	return carried
}

// ReadButton reads what [Button] writes, with or without a key at its end. Of
// anything else it is [ErrOtherButton].
func ReadButton(carried string) (view news.ViewID, command string, err error) {
	parts := strings.Split(carried, buttonParts)
	if len(parts) < 3 || len(parts) > 4 || parts[0] != buttonVersion {
		return view, "", ErrOtherButton
	}
	command = strings.TrimSpace(adapters.CleanLine(parts[2]))
	shown, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || command == "" || len(shown) != 0 && len(shown) != len(view) {
		return view, "", ErrOtherButton
	}
	copy(view[:], shown)
	return view, command, nil
}

// WithKey adds a delivery's key to what a button carries; "" where limit, as
// size counts, leaves no room.
func WithKey(carried, key string, limit int, size func(string) int) string {
	if carried = carried + buttonParts + key; size(carried) > limit {
		return ""
	}
	return carried
}
