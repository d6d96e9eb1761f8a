package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// wireFile gives the path of one of the made-up files of wire/formats.
func wireFile(name string) string {
	return filepath.Join("..", "..", "wire", "formats", "testdata", name)
}

func TestDigestReadsWireFormats(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"g2-xhtml.xml":        "agreed on Tuesday to talk",
		"newsml1.xml":         "Le fromage coûtera plus cher",
		"nitf.xml":            "A town on the coast sold its lighthouse",
		"ninjs.json":          "The garden opened on Friday",
		"iptc7901-latin1.txt": "d'une «bonne année»",
		"anpa.txt":            "Grass grows again where corn stood",
		"mail.eml":            "Die Müllabfuhr fällt am Montag aus",
		"page.html":           "Swans are back on the lake",
	} {
		got := newBox(t).run("", "digest", "--format", "json", wireFile(file)).ends(exitDone)
		rows := decodeRows(t, got.stdout)
		if len(rows) != 1 || !strings.Contains(strings.Join(strings.Fields(got.stdout), " "), want) {
			t.Errorf("%s: got %s, want %q in it", file, got.stdout, want)
		}
	}
}

func TestDigestOfAPackage(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	path := wireFile("g2-package.xml")
	got := b.run("", "digest", "--format", "json", path).ends(exitDone).quiet().says(`"id":"`+path+`"`, `"id":"`+path+`#2"`)
	if n := strings.Count(got.stdout, "\n"); n != 2 {
		t.Errorf("%d rows, want 2: %s", n, got.stdout)
	}
	b.run("", "digest", path).ends(exitDone).says(path+"\n", path+"#2\n", "Musterstadt", "The council approved the budget")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b.run(string(content), "digest", "-").ends(exitDone).says("Musterstadt", "The council approved the budget")
	broken := b.file("broken.xml", string(content[:900]))
	b.run("", "digest", broken).ends(exitFailed).oneLine().tells(broken+": NewsML-G2: line ", "unexpected EOF")
}

func TestDatelineGivenApart(t *testing.T) {
	t.Parallel()
	newBox(t).run("", "digest", "--format", "json", wireFile("newsml1.xml")).ends(exitDone).says(`"place":"Exempleville"`, `"agency":"APX"`)
}

func TestUndeclaredCharsetOfATeleprinter(t *testing.T) {
	t.Parallel()
	text := "\x01abc062 4 i 20 exp 061\r\n\r\nSlug/\r\n\x02Мост закрыт =\r\n\r\n   МОСКВА, 6 июля. /ТАСС/. Мост через реку закрыт до понедельника,\r\n" +
		"сообщили журналистам в мэрии города.\r\n\r\n\x03061137 GMT Jul 30\r\n\x7f\x04"
	encoded, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	b := newBox(t)
	b.run("", "digest", b.file("a.txt", encoded)).ends(exitDone).says("Мост через реку закрыт до понедельника")
}

func TestImportOfWireFormats(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	files := []string{
		"import", wireFile("g2-xhtml.xml"), wireFile("g2-package.xml"), wireFile("ninjs-list.json"), wireFile("iptc7901.txt"), wireFile("page.html"),
	}
	b.run("", files...).ends(exitDone).tells("imported: 7 new, 0 revised, 0 known, 0 bad")
	b.run("", files...).ends(exitDone).tells("imported: 0 new, 0 revised, 7 known, 0 bad")
	b.run("", "export").ends(exitDone).says(`"id":"urn:newsml:example.org:20310304:harbour-7"`, `"title":"Dockers & owners meet in Larvik"`,
		`"url":"https://news.example.org/swans"`, `"language":"de"`, `"published":"2031-03-04T08:12:30Z"`, `"source":"express"`)
	content, err := os.ReadFile(wireFile("g2-xhtml.xml"))
	if err != nil {
		t.Fatal(err)
	}
	next := b.file("next.xml", strings.Replace(string(content), "eleven ferries", "twelve ferries", 1))
	b.run("", "import", next).ends(exitDone).tells("imported: 0 new, 1 revised, 0 known, 0 bad")
}
