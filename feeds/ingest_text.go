package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"dateline/news"
)

// itemHash is what an item is compared by: the version of the rules that made
// its text, a hash of title and text, and one of what marks it as a correction
// ("" where it is none): the giver's word, or a line. White space, and what
// follows a question mark in an address, make no difference.
func itemHash(title, text string, kind news.RevisionKind) string {
	h := textVersion + ":" + shortHash(plain(title)+"\x00"+plain(text))
	m := markOf(title, text)
	if kind != "" || m.kind != "" {
		h += ":" + shortHash(string(kind)+"\x00"+plain(m.line))
	}
	return h
}

// A hashed item is a hash in its parts.
type hashed struct{ version, content, mark string }

func splitHash(hash string) hashed {
	version, rest, _ := strings.Cut(hash, ":")
	content, mark, _ := strings.Cut(rest, ":")
	return hashed{version, content, mark}
}

// contentOf gives the part of a hash that says whether two texts are the same.
func contentOf(hash string) string {
	h := splitHash(hash)
	return h.version + ":" + h.content
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// addressQuery is a web address, and the part of it that trackers and sessions change.
var addressQuery = regexp.MustCompile(`(https?://[^\s?#]+)[?#]\S*`)

// plain folds white space, and takes the query off addresses in a text.
func plain(s string) string {
	if strings.Contains(s, "://") {
		s = addressQuery.ReplaceAllString(s, "$1")
	}
	return news.Fold(s)
}
