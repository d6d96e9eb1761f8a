package desk

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/adapters"
)

// maxCarried is how much of what followed a mistyped word goes into the
// offered command, in bytes; platforms bound what a button may hold.
const maxCarried = 60

// unknown answers a word that is no command. What it may have meant is
// offered, never run.
func (t *turn) unknown(c command) adapters.Reply {
	word := strings.ToLower(c.word)
	if slices.Contains(laterCommands(), word) {
		return t.refuse(t.words.say("later", "command", word))
	}
	if next, _ := firstWord(c.rest); t.desk.catalogue.commands[strings.ToLower(next)] != "" && editDistance(word, "news") == 1 {
		reply := t.refuse(t.words.say("unknown.nearest", "word", clip(c.word), "command", "news"))
		if rest := strings.TrimSpace(carried(c.rest)); rest != "" {
			reply.Actions = []adapters.Action{{Label: strings.ToLower(next), Command: rest}}
		}
		return reply // "/newz latest"
	}
	typed, ok := nearest(word, t.typed())
	if !ok {
		reply := t.refuse(t.words.say("unknown", "word", clip(c.word)))
		reply.Actions = []adapters.Action{{Label: cmdHelp, Command: cmdHelp}}
		return reply
	}
	reply := t.refuse(t.words.say("unknown.nearest", "word", clip(c.word), "command", typed))
	command := t.desk.catalogue.commands[typed] + carried(c.rest)
	reply.Actions = []adapters.Action{{Label: typed, Command: command}}
	return reply
}

// carried is what follows a mistyped word, with a space before it, as the
// offered command takes it along; "" where that is too long for a button, or
// may hold a password or token, which a button would show.
func carried(rest string) string {
	rest = strings.Join(strings.Fields(straighten(rest)), " ")
	secret := strings.Contains(rest, "@") || strings.Contains(rest, "://") && strings.Contains(rest, "?")
	if rest == "" || len(rest) > maxCarried || secret {
		return ""
	}
	return " " + rest
}

// nearest gives the candidate that is closest to word, if any is close; of
// several the first.
func nearest(word string, candidates []string) (string, bool) {
	size := utf8.RuneCountInString(word)
	best, limit := "", max(2, size/3)
	if size < 4 {
		limit = 1 // in a short word two slips leave nothing to go by
	}
	for _, candidate := range candidates {
		length := utf8.RuneCountInString(candidate)
		if length < size-limit || length > size+limit {
			continue
		}
		if distance := editDistance(word, candidate); distance <= limit {
			best, limit = candidate, distance-1
		}
	}
	return best, best != ""
}

// typed is what a reader of this language may have meant to type.
func (t *turn) typed() []string {
	all := Commands()
	for _, name := range Commands() {
		all = append(all, t.desk.catalogue.languages[0].list("alias."+name)...)
		all = append(all, t.words.list("alias."+name)...)
	}
	return all
}

// editDistance is the Damerau-Levenshtein distance (optimal string alignment)
// in characters: letters inserted, left out, replaced, or swapped with their
// neighbour.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(x[i-1], y[j-1]))
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}

// maxClip is how much of what somebody typed is said back to them, in characters.
const maxClip = 60

func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= maxClip {
		return text
	}
	return string(runes[:maxClip]) + "…"
}
