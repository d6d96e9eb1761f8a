package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readNinjs reads news objects in JSON: one, a list, one after the other, or in
// the envelope of a service.
func readNinjs(data []byte) ([]Item, error) {
	text, err := decode(data, "")
	if err != nil {
		return nil, err
	}
	if line := DeepLine(text, maxDepth); line > 0 {
		return nil, atLine(line, errDepth)
	}
	var r ninjsReader
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var value json.RawMessage
		err := d.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &syntax):
			return nil, atLine(lineAt(text, int(syntax.Offset)), fmt.Errorf("not JSON: %w", err))
		case err != nil:
			return nil, atLine(lineAt(text, len(text)), errors.New("cut off"))
		}
		if err := r.value(value, 0); err != nil {
			return nil, err
		}
	}
	if len(r.items) == 0 {
		return nil, errors.New("no news object in it")
	}
	return r.items, nil
}

func lineAt(text string, offset int) int {
	return 1 + strings.Count(text[:min(offset, len(text))], "\n")
}

// DeepLine gives the line, from 1, at which values of JSON are nested more than
// most deep, 0 if nowhere. It makes nothing of the text, so that it can be
// asked before a parser that recurses.
func DeepLine(text string, most int) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > most {
				return lineAt(text, i)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return 0
}

type ninjsReader struct{ items []Item }

// envelopes has the members in which services put news objects.
var envelopes = []string{"item", "items", "data"}

// value reads a news object, those of a list, or those in an envelope.
func (r *ninjsReader) value(raw json.RawMessage, depth int) error {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > 6 {
		return nil
	}
	var list []json.RawMessage
	if raw[0] == '[' && json.Unmarshal(raw, &list) == nil {
		for _, each := range list {
			if err := r.value(each, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if raw[0] != '{' {
		return nil
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return fmt.Errorf("object: %w", err)
	}
	if o.isNews() {
		if len(r.items) == maxItems {
			return errItems
		}
		r.items = append(r.items, o.item())
		return nil
	}
	for _, name := range envelopes {
		if err := r.value(o[name], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// object is an object of JSON whose members are read one by one: what is of
// another type than expected counts as missing.
type object map[string]json.RawMessage

func (o object) isNews() bool {
	for name := range o {
		if tellsNinjs[name] {
			return true
		}
	}
	return false
}

// text gives the first of the members that is a string with something in it.
func (o object) text(names ...string) string {
	for _, name := range names {
		var s string
		if json.Unmarshal(o[name], &s) == nil && strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// list gives the objects of the first member that is a list of them.
func (o object) list(names ...string) []object {
	for _, name := range names {
		var l []object
		if json.Unmarshal(o[name], &l) == nil && len(l) > 0 {
			return l
		}
	}
	return nil
}

func (o object) item() Item {
	item := Item{
		ID:        o.text("guid", "uri"),
		Source:    anyOf(o.text("provider", "source"), named(o.list("infosources", "infoSources")), o.text("copyrightholder", "copyrightHolder")),
		URL:       o.text("url", "link"),
		Language:  o.text("language"),
		Title:     anyOf(o.text("headline"), preferred(o.list("headlines"), ""), o.text("title", "name")),
		Dateline:  o.text("dateline"),
		Published: parseTime(o.text("versioncreated", "versionCreated"), o.text("firstcreated", "firstCreated"), o.text("contentcreated", "contentCreated")),
		Kind:      correcting(append(o.codes("signals", "signal"), o.text("signal"), o.text("pubstatus", "pubStatus"))...),
		withheld:  forbids(o.text("pubstatus", "pubStatus")),
	}
	switch strings.ToLower(o.text("type")) {
	case "picture", "graphic", "video", "audio", "animation", "planning", "event":
		return item // what it has for a body is a caption
	}
	title := oneLine(item.Title)
	body := anyOf(o.text("body_xhtml", "body_html"), preferred(o.list("bodies"), "html"))
	if body == "" {
		body = o.text("body_text")
	}
	item.Text = stringText(body, title)
	return item
}

// codes gives the codes of the first member that is a list of terms.
func (o object) codes(names ...string) []string {
	var codes []string
	for _, term := range o.list(names...) {
		codes = append(codes, term.text("code", "qcode", "name"))
	}
	return codes
}

func named(sources []object) string {
	for _, s := range sources {
		if name := s.text("name", "literal"); name != "" {
			return name
		}
	}
	return ""
}

// preferred gives the value of the entry that is the main one, of the content
// type asked for if there is such; else of the first.
func preferred(entries []object, contentType string) string {
	best, score := "", -1
	for _, e := range entries {
		s := 0
		role := strings.ToLower(e.text("role"))
		switch {
		case role == "" || strings.Contains(role, "main"):
			s += 2
		case strings.Contains(role, "caption"), strings.Contains(role, "note"):
			continue
		}
		if strings.Contains(strings.ToLower(e.text("contentType", "contenttype")), contentType) {
			s++
		}
		if value := e.text("value"); value != "" && s > score {
			best, score = value, s
		}
	}
	return best
}
