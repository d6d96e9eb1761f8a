package main

import (
	"time"

	"dateline/desk"
	"dateline/news"
)

// The JSON of `bot sources list` and `bot sources check`; names and order are public.
type (
	sourceShape struct {
		Number       int        `json:"number"`
		Name         string     `json:"name"`
		Kind         string     `json:"kind"`    // feed, page or folder
		Address      string     `json:"address"` // without user, password and query
		Private      bool       `json:"private"` // has credentials, and is read in one workspace alone
		State        string     `json:"state"`   // new, ok, quiet, failing or stopped
		Cause        string     `json:"cause"`   // of the last failure: "status 404", "timeout" ...; "" while it works
		FailingSince *time.Time `json:"failing_since"`
		LastPoll     *time.Time `json:"last_poll"`
		LastSuccess  *time.Time `json:"last_success"`
		LastNew      *time.Time `json:"last_new"`
		NextPoll     *time.Time `json:"next_poll"` // null where it is not polled any more
	}
	checkShape struct {
		Address   string       `json:"address"`
		Kind      string       `json:"kind"`
		Resolve   int64        `json:"resolve_ms"`
		Connect   int64        `json:"connect_ms"`
		FirstByte int64        `json:"first_byte_ms"`
		Done      int64        `json:"done_ms"`
		Redirects []string     `json:"redirects"`
		Status    int          `json:"status"`
		Type      string       `json:"type"`
		Charset   string       `json:"charset"`
		Bytes     int          `json:"bytes"`
		Format    string       `json:"format"`
		Repairs   []string     `json:"repairs"` // what was wrong with the document
		Title     string       `json:"title"`
		Items     int          `json:"items"`
		Newest    *newestShape `json:"newest"` // null where there is none
		Cause     string       `json:"cause"`  // why it went no further; "" where it did
	}
	newestShape struct {
		Title     string       `json:"title"`
		Published *time.Time   `json:"published"`
		Text      int          `json:"text"` // its length in characters
		Digest    *digestShape `json:"digest"`
	}
)

func sourceShapes(all []desk.Source) []sourceShape {
	shapes := make([]sourceShape, len(all))
	for i, s := range all {
		shapes[i] = sourceShape{
			Number: i + 1, Name: s.Name, Kind: string(s.Kind), Address: s.Shown(), Private: s.Scope != news.Public,
			State: string(s.Health), Cause: string(s.State.Cause), FailingSince: known(s.State.FailingSince), LastPoll: known(s.State.LastPoll),
			LastSuccess: known(s.State.LastSuccess), LastNew: known(s.State.LastNew), NextPoll: known(s.State.Next),
		}
		if s.Health == desk.HealthStopped {
			shapes[i].NextPoll = nil
		}
	}
	return shapes
}

// known is a time in UTC, nil where it is not known.
func known(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

func checkShapeOf(c desk.Checked) checkShape {
	shape := checkShape{
		Address: c.Shown, Kind: string(c.Kind), Resolve: c.Resolved.Milliseconds(), Connect: c.Connected.Milliseconds(),
		FirstByte: c.FirstByte.Milliseconds(), Done: c.Done.Milliseconds(), Redirects: append([]string{}, c.Redirects...), Repairs: append([]string{}, c.Repairs...), Status: c.Status,
		Type: c.Type, Charset: c.Charset, Bytes: c.Bytes, Format: c.Format, Title: c.Title, Items: c.Items, Cause: string(c.Cause),
	}
	if c.Newest != nil {
		shape.Newest = &newestShape{Title: c.Newest.Title, Published: known(c.Newest.Published), Text: len([]rune(c.Newest.Text))}
	}
	return shape
}
