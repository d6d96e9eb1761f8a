package feeds_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"dateline/feeds"
	"dateline/news"
)

// folderNow is long after the files of the tests were written.
func folderNow() time.Time { return time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC) }

// put puts a file into a folder, written so many minutes before the reading.
func put(fsys fstest.MapFS, name, data string, minutes int) {
	fsys[name] = &fstest.MapFile{Data: []byte(data), ModTime: folderNow().Add(-time.Duration(minutes) * time.Minute)}
}

func readFolder(t *testing.T, f feeds.Folder, seen []news.Seen) feeds.FolderRead {
	t.Helper()
	r, err := f.Read(t.Context(), seen, folderNow())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func idsOf(items []feeds.Item) []string {
	ids := []string{}
	for _, i := range items {
		ids = append(ids, i.ID)
	}
	return ids
}

func g2(guid, created, meta string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="` + guid + `"><itemMeta><versionCreated>` + created + `</versionCreated>` + meta + `</itemMeta>
<contentMeta><headline>Ferry stopped</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html><body>
<p>The ferry to Larvik was stopped on Tuesday.</p></body></html></inlineXML></contentSet></newsItem>`
}

func TestFolder(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	put(fsys, "b.txt", "The second dispatch stands here.", 20)
	put(fsys, "a.xml", g2("tag:x,2031:1", "2031-03-04T08:00:00Z", ""), 30)
	put(fsys, "in/a/b/c.txt", "The third dispatch stands here.", 10)
	put(fsys, "in/a/b/c/d.txt", "Too deep.", 10)
	put(fsys, "koi.txt", "\xed\xcf\xd3\xcb\xd7\xc1, \xd0\xd2\xc9\xd7\xc5\xd4. \xfc\xd4\xcf \xcf\xd4\xd7\xc5\xd4 \xcd\xc9\xce\xc9\xd3\xd4\xd2\xc1.", 5)
	put(fsys, "broken.xml", `<newsItem guid="x"><p>`, 5)
	put(fsys, "young.xml", `<newsItem guid="x"><p>`, 0)
	put(fsys, "binary.dat", "a\x00b", 5)
	for _, name := range []string{".hidden", "x.tmp", "x.PART", "x.txt~", "~$x.txt", "photo.JPG", ".git/config", "in/.x/y.txt"} {
		put(fsys, name, "Never read.", 5)
	}
	r := readFolder(t, feeds.Folder{FS: fsys}, nil)
	want := []string{"tag:x,2031:1", "b.txt#1", "in/a/b/c.txt#1", "koi.txt#1"}
	if got := idsOf(r.Items); !slices.Equal(got, want) {
		t.Fatalf("items: got %q, want %q", got, want)
	}
	if first := r.Items[0]; first.Title != "Ferry stopped" || first.Published.Hour() != 8 || first.Kind != "" {
		t.Errorf("got %+v", first)
	}
	if text := r.Items[3].Text; text != "Москва, привет. Это ответ министра." || !r.Items[3].Published.Equal(folderNow().Add(-5*time.Minute)) {
		t.Errorf("got %+v", r.Items[3])
	}
	if text := fmt.Sprint(r.Bad); len(r.Bad) != 2 || !strings.Contains(text, "binary.dat: binary data (a NUL at byte 1)") || !strings.Contains(text, "broken.xml: NewsML-G2: ") || strings.Count(text, "broken.xml") != 1 {
		t.Errorf("bad files: got %s", text)
	}
	if r.Left != 1 || len(r.Files) != 6 || len(r.Same) != 0 {
		t.Errorf("got %d left, rows %v, same %v; want the young file alone left", r.Left, r.Files, r.Same)
	}

	put(fsys, "b.txt", "The second dispatch has been changed.", 1)
	put(fsys, "young.xml", g2("tag:x,2031:2", "2031-03-04T11:00:00Z", ""), 0)
	again := readFolder(t, feeds.Folder{FS: fsys}, r.Files)
	if got := idsOf(again.Items); !slices.Equal(got, []string{"b.txt#1", "tag:x,2031:2"}) || len(again.Bad) > 0 || len(again.Same) != 5 {
		t.Errorf("second reading: got %q, bad %v, same %v", got, again.Bad, again.Same)
	}
}

func TestFolderVersions(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	put(fsys, "1.xml", g2("a", "2031-03-04T08:00:00Z", ""), 30)
	put(fsys, "2.xml", g2("a", "2031-03-04T09:00:00Z", `<signal qcode="sig:correction"/>`), 20)
	put(fsys, "3.xml", g2("a", "2031-03-04T08:30:00Z", ""), 10)
	put(fsys, "4.xml", g2("b", "2031-03-04T08:00:00Z", ""), 9)
	put(fsys, "5.xml", g2("b", "2031-03-04T08:00:00Z", `<pubStatus qcode="stat:canceled"/>`), 8)
	r := readFolder(t, feeds.Folder{FS: fsys}, nil)
	if len(r.Items) != 2 || r.Items[0].Kind != news.RevisionCorrected || r.Items[1].Kind != news.RevisionKilled {
		t.Errorf("got %+v, want the newest of each", r.Items)
	}
}

func TestFolderLimits(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for i := range 7 {
		put(fsys, fmt.Sprintf("%d.txt", i), "A dispatch stands here.", 60-i)
	}
	var rows []news.Seen
	var got []string
	for range 4 {
		r := readFolder(t, feeds.Folder{FS: fsys, Most: 3}, rows)
		rows = append(rows, r.Files...)
		got = append(got, idsOf(r.Items)...)
	}
	if want := "0.txt#1 1.txt#1 2.txt#1 3.txt#1 4.txt#1 5.txt#1 6.txt#1"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want each file once, the oldest first", got)
	}
	put(fsys, "large.txt", strings.Repeat("a", news.MaxText+1), 1)
	if r := readFolder(t, feeds.Folder{FS: fsys}, rows); len(r.Bad) != 1 || r.Bad[0].Error() != "large.txt: over 16 MiB: not read" {
		t.Errorf("got %v", r.Bad)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (feeds.Folder{FS: fsys}).Read(ctx, nil, folderNow()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was canceled", err)
	}
}

func TestReadFolder(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	dir := filepath.Join(base, "in")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{filepath.Join(base, "secret.txt"): "A secret.", filepath.Join(dir, "a.txt"): "A dispatch stands here."} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"out.txt": "../secret.txt", "abs.txt": filepath.Join(base, "secret.txt"), "up": "..", "loop": ".", "gone.txt": "none", "inside.txt": "a.txt"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	r, err := feeds.ReadFolder(t.Context(), dir, nil, time.Now())
	if got := slices.Sorted(slices.Values(idsOf(r.Items))); err != nil || !slices.Equal(got, []string{"a.txt#1", "inside.txt#1"}) || len(r.Bad) > 0 {
		t.Errorf("got %q, bad %v, %v", got, r.Bad, err)
	}
	if _, err := feeds.ReadFolder(t.Context(), filepath.Join(base, "none"), nil, time.Now()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that there is none", err)
	}
	if _, err := feeds.ReadFolder(t.Context(), filepath.Join(dir, "a.txt"), nil, time.Now()); err == nil {
		t.Error("a file is read as a folder")
	}
}

func FuzzFolderNames(f *testing.F) {
	f.Add("a.txt", "b/c.xml", "text")
	f.Add("..", "a/../b", "<newsItem guid='file:x'>")
	f.Add("\xff", "a\nb", "\x00")
	f.Fuzz(func(t *testing.T, one, two, data string) {
		fsys := fstest.MapFS{}
		for _, name := range []string{one, two} {
			if fs.ValidPath(name) && name != "." && len(name) < 200 && !strings.HasPrefix(two, one+"/") && !strings.HasPrefix(one, two+"/") {
				put(fsys, name, data, 60)
			}
		}
		r, err := feeds.Folder{FS: fsys}.Read(t.Context(), nil, folderNow())
		if err != nil {
			t.Fatalf("%v: %q", err, slices.Collect(maps.Keys(fsys)))
		}
		for _, i := range r.Items {
			if i.ID == "" || !utf8.ValidString(i.ID+i.Title+i.Text) || i.Published.IsZero() {
				t.Errorf("got %+v", i)
			}
		}
		for _, b := range r.Bad {
			if strings.ContainsAny(b.Name, "\n\r\x1b") {
				t.Errorf("name %q", b.Name)
			}
		}
		again, err := feeds.Folder{FS: fsys}.Read(t.Context(), r.Files, folderNow())
		if err != nil || len(again.Items)+len(again.Bad)+len(again.Files)+again.Left > 0 || len(again.Same) != len(r.Files) {
			t.Errorf("read again: got %+v, %v", again, err)
		}
	})
}
