package discord

import (
	"encoding/base64"
	"errors"
	"strings"

	"dateline/adapters"
	"dateline/news"
)

// idVersion is the form of what a button carries. A button outlives the
// program that made it, so another form gets another number, and this one
// stays readable.
const idVersion = "1"

// idParts separates the parts: version, view, command, and the key of a
// delivery where there is one.
const idParts = "|"

// errOtherButton says that a button is not one that we (still) read.
var errOtherButton = errors.New("button: of another version")

// customID is what a button carries (the view's 16 bytes in 22 characters): which words it stands for, and what they
// refer to. It is not trusted when it comes back: whoever presses it may do
// what they may, and the view is looked up in their workspace alone. It is ""
// where Discord leaves no room for it.
func customID(view news.ViewID, command string) string {
	words := strings.TrimSpace(adapters.CleanLine(command))
	if words == "" || strings.Contains(words, idParts) {
		return ""
	}
	shown := ""
	if !view.IsZero() {
		shown = base64.RawURLEncoding.EncodeToString(view[:])
	}
	id := idVersion + idParts + shown + idParts + words
	if size(id) > maxCustomID {
		return ""
	}
	return id
}

// readCustomID reads what customID writes, with or without a key at its end.
func readCustomID(id string) (view news.ViewID, command string, err error) {
	parts := strings.Split(id, idParts)
	if len(parts) < 3 || len(parts) > 4 || parts[0] != idVersion || size(id) > maxCustomID {
		return view, "", errOtherButton
	}
	command = strings.TrimSpace(adapters.CleanLine(parts[2]))
	shown, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || command == "" || len(shown) != 0 && len(shown) != len(view) {
		return view, "", errOtherButton
	}
	copy(view[:], shown)
	return view, command, nil
}

// withKey adds a delivery's key to what a button carries; "" where there is no room.
func withKey(id, key string) string {
	if id = id + idParts + key; size(id) > maxCustomID {
		return ""
	}
	return id
}
