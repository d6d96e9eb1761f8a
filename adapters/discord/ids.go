package discord

import (
	"dateline/adapters/kit"
	"dateline/news"
)

// customID is what a button carries, "" where Discord leaves no room for it.
func customID(view news.ViewID, command string) string {
	return kit.Button(view, command, maxCustomID, size)
}

// readCustomID reads what customID writes, with or without a key at its end.
func readCustomID(id string) (view news.ViewID, command string, err error) {
	if size(id) > maxCustomID {
		return view, "", kit.ErrOtherButton
	}
	return kit.ReadButton(id)
}

// withKey adds a delivery's key to what a button carries; "" where there is no room.
func withKey(id, key string) string { return kit.WithKey(id, key, maxCustomID, size) }
