package discord

import (
	"unicode/utf8"

	"dateline/adapters"
)

// Every limit that Discord sets on what we send, in one place. Sizes are in
// UTF-16 code units, which is how the strictest of its readers counts: never
// fewer than characters. From the API reference: Message, Embed Limits,
// Components, Application Commands.
const (
	maxContent     = 2000 // a message's content
	maxTotal       = 6000 // the text of all embeds of a message; here with its content
	maxEmbeds      = 10
	maxTitle       = 256 // an embed's title
	maxAuthor      = 256 // the line above it
	maxDescription = 4096

	maxRows      = 5 // of buttons
	maxRowLength = 5
	maxButton    = 80  // a button's label
	maxCustomID  = 100 // what a button carries

	maxChoices      = 25 // suggestions of an option
	maxChoice       = 100
	maxCommandName  = 32
	maxCommandWords = 100  // a description
	maxOptions      = 25   // of a command
	maxOptionValue  = 6000 // a text that somebody types for an option
)

// What we set ourselves.
const (
	maxMessages = 20  // for one reply: a text without end does not fill a channel
	maxKey      = 25  // a delivery's key, for which every message has room
	maxHeadline = 240 // of the content beside an embed
	maxLabel    = 200 // a bullet's topic, its speaker
	maxAddress  = 300 // an address that is written out

	maxNeighbour = 400 // a sentence beside a quotation
)

// Limits says how much one message may hold; blocks are not counted.
func Limits() adapters.Limits { return adapters.Limits{Message: maxTotal} }

// size is the length of text as the limits count it.
func size(text string) int {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if r > 0xffff {
			n++
		}
	}
	return n
}
