package feeds

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"dateline/news"
)

// Bounds of a list of feeds.
const (
	maxOPML      = 16 << 20 // bytes
	maxOutlines  = 10_000   // feeds
	maxOPMLDepth = 64       // outlines inside of each other
	maxOPMLNodes = 100_000  // elements
	maxBadRows   = 100      // that are named; the rest is counted
)

// Errors of [ReadOPML]. Test with errors.Is.
var (
	ErrNoOPML       = errors.New("no OPML")
	errOPMLSize     = fmt.Errorf("over %d MiB", maxOPML>>20)
	errOPMLDepth    = fmt.Errorf("nested deeper than %d", maxOPMLDepth)
	errOPMLOutlines = fmt.Errorf("over %d feeds", maxOutlines)
	errOPMLNodes    = fmt.Errorf("over %d elements", maxOPMLNodes)
)

// Outline is one feed of a list.
type Outline struct {
	Title   string   // on one line, at most 300 characters; "" if it has none
	Address string   // of the feed: absolute, http or https
	Page    string   // that it belongs to; "" if it does not say
	Folders []string // the titles of the outlines that it stands in, the outermost first
}

// ReadOPML reads a list of feeds in OPML 1.0 to 2.0, nested outlines included,
// in its order, each address once. What is wrong with single outlines is told
// with their lines, and the others are kept. The last result says why there is
// nothing, or nothing more, to read: outlines before that are given too.
// Nothing is fetched and no entity is expanded.
func ReadOPML(r io.Reader) ([]Outline, []error, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxOPML+1))
	if err != nil {
		return nil, nil, fmt.Errorf("OPML: %w", err)
	}
	if len(data) > maxOPML {
		return nil, nil, fmt.Errorf("OPML: %w", errOPMLSize)
	}
	o := opmlReader{known: map[string]bool{}}
	err = o.read(data)
	if o.more > 0 {
		o.bad = append(o.bad, fmt.Errorf("and %d more", o.more))
	}
	if err != nil {
		return o.found, o.bad, fmt.Errorf("OPML: %w", err)
	}
	return o.found, o.bad, nil
}

type opmlReader struct {
	found   []Outline
	bad     []error
	more    int      // bad rows that are not named
	folders []string // titles of the open outlines; "" for one without
	known   map[string]bool
	root    bool // the element opml has begun
	nodes   int
}

var opmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\bencoding\s*=`)

func (o *opmlReader) read(data []byte) error {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) && !opmlEncoding.Match(data[:min(len(data), 300)]) {
		data = []byte(decodePageText(data, "")) // nothing is declared
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = o.token(d, token)
		}
		if err != nil {
			line, _ := d.InputPos()
			return fmt.Errorf("line %d: %w", line, opmlProblem(err))
		}
	}
	if !o.root {
		return ErrNoOPML
	}
	return nil
}

// opmlProblem keeps what an error quotes of the file from harming a terminal.
func opmlProblem(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not well-formed: %s", pageLine(syntax.Msg, 120))
	}
	return err
}

func (o *opmlReader) token(d *xml.Decoder, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		o.nodes++
		switch name := strings.ToLower(t.Name.Local); {
		case o.nodes > maxOPMLNodes:
			return errOPMLNodes
		case !o.root && name != "opml":
			return fmt.Errorf("%w: the root element is %q", ErrNoOPML, pageLine(t.Name.Local, 40))
		case !o.root:
			o.root = true
		case name == "outline":
			line, _ := d.InputPos()
			return o.outline(t, line)
		}
	case xml.EndElement:
		if strings.EqualFold(t.Name.Local, "outline") && len(o.folders) > 0 {
			o.folders = o.folders[:len(o.folders)-1]
		}
	}
	return nil
}

// outline reads one outline, a feed or a folder of them.
func (o *opmlReader) outline(t xml.StartElement, line int) error {
	if len(o.folders) == maxOPMLDepth {
		return errOPMLDepth
	}
	attrs := map[string]string{}
	for _, a := range t.Attr {
		attrs[strings.ToLower(a.Name.Local)] = a.Value
	}
	title := pageLine(firstOf(attrs["title"], attrs["text"]), maxPageTitle)
	address := strings.TrimSpace(attrs["xmlurl"])
	if title == address {
		title = "" // an address stands for a missing one
	}
	folders := slices.DeleteFunc(slices.Clone(o.folders), func(f string) bool { return f == "" })
	if address != "" || strings.EqualFold(attrs["type"], "rss") {
		o.folders = append(o.folders, "")
		return o.feed(Outline{Title: title, Address: address, Page: webAddress(attrs["htmlurl"]), Folders: folders}, line)
	}
	o.folders = append(o.folders, title)
	return nil
}

// feed keeps a feed, or says what is wrong with it.
func (o *opmlReader) feed(f Outline, line int) error {
	address, problem := feedAddress(f.Address)
	switch {
	case problem != "":
		o.reject(line, f.Title, problem)
		return nil
	case o.known[address]:
		return nil
	case len(o.found) == maxOutlines:
		return errOPMLOutlines
	}
	f.Address = address
	o.known[address] = true
	o.found = append(o.found, f)
	return nil
}

func (o *opmlReader) reject(line int, title, problem string) {
	if len(o.bad) >= maxBadRows {
		o.more++
		return
	}
	if title != "" {
		problem = fmt.Sprintf("%q: %s", title, problem)
	}
	o.bad = append(o.bad, fmt.Errorf("line %d: %s", line, problem))
}

// feedAddress gives the address of a feed in its plain form, or what is wrong
// with it. It may carry credentials. The scheme "feed:" stands for http.
func feedAddress(address string) (plain, problem string) {
	if address == "" {
		return "", "no address"
	}
	if rest, ok := strings.CutPrefix(address, "feed:"); ok {
		address = rest
		if strings.HasPrefix(rest, "//") {
			address = "http:" + rest
		}
	}
	u, err := url.Parse(address)
	if err != nil || !isWebURL(u) {
		return "", "no http or https address"
	}
	if plain = addressOf(u); plain == "" {
		return "", "the address is too long, or none"
	}
	return plain, ""
}

// WriteOPML writes a list of feeds as OPML 2.0, feeds of one folder together.
// Feeds whose address carries credentials, or is no web address, are not
// written: they are given back.
func WriteOPML(w io.Writer, title string, feeds []Outline) (leftOut []Outline, err error) {
	root := &opmlFolder{}
	for _, f := range feeds {
		if _, problem := feedAddress(f.Address); problem != "" || news.HasCredentials(f.Address) {
			leftOut = append(leftOut, f)
			continue
		}
		root.add(f)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header + "<opml version=\"2.0\">\n  <head>\n    <title>" + xmlText(title) + "</title>\n  </head>\n  <body>\n")
	root.write(&b, "    ")
	b.WriteString("  </body>\n</opml>\n")
	if _, err := w.Write(b.Bytes()); err != nil {
		return leftOut, fmt.Errorf("OPML: %w", err)
	}
	return leftOut, nil
}

// opmlFolder is an outline with others in it.
type opmlFolder struct {
	title   string
	feeds   []Outline
	folders []*opmlFolder
}

func (f *opmlFolder) add(o Outline) {
	at := f
	for _, title := range o.Folders[:min(len(o.Folders), maxOPMLDepth-1)] {
		if title = pageLine(title, maxPageTitle); title == "" {
			continue
		}
		i := slices.IndexFunc(at.folders, func(each *opmlFolder) bool { return each.title == title })
		if i < 0 {
			i = len(at.folders)
			at.folders = append(at.folders, &opmlFolder{title: title})
		}
		at = at.folders[i]
	}
	at.feeds = append(at.feeds, o)
}

func (f *opmlFolder) write(b *bytes.Buffer, indent string) {
	for _, o := range f.feeds {
		title := pageLine(o.Title, maxPageTitle)
		fmt.Fprintf(b, `%s<outline type="rss" text="%s"`, indent, xmlText(firstOf(title, o.Address)))
		if title != "" {
			fmt.Fprintf(b, ` title="%s"`, xmlText(title))
		}
		fmt.Fprintf(b, ` xmlUrl="%s"`, xmlText(o.Address))
		if page := webAddress(o.Page); page != "" && !news.HasCredentials(page) {
			fmt.Fprintf(b, ` htmlUrl="%s"`, xmlText(page))
		}
		b.WriteString("/>\n")
	}
	for _, each := range f.folders {
		fmt.Fprintf(b, "%s<outline text=\"%s\">\n", indent, xmlText(each.title))
		each.write(b, indent+"  ")
		b.WriteString(indent + "</outline>\n")
	}
}

// xmlText escapes a text; what XML does not allow becomes U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a builder never fails to write
	return b.String()
}
