// Package deploy holds what Dateline is set up with elsewhere: the manifest of
// its app on Slack, for whoever reads it here and for `bot setup slack`, which
// prints it.
package deploy

import (
	_ "embed"
	"errors"
	"net/url"
	"strings"
)

//go:embed slack-manifest.yaml
var slackManifest string

// What is different over HTTP: lines that wait for it, the address that stands
// in them for the host's own, and the switch between the two ways in.
const (
	overHTTP = "#http "
	example  = "https://dateline.example.org"
	socketOn = "socket_mode_enabled: true"
	socketNo = "socket_mode_enabled: false"
)

// ErrAddress says that an address cannot be one that Slack sends requests to.
var ErrAddress = errors.New("not an address that Slack can reach: it is https://, a host name and at most a path")

// SlackManifest is the manifest for Socket Mode, as YAML.
func SlackManifest() string { return slackManifest }

// SlackManifestHTTP is the manifest for requests over HTTP, which come to the
// address: "https://news.example.org", with a path before /slack/ where there
// is one. Any other form of address is an [ErrAddress].
func SlackManifestHTTP(address string) (string, error) {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || strings.ContainsFunc(address, notPlain) || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.Opaque != "" {
		return "", ErrAddress
	}
	base := u.String()
	var b strings.Builder
	for line := range strings.Lines(about(slackManifest)) {
		if indent, rest, ok := strings.Cut(line, overHTTP); ok && strings.TrimSpace(indent) == "" {
			line = indent + strings.Replace(rest, example, base, 1)
		}
		b.WriteString(strings.Replace(line, socketOn, socketNo, 1))
	}
	return b.String(), nil
}

// notPlain finds what would have to be quoted in YAML, and is in no address of
// ASCII: an international host name is written in its xn-- form.
func notPlain(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'#`<>{}[]|\\^", r) }

// about takes off the manifest's opening, which tells how to change it.
func about(manifest string) string {
	for strings.HasPrefix(manifest, "#") {
		_, manifest, _ = strings.Cut(manifest, "\n")
	}
	return "# The manifest of Dateline's app on Slack, over HTTP.\n" + manifest
}
