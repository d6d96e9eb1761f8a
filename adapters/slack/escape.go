package slack

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// escapes are all that Slack wants escaped.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes text read as it was written where Slack looks for its markup:
// mentions, links and dates all begin with "<". Nothing else is changed, so
// that news text, in which * and _ would be taken for style, never stands where
// style is read.
func escape(text string) string { return escapes.Replace(text) }

// shortened is escaped text, as long as a change of a message takes.
func shortened(text string) string {
	return escape(kit.Clip(unescape(text), maxUpdate-len("…"), func(s string) int { return len(escape(s)) }))
}

// plainLine is text as it may stand on one line, at most limit long.
func plainLine(text string, limit int) string {
	return kit.Clip(strings.TrimSpace(adapters.CleanLine(text)), limit, size)
}

// stamp is a time that Slack shows in each reader's zone and language;
// fallback is for readers that cannot.
func stamp(at time.Time, fallback string) string {
	return "<!date^" + strconv.FormatInt(at.Unix(), 10) + "^{date_short_pretty} {time}|" + escape(fallback) + ">"
}

// link shows where it leads: the host of the address. Both come from
// [adapters.Link], and hold neither "|" nor ">".
func link(address, host string) string { return "<" + escape(address) + "|" + escape(host) + ">" }

// weight is the size of something of ours as JSON, in bytes.
func weight(v any) int {
	data, err := json.Marshal(v)
	if err != nil {
		return maxHomeTotal // nothing that is refused here is sent
	}
	return len(data)
}

// textWeight is what text adds to JSON.
func textWeight(text string) int { return weight(text) - len(`""`) }
