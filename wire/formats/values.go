package formats

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// timeForms are the forms of time in these formats, the commonest first.
var timeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00",
	"20060102T150405Z0700", "20060102T150405", "20060102T1504Z0700", "2006-01-02", "20060102",
}

// parseTime gives the first of the times that can be read, in UTC; zero if none can.
func parseTime(values ...string) time.Time {
	for _, v := range values {
		v = strings.TrimSpace(v)
		for _, form := range timeForms {
			if at, err := time.Parse(form, v); err == nil {
				return at.UTC()
			}
		}
	}
	return time.Time{}
}

var tagForm = regexp.MustCompile(`^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$`)

// cleanTag gives a language tag in its usual spelling, "" for what is none.
func cleanTag(tag string) string {
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if !tagForm.MatchString(tag) || tag == "und" || tag == "mul" || tag == "zxx" {
		return ""
	}
	parts := strings.Split(tag, "-")
	for i, part := range parts[1:] {
		switch len(part) {
		case 2:
			parts[i+1] = strings.ToUpper(part)
		case 4:
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "-")
}

// isWeb reports whether address can be shown to readers: http or https, with a
// host, and without a user name.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// forbids gives the status if it says that an item must not be used.
func forbids(status string) string {
	status = strings.ToLower(strings.TrimSpace(status))
	if i := strings.LastIndexByte(status, ':'); i >= 0 {
		status = status[i+1:]
	}
	switch status {
	case "canceled", "cancelled", "withheld", "killed", "embargoed", "deleted", "unpublished", "recalled":
		return status
	}
	return ""
}
