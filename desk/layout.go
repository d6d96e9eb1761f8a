package desk

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dateline/adapters"
	"dateline/news"
)

// DigestReply shows one digest as "latest" does, without actions. Times are
// shown in the zone that d.Published has; the year is left out where it is
// the one d was received in.
func DigestReply(language string, d news.Dispatch, g news.Digest) adapters.Reply {
	zone := d.Published.Location()
	l := layout{words: theCatalogue().match(language), zone: zone, now: d.Received.In(zone)}
	return adapters.Reply{Blocks: l.digest("", entry{dispatch: d, digest: g}), Language: l.words.name}
}

// layout turns digests into blocks, in one language and time zone.
type layout struct {
	words *words
	zone  *time.Location
	now   time.Time
}

// entry is a dispatch with its digest, or with why there is none.
type entry struct {
	dispatch news.Dispatch
	digest   news.Digest
	err      error
	also     []string // other sources that have it, as they are compared
}

func (l layout) line(text string) []adapters.Block {
	return []adapters.Block{{Kind: adapters.BlockText, Text: text}}
}

// digest shows one digest. number is its number among several, "" for a
// single one, whose bullets then carry the plain numbers.
func (l layout) digest(number string, e entry) []adapters.Block {
	var blocks []adapters.Block
	if isSample(e.dispatch) {
		blocks = append(blocks, l.sampleNotice())
	}
	title, headline := l.title(e)
	blocks = append(blocks, adapters.Block{Kind: adapters.BlockTitle, Number: number, Text: title})
	if headline != "" {
		blocks = append(blocks, l.line(headline)...)
	}
	blocks = append(blocks, l.bullets(number, e)...)
	if source, ok := l.source(e, title); ok {
		blocks = append(blocks, source)
	}
	return blocks
}

func (l layout) sampleNotice() adapters.Block {
	return adapters.Block{Kind: adapters.BlockNotice, Text: l.words.say("sample")}
}

// title gives the line that opens a digest, and the headline that follows it.
func (l layout) title(e entry) (title, headline string) {
	headline = cmp.Or(news.Fold(e.dispatch.Revision.Title), news.Fold(e.digest.Headline))
	if dateline := l.dateline(e); dateline != "" {
		return dateline, headline
	}
	if e.dispatch.Origin == news.OriginAsked {
		headline = cmp.Or(headline, l.words.say("title.asked"))
	}
	return cmp.Or(headline, l.sourceText(e.dispatch), l.words.say("title.none")), ""
}

// dateline gives "MOSCOW, July 6 (year not given), TASS", and "" where the dispatch has none.
func (l layout) dateline(e entry) string {
	d := e.digest.Dateline
	if d == nil {
		return ""
	}
	date := news.Fold(d.Date)
	if date != "" && !hasYear(date) && e.dispatch.Published.IsZero() {
		date = l.words.say("date.yearless", "date", date)
	}
	return joined(news.Fold(d.Place), date, news.Fold(d.Agency))
}

// hasYear reports whether a date as written has a number of four digits.
func hasYear(date string) bool {
	numbers := strings.FieldsFunc(date, func(r rune) bool { return !unicode.IsDigit(r) })
	return slices.ContainsFunc(numbers, func(n string) bool { return len([]rune(n)) == 4 })
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func (l layout) bullets(number string, e entry) []adapters.Block {
	if len(e.digest.Bullets) == 0 {
		return l.line(l.reason(e))
	}
	blocks := make([]adapters.Block, len(e.digest.Bullets))
	for i, b := range e.digest.Bullets {
		blocks[i] = bulletBlock(subNumber(number, i), b)
	}
	return blocks
}

// subNumber is what the i-th bullet of a digest carries: "2", or "1.2" in the digest number "1".
func subNumber(number string, i int) string {
	n := strconv.Itoa(i + 1)
	if number == "" {
		return n
	}
	return number + "." + n
}

func bulletBlock(number string, b news.Bullet) adapters.Block {
	block := adapters.Block{Kind: adapters.BlockBullet, Number: number, Label: news.Fold(b.Topic), Text: news.Fold(b.Text)}
	speaker := news.Fold(b.Attribution)
	if !strings.Contains(strings.ToLower(block.Text), strings.ToLower(speaker)) {
		block.Attribution = speaker
	}
	return block
}

// reason says why a digest has no bullets, in the reader's language where the reason is a known one.
func (l layout) reason(e entry) string {
	if e.err != nil {
		return l.words.say("failed.summary")
	}
	given := strings.TrimSuffix(news.Fold(e.digest.Reason), ".")
	english := theCatalogue().languages[0]
	for key := range english.phrases {
		if strings.HasPrefix(key, "reason.") && strings.EqualFold(english.say(key), given+".") {
			return l.words.say(key)
		}
	}
	return cmp.Or(given, l.words.say("reason.unknown"))
}

// source gives the line on where and when, unless the title has said all of it.
func (l layout) source(e entry, title string) (adapters.Block, bool) {
	text, address := l.sourceText(e.dispatch), publicURL(e.dispatch.URL)
	if text == title || strings.HasSuffix(title, ", "+text) {
		text = ""
	}
	if text == "" && address != "" {
		text = hostOf(address)
	}
	if len(e.also) > 0 {
		text = joined(text, l.words.count("topic.also", len(e.also)))
	}
	block := adapters.Block{Kind: adapters.BlockSource, Text: text, URL: address}
	return timed(block, e.dispatch.Published, l.timeText(e.dispatch)), text != ""
}

// timed says which part of a block's text is a time.
func timed(b adapters.Block, at time.Time, text string) adapters.Block {
	if text != "" && strings.Contains(b.Text, text) {
		b.Time, b.TimeText = at, text
	}
	return b
}

// timeText is when a dispatch was published, as a part of its source's line.
func (l layout) timeText(d news.Dispatch) string {
	if d.Published.IsZero() {
		return ""
	}
	return joined(l.day(d.Published), l.clock(d.Published))
}

func (l layout) sourceText(d news.Dispatch) string {
	return joined(news.Fold(d.Source), l.timeText(d))
}

// publicURL is an address as it may be shown: without user, query and
// fragment, which may hold secrets; "" if it is no address of a page.
func publicURL(address string) string {
	if !isAddress(address) {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return shown.String()
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// day gives "Sun 22 Nov", with the year where it is not the current one.
func (l layout) day(at time.Time) string {
	return l.date("date.day", at)
}

// shortDay gives "22 Nov", with the year where it is not the current one.
func (l layout) shortDay(at time.Time) string {
	return l.date("date.short", at)
}

func (l layout) date(key string, at time.Time) string {
	at = at.In(l.zone)
	if at.Year() != l.now.In(l.zone).Year() {
		key += ".year"
	}
	day := strconv.Itoa(at.Day())
	if at.Day() == 1 {
		day = l.words.say("date.first") // 1er
	}
	return l.words.say(key,
		"weekday", l.words.list("weekdays")[at.Weekday()],
		"day", day,
		"month", l.words.list("months")[at.Month()-1],
		"year", strconv.Itoa(at.Year()))
}

func (l layout) clock(at time.Time) string { return at.In(l.zone).Format("15:04") }

// sinceText gives "since Friday", "in the last 24 hours"; "" if it was not said.
func (l layout) sinceText(s since) string {
	switch s.how {
	case sinceToday, sinceYesterday:
		return l.words.say("since." + s.how)
	case sinceHours, sinceDays:
		return l.words.count("since."+s.how, s.n)
	case sinceWeekday:
		return l.words.list("since.weekdays")[s.at.Weekday()]
	case sinceDate:
		return l.words.say("since.date", "date", l.shortDay(s.at))
	}
	return ""
}
