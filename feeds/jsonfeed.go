package feeds

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"dateline/wire/formats"
)

// Bounds of what is read of JSON Feed; beyond them it counts as cut off.
const (
	maxFields  = 1000    // of the document itself
	maxDropped = 100_000 // items that are counted and not read
)

// jsonItem is an item of JSON Feed. Each field is read by itself, so that one
// of a wrong type costs no more than itself.
type jsonItem map[string]json.RawMessage

// parseJSON reads JSON Feed 1.0 or 1.1. Items before a place where it is broken
// are kept.
func parseJSON(text, address string) (*Document, error) {
	if !isJSONFeed(text) {
		return nil, errFormat("JSON of another kind")
	}
	if formats.DeepLine(text, maxDepth) > 0 {
		return nil, errFormat("values nested deeper than 256")
	}
	doc := &Document{Format: "JSON Feed"}
	base := baseOf(address)
	d := json.NewDecoder(strings.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil, errFormat("not well-formed beyond repair")
	}
	fields, items := jsonItem{}, []jsonItem(nil)
	whole := readJSON(d, fields, &items, &doc.Dropped)
	if !whole {
		if len(items) == 0 {
			return nil, errFormat("cut off before its first item ends")
		}
		doc.Repairs = append(doc.Repairs, "cut off in the middle")
	}
	if v := version(fields.text("version")[strings.LastIndexByte(fields.text("version"), '/')+1:]); v != "" {
		doc.Format += " " + v
	}
	doc.Title, doc.Language = plainTitle(fields.text("title")), languageTag(fields.text("language"))
	doc.Link = absolute(fields.text("home_page_url"), base)
	bases := []*url.URL{baseOf(doc.Link), base}
	for _, item := range items {
		doc.Items = append(doc.Items, item.build(bases))
	}
	return doc, nil
}

// readJSON reads the fields of the object that was opened, and the items apart.
// It reports whether it came to the object's end.
func readJSON(d *json.Decoder, fields jsonItem, items *[]jsonItem, dropped *int) bool {
	for n := 0; d.More(); n++ {
		token, err := d.Token()
		key, ok := token.(string)
		if err != nil || !ok || n > maxFields {
			return false
		}
		if key == "items" {
			if !readItems(d, items, dropped) {
				return false
			}
			continue
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return false
		}
		fields[key] = value
	}
	_, err := d.Token()
	return err == nil
}

func readItems(d *json.Decoder, items *[]jsonItem, dropped *int) bool {
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return err == nil && token == nil // null is no list, and no harm
	}
	for d.More() {
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return false
		}
		if len(*items) == MaxItems {
			if *dropped++; *dropped > maxDropped {
				return false
			}
			continue
		}
		var item jsonItem
		if json.Unmarshal(raw, &item) == nil && item != nil {
			*items = append(*items, item)
		}
	}
	_, err := d.Token()
	return err == nil
}

// text gives a field that is a string, or a number as it is written; else "".
func (i jsonItem) text(name string) string {
	raw := bytes.TrimSpace(i[name])
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

func (i jsonItem) build(bases []*url.URL) Item {
	out := Item{
		ID: identifier(i.text("id")), URL: absolute(i.text("url"), bases...), Title: plainTitle(i.text("title")),
		Published: parseDate(i.text("date_published")), Updated: parseDate(i.text("date_modified")), Language: languageTag(i.text("language")),
	}
	if out.URL == "" {
		if u := baseOf(out.ID); u != nil {
			out.URL = absolute(out.ID)
		}
	}
	content := i.text("content_html")
	if content == "" {
		content = escapeText(i.text("content_text"))
	}
	out.Text, out.Cut = itemText(content, escapeText(i.text("summary")), out.Title)
	return out
}

// escapeText gives plain text as HTML reads it.
func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s)
}
