package desk

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/adapters"
	"dateline/news"
	"dateline/terms"
)

// maxQuestion is how long a question may be, in characters: what is longer is
// a text to digest.
const maxQuestion = 280

// parseFree reads what somebody wrote to us with no command in mind: an
// address to digest, wherever it stands; a command, where all of it is one; a
// text to digest; or else a question.
func (c *catalogue) parseFree(text string, now time.Time) command {
	if address := addressIn(text); address != "" {
		return command{name: cmdDigest, word: cmdDigest, rest: address}
	}
	cmd := c.parse(text, now)
	switch {
	case cmd.whole(c):
		return cmd
	case isPasted(text):
		return command{name: cmdDigest, word: cmdDigest, rest: strings.TrimSpace(text)}
	}
	return command{name: cmdQuestion, rest: text}
}

// addressIn gives the first address that stands in a text, "" if there is none.
func addressIn(text string) string {
	for _, word := range strings.Fields(text) {
		at := strings.Index(strings.ToLower(word), "http")
		if at < 0 {
			continue
		}
		if word = strings.TrimRight(word[at:], `>)]}*_|"'.,;:!?”»`); isAddress(word) {
			return word
		}
	}
	return ""
}

// whole reports whether what was written is a command and nothing else: many
// a sentence begins with a word that is one.
func (c command) whole(all *catalogue) bool {
	switch c.name {
	case "":
		return slices.Contains(laterCommands(), strings.ToLower(c.word)) && c.rest == ""
	case cmdLatest, cmdTopic, cmdDigest, cmdEvidence, cmdText, cmdAlso, cmdWrong:
		return c.problem == nil
	case cmdSources:
		word, _ := firstWord(c.rest)
		return word == "" || all.sourceWords[strings.ToLower(strings.TrimFunc(straighten(word), isMark))] != ""
	}
	return strings.TrimFunc(c.rest, func(r rune) bool { return isMark(r) || unicode.IsSpace(r) }) == ""
}

// isPasted reports whether a text is one to digest, rather than a question.
func isPasted(text string) bool {
	text = strings.TrimSpace(text)
	n := utf8.RuneCountInString(text)
	return n > maxQuestion || n > maxQuestion/2 && strings.Contains(text, "\n")
}

// question answers with what is new on the words of a question: all of them,
// or else the names in it.
func (t *turn) question(ctx context.Context, c command) (adapters.Reply, error) {
	words, names := questionWords(c.rest)
	if len(words) == 0 {
		return t.help(), nil
	}
	all := command{name: cmdTopic, words: strings.Join(words, " ")}
	tries := []command{all}
	if len(names) > 0 && len(names) < len(words) {
		tries = append(tries, command{name: cmdTopic, words: strings.Join(names, " ")})
	}
	for _, try := range tries {
		found, _, err := t.list(ctx, try, news.DispatchID{}, 1)
		if err != nil {
			return adapters.Reply{}, err
		}
		if len(found) > 0 {
			return t.topic(ctx, try, news.DispatchID{})
		}
	}
	reply, err := t.nothing(ctx, all, news.DispatchID{})
	reply.Actions = append(reply.Actions, adapters.Action{Label: cmdHelp, Command: cmdHelp})
	return reply, err
}

// questionWords gives the words of a question that are no function words, at
// most [maxTerms], and those of them that are names by their first letter.
func questionWords(text string) (words, names []string) {
	text = straighten(text)
	languages := []string{terms.Language(text), fallback}
	for start, end := range terms.Words(text) {
		word := text[start:end]
		stop := slices.ContainsFunc(languages, func(l string) bool { return terms.Stop(l, strings.ToLower(word)) })
		if stop || strings.Contains(word, `"`) || len(words) == maxTerms {
			continue
		}
		words = append(words, word)
		if first, _ := utf8.DecodeRuneInString(word); start > 0 && (unicode.IsUpper(first) || unicode.IsTitle(first)) {
			names = append(names, word)
		}
	}
	return words, names
}
