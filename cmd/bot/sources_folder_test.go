package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFolderIsWatched(t *testing.T) {
	t.Parallel()
	b, _ := newsBox(t)
	inbox := filepath.Join(b.dir, "inbox")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	b.run("", "sources", "add", inbox, "--name", "Inbox").ends(exitDone).says("Added: Inbox.", "0 files")
	b.run("", "sources", "poll", "--once").ends(exitDone)
	b.file(filepath.Join("inbox", "ferry.xml"), newsML("Ferry stopped", ferry))
	b.run("", "sources", "poll", "--all").ends(exitDone).tells("1 new")
	b.run("", "chat", "latest").ends(exitDone).says("Ferry stopped", "the harbour office said")
	b.run("", "sources", "poll", "--all").ends(exitDone).tells(" 0 new")
	b.run("", "doctor").ends(exitDone).says("ok   folder " + inbox + ": can be read")
	if err := os.RemoveAll(inbox); err != nil {
		t.Fatal(err)
	}
	b.run("", "sources", "poll", "--all").ends(exitDone)
	b.run("", "sources", "list").ends(exitDone).says("folder or file cannot be read since")
	b.run("", "doctor").ends(exitFailed).says("fix  folder " + inbox)
}

// TestFolderByItsName: a folder that is given no name is called as it is on
// disk, without the way to it, and can be named as it was added.
func TestFolderByItsName(t *testing.T) {
	t.Parallel()
	b, _ := newsBox(t)
	for _, folder := range []string{"inbox", "post"} {
		if err := os.Mkdir(filepath.Join(b.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.file(filepath.Join("inbox", "ferry.xml"), newsML("Ferry stopped", ferry))
	b.env["NEWS_SOURCES"] = filepath.Join(b.dir, "post")
	inbox := filepath.Join(b.dir, "inbox")
	b.run("", "sources", "check", inbox).ends(exitDone).says("items   1", "Ferry stopped", "the harbour office said")
	b.run("", "sources", "add", inbox).ends(exitDone).says("Added: inbox.")
	b.run("", "sources", "poll", "--once").ends(exitDone)
	got := b.run("", "chat", "latest source:inbox").ends(exitDone).says("Ferry stopped", "inbox, ")
	list := b.run("", "sources", "list").ends(exitDone).says("inbox", "post")
	if strings.Contains(got.stdout+list.stdout, b.dir) {
		t.Errorf("readers are shown where the folder is:\n%s%s", got.stdout, list.stdout)
	}
	b.run("", "sources", "remove", filepath.Join(inbox, "..", "inbox")).ends(exitDone).says("Removed: inbox.")
	b.run("", "sources", "add", filepath.Join(b.dir, "none")).ends(exitFailed).oneLine().tells("none: folder or file cannot be read")
	b.run("", "sources", "check", filepath.Join(b.dir, "none")).ends(exitFailed).oneLine().tells("folder or file cannot be read")
}

func newsML(title, text string) string {
	var paragraphs strings.Builder
	for _, p := range strings.SplitAfter(text, ". ") {
		paragraphs.WriteString("<p>" + strings.TrimSpace(p) + "</p>")
	}
	return `<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.org:1" version="1" standard="NewsML-G2">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>` + time.Now().UTC().Format(time.RFC3339) + `</versionCreated></itemMeta>
<contentMeta><language tag="en"/><headline>` + title + `</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>` + title + `</title></head><body>` +
		paragraphs.String() + `</body></html></inlineXML></contentSet></newsItem>`
}
