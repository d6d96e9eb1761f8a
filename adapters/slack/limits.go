package slack

import (
	"unicode/utf8"

	"dateline/adapters"
)

// Every limit that Slack sets on what we send, in one place. Sizes are in
// UTF-16 code units, which is how the strictest of its readers counts: never
// fewer than characters. From the references of Block Kit, of text objects and
// of chat.postMessage.
const (
	maxBlocks     = 50     // of a message
	maxHomeBlocks = 100    // of App Home
	maxText       = 40_000 // a message's top-level text; longer ones are cut by Slack
	maxUpdate     = 4000   // the same where a message is changed, in bytes; longer ones are refused
	maxHeader     = 150    // a header block
	maxObject     = 3000   // a text object: a section's, a context's
	maxButton     = 75     // a button's label
	maxValue      = 2000   // what a button carries
	maxActionID   = 255    // what tells the buttons of a message apart
	maxElements   = 25     // of an actions block
	maxContext    = 10     // elements of a context block
	maxAnswers    = 5      // messages by one response_url, within 30 minutes
)

// maxTotal is the size of a message's blocks, in bytes of their JSON. Slack
// refuses more than some size with msg_blocks_too_long and names no number.
// Its developers speak of 12,000 characters and a buffer for the blocks
// (slackapi/bolt-js, issue 2509); what people measured since lies between
// 10,600 bytes and 13,200 characters of text, less about 100 for every header
// (issue 2867 there). The JSON is larger than any of these counts.
const maxTotal = 10_000

// maxHomeTotal is the size of App Home, in bytes of its JSON; Slack takes 250 kB.
const maxHomeTotal = 100_000

// What we set ourselves.
const (
	maxPosts        = 20   // for one reply: a text without end does not fill a channel
	maxButtons      = 25   // of a reply
	maxButtonsTotal = 4000 // bytes of their JSON; what is over is given as words to type
	maxLabel        = 200  // a bullet's topic, its speaker
	maxLine         = 1000 // a source, a notice, an address that is linked
	maxNeighbour    = 400  // a sentence beside a quotation
)

// Limits says how much one message may hold.
func Limits() adapters.Limits { return adapters.Limits{Message: maxText, Blocks: maxBlocks} }

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
