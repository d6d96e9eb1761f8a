package news

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxText is the largest dispatch text that is accepted, in bytes.
const MaxText = 16 << 20

// Undetermined is the language (BCP 47) of a text whose language is not known.
const Undetermined = "und"

// Errors of [NewDispatch]. Test with errors.Is.
var (
	ErrEmptyText = errors.New("the text is empty")
	ErrTooLong   = fmt.Errorf("the text is over %d MiB", MaxText>>20)
)

// EncodingError names the first byte that is no valid UTF-8.
type EncodingError struct{ Offset int }

func (e *EncodingError) Error() string {
	return fmt.Sprintf("the text is not valid UTF-8 at byte %d", e.Offset)
}

// Origin says how a dispatch came to us.
type Origin string

// The origins.
const (
	OriginSample Origin = "sample" // the built-in sample; never current news
	OriginImport Origin = "import" // given by the host
	OriginSource Origin = "source" // came from a source by itself; listed for who reads that source
	OriginAsked  Origin = "asked"  // digested on request; kept a short time, never listed
)

// Listed reports whether dispatches of this origin appear in listings (latest, topic, export).
func (o Origin) Listed() bool { return o != OriginAsked }

// RevisionKind says why a revision exists.
type RevisionKind string

// The kinds of revision.
const (
	RevisionFirst     RevisionKind = "first"
	RevisionCompleted RevisionKind = "completed"
	RevisionEdited    RevisionKind = "edited"
	RevisionCorrected RevisionKind = "corrected"
	RevisionKilled    RevisionKind = "killed"
)

// Dispatch is one news text as received, with its newest revision.
type Dispatch struct {
	ID        DispatchID
	Scope     Scope
	Origin    Origin
	Source    string    // where it comes from, by name; "" if unknown
	URL       string    // its address, "" if none
	Language  string    // BCP 47, or [Undetermined]
	Published time.Time // zero if unknown
	Received  time.Time
	Expires   time.Time // when it is forgotten; zero: by the general retention
	Keys      []Key     // what identifies it, strongest first; see [Dispatch.SetKeys]
	Revision  Revision
}

// Revision is one text of a dispatch. It is never altered once stored.
type Revision struct {
	ID       RevisionID
	Number   int // 1, 2, ... within the dispatch
	Kind     RevisionKind
	Title    string // "" if the dispatch has none apart from its text
	Text     string
	Received time.Time
}

// Raw is a dispatch as somebody hands it over.
type Raw struct {
	ID        string // the giver's own identifier, "" if none
	Giver     string // who gives the ID, by a name that never changes; "": Source
	Source    string
	URL       string
	Canonical string // the form of URL by which the dispatch is known; "": URL as it is
	Language  string // "" if unknown
	Title     string
	Text      string
	Published time.Time
}

// NewDispatch makes a dispatch of raw in the scope, received now. It alone
// makes text: valid UTF-8, a leading byte order mark and NUL bytes removed,
// CRLF turned into LF, no Unicode normalization; all evidence refers to that
// text. The identifiers are derived from scope, keys and text; a store that
// already knows one of the keys keeps the identifier it has.
//
// It fails with [ErrEmptyText], [ErrTooLong] or an [*EncodingError].
func NewDispatch(raw Raw, scope Scope, origin Origin, now time.Time) (Dispatch, error) {
	text, err := CleanText(raw.Text)
	if err != nil {
		return Dispatch{}, err
	}
	title, err := cleanUTF8(raw.Title)
	if err != nil {
		return Dispatch{}, fmt.Errorf("title: %w", err)
	}
	language := raw.Language
	if language == "" {
		language = Undetermined
	}
	d := Dispatch{
		Scope: scope, Origin: origin, Source: raw.Source, URL: raw.URL, Language: language,
		Published: raw.Published, Received: now,
		Revision: Revision{
			Number: 1, Kind: RevisionFirst, Title: strings.Join(strings.Fields(title), " "),
			Text: text, Received: now,
		},
	}
	d.setKeys(raw)
	return d, nil
}

// CleanText gives the text that evidence refers to; see [NewDispatch].
func CleanText(text string) (string, error) {
	if len(text) > MaxText {
		return "", ErrTooLong
	}
	clean, err := cleanUTF8(text)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(clean) == "" {
		return "", ErrEmptyText
	}
	return clean, nil
}

func cleanUTF8(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", &EncodingError{Offset: firstInvalid(text)}
	}
	text = strings.TrimPrefix(text, "\uFEFF")
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return text, nil
}

func firstInvalid(text string) int {
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
			return i
		}
	}
	return len(text)
}

// KeyKind says what a [Key] was made from.
type KeyKind string

// The kinds of key. The giver's identifier and the address are strong: they
// survive a changed text. The content key only says that the text is the same.
const (
	KeyID      KeyKind = "id"
	KeyURL     KeyKind = "url"
	KeyContent KeyKind = "content"
	KeySample  KeyKind = "sample"
)

// Strong reports whether a key of this kind identifies a dispatch whose text may change.
func (k KeyKind) Strong() bool { return k == KeyID || k == KeyURL }

// Key is one identity of a dispatch within its scope. Keys outlive the
// dispatch's text, so that what was told is never taken for new.
type Key struct {
	Kind  KeyKind
	Value string
}

func (d *Dispatch) setKeys(raw Raw) {
	content := sha256.Sum256([]byte(d.Revision.Title + "\x00" + d.Revision.Text))
	hash := hex.EncodeToString(content[:])
	switch {
	case d.Origin == OriginSample:
		d.Keys = []Key{{KeySample, hash}}
	case d.Origin == OriginAsked:
		d.Keys = []Key{{KeyContent, "asked:" + hash}}
	default:
		if raw.ID != "" {
			d.Keys = append(d.Keys, Key{KeyID, cmp.Or(raw.Giver, d.Source) + "\x1f" + raw.ID})
		}
		if address := cmp.Or(raw.Canonical, d.URL); address != "" {
			d.Keys = append(d.Keys, Key{KeyURL, address})
		}
		d.Keys = append(d.Keys, Key{KeyContent, hash})
	}
	first := d.Keys[0]
	d.ID = DeriveID[Dispatch](d.Scope.String(), string(first.Kind), first.Value)
	d.Revision.ID = DeriveID[Revision](d.ID.String(), hash)
}

// Time is the moment the dispatch is ordered by in listings: when it was
// published, or received where that is unknown or lies in the future.
func (d Dispatch) Time() time.Time {
	if d.Published.IsZero() || d.Published.After(d.Received) {
		return d.Received
	}
	return d.Published
}
