package feeds

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// maxTTL bounds how long a feed may ask to be left alone.
const maxTTL = 24 * time.Hour

// hint reads how often the feed wants to be polled.
func hint(doc *Document, feed *gofeed.Feed, original any) {
	if o, ok := original.(*rss.Feed); ok {
		if minutes, err := strconv.Atoi(strings.TrimSpace(o.TTL)); err == nil && minutes > 0 {
			doc.TTL = min(time.Duration(min(minutes, 1<<20))*time.Minute, maxTTL)
		}
		doc.SkipHours, doc.SkipDays = skipHours(o.SkipHours), skipDays(o.SkipDays)
	}
	if doc.TTL == 0 {
		doc.TTL = syndication(feed.Extensions["sy"])
	}
}

// syndication reads the module of RSS 1.0: a period, and how many times in it.
func syndication(sy map[string][]ext.Extension) time.Duration {
	if len(sy["updatePeriod"]) == 0 {
		return 0
	}
	var period time.Duration
	switch strings.ToLower(strings.TrimSpace(sy["updatePeriod"][0].Value)) {
	case "hourly":
		period = time.Hour
	case "daily":
		period = 24 * time.Hour
	case "weekly", "monthly", "yearly":
		return maxTTL
	}
	times := 1
	if f := sy["updateFrequency"]; len(f) > 0 {
		if n, err := strconv.Atoi(strings.TrimSpace(f[0].Value)); err == nil && n > 0 {
			times = min(n, 1<<20)
		}
	}
	return period / time.Duration(times)
}

func skipHours(hours []string) []int {
	var out []int
	for _, s := range hours {
		hour, err := strconv.Atoi(strings.TrimSpace(s))
		if err == nil && hour >= 0 && hour <= 24 && !slices.Contains(out, hour%24) {
			out = append(out, hour%24) // some count from 1 to 24
		}
	}
	if len(out) == 24 {
		return nil // it cannot mean never
	}
	return out
}

func skipDays(days []string) []time.Weekday {
	var out []time.Weekday
	for _, s := range days {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(strings.TrimSpace(s), day.String()) && !slices.Contains(out, day) {
				out = append(out, day)
			}
		}
	}
	if len(out) == 7 {
		return nil
	}
	return out
}
