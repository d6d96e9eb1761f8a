package main

import (
	"dateline/summarize"
	"dateline/wire"
)

// Segmenter gives the numbers of the sentences that begin a new topic, in
// ascending order, without 0.
type Segmenter func(sentences []string) []int

// Supporter checks a claim against a text.
type Supporter func(text, claim string) summarize.Support

// hooks are the abilities that are measured beside digests. The report says of
// a nil one that there is none yet.
type hooks struct {
	segment Segmenter
	support Supporter
}

// ourHooks gives what Dateline has of them.
func ourHooks() hooks {
	return hooks{
		segment: func(sentences []string) []int { return wire.TopicBorders(sentences, "en") },
		support: summarize.Supported,
	}
}
