package desk

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// The commands, as they are typed.
const (
	cmdLatest   = "latest"
	cmdTopic    = "topic"
	cmdDigest   = "digest"
	cmdEvidence = "evidence"
	cmdText     = "text"
	cmdAlso     = "also"
	cmdOlder    = "older"
	cmdSources  = "sources"
	cmdSettings = "settings"
	cmdHelp     = "help"
	cmdNewer    = "newer"
	cmdShare    = "share"
	cmdWrong    = "wrong"
	cmdWelcome  = "welcome"  // asked for by a platform when somebody arrives, not by people
	cmdQuestion = "question" // what is written to us and is no command; nobody types it
)

// Commands gives the words that a request may begin with, for completion.
func Commands() []string {
	return []string{cmdLatest, cmdTopic, cmdDigest, cmdEvidence, cmdText, cmdAlso, cmdOlder, cmdSources, cmdSettings, cmdHelp}
}

// quietCommands are what buttons do, in words: known, and not in the help.
func quietCommands() []string { return []string{cmdNewer, cmdShare, cmdWrong} }

// refers reports whether the command is about what was shown before.
func (c command) refers() bool {
	return slices.Contains([]string{cmdEvidence, cmdText, cmdAlso, cmdOlder, cmdNewer, cmdShare, cmdWrong}, c.name)
}

// laterCommands are promised, and not there yet.
func laterCommands() []string {
	return []string{
		"ask", "subscribe", "subscriptions", "preview", "change", "pause", "resume", "unsubscribe",
		"topics", "forget",
	}
}

// command is a request that was understood, or what was wrong with it.
type command struct {
	name    string   // one of the commands; "" where the word is none
	word    string   // as it was typed
	rest    string   // what follows the word, as it was given
	words   string   // topic words
	source  string   // "" for all
	since   since    // how far back
	count   int      // how many; 0 if not said
	number  string   // what evidence is asked for: "2", "2.1"; "" for the first
	problem *problem // why it cannot be answered; nil if it can
}

// problem is a line of the catalogue with the value that it is about.
type problem struct{ key, value string }

// label names the command in an error.
func (c command) label() string {
	if c.name == "" {
		return "command"
	}
	return c.name
}

// parse reads a request. It accepts "/news latest", "/latest" and "LATEST"
// alike, with curly quotation marks and dashes for straight ones.
func (c *catalogue) parse(text string, now time.Time) command {
	word, rest := firstWord(text)
	if strings.EqualFold(strings.TrimLeft(word, "/"), "news") {
		word, rest = firstWord(rest)
	}
	if isAddress(word) {
		return command{name: cmdDigest, word: word, rest: strings.TrimSpace(word + " " + rest)}
	}
	word = strings.TrimFunc(straighten(word), isMark)
	cmd := command{word: word, rest: strings.TrimSpace(rest)}
	if word == "" {
		cmd.name = cmdHelp
		return cmd
	}
	cmd.name = c.commands[strings.ToLower(word)]
	c.parseRest(&cmd, now)
	return cmd
}

func (c *catalogue) parseRest(cmd *command, now time.Time) {
	switch cmd.name {
	case cmdLatest:
		c.parseListing(cmd, now)
	case cmdTopic:
		c.parseListing(cmd, now)
		if cmd.words == "" && cmd.problem == nil {
			cmd.problem = &problem{key: "problem.topic"}
		}
	case cmdEvidence, cmdText, cmdAlso, cmdWrong:
		c.parseNumber(cmd)
	}
}

func firstWord(text string) (word, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

// isMark reports whether r may stand around a command word without being part of it.
func isMark(r rune) bool { return strings.ContainsRune(`/"'.,:;?!`, r) }

// straighten takes curly quotation marks and dashes as straight ones, and
// drops what cannot be printed.
func straighten(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '‟', '«', '»':
			return '"'
		case '‘', '’', '‚', '‛':
			return '\''
		case '‐', '‑', '‒', '–', '—', '―', '−':
			return '-'
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// isAddress reports whether text is the address of a page, bare or in angle brackets.
func isAddress(text string) bool {
	text = strings.Trim(text, "<>")
	if strings.ContainsFunc(text, unicode.IsSpace) {
		return false
	}
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && slices.Contains([]string{"http", "https"}, strings.ToLower(u.Scheme))
}

// parseNumber reads the "2" or "2.1" after evidence and text. More words for
// the same command may stand before it, as in "full text 2".
func (c *catalogue) parseNumber(cmd *command) {
	fields := strings.Fields(straighten(cmd.rest))
	for len(fields) > 0 && c.commands[strings.ToLower(fields[0])] == cmd.name {
		fields = fields[1:]
	}
	value := strings.Trim(strings.Join(fields, " "), "#. ")
	if value == "" {
		return
	}
	first, second, two := strings.Cut(value, ".")
	if !isNumber(first) || two && !isNumber(second) {
		cmd.problem = &problem{"problem.number", value}
		return
	}
	cmd.number = value
}

// isNumber reports whether text is a number as we give them: 1 to 999, without leading zeros.
func isNumber(text string) bool {
	notDigit := func(r rune) bool { return r < '0' || r > '9' }
	return text != "" && len(text) <= 3 && text[0] != '0' && !strings.ContainsFunc(text, notDigit)
}
