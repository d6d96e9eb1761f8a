package formats_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/wire/formats"
)

// fuzz holds Read to its promises on any input of one format.
func fuzz(f *testing.F, format formats.Format, files ...string) {
	for _, name := range files {
		f.Add(readSample(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sniffed := formats.Sniff(data)
		if sniffed != format {
			return // another target's
		}
		items, err := formats.Read("name", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "name: ") || strings.ContainsAny(err.Error(), "\n\x00") || len(items) > 0 {
				t.Fatalf("error %q, %d items", err, len(items))
			}
			return
		}
		if len(items) == 0 {
			t.Fatal("neither items nor an error")
		}
		for _, item := range items {
			checkItem(t, item, format)
		}
	})
}

func checkItem(t *testing.T, item formats.Item, format formats.Format) {
	t.Helper()
	for name, text := range map[string]string{
		"title": item.Title, "text": item.Text, "id": item.ID, "source": item.Source, "dateline": item.Dateline, "language": item.Language,
	} {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00\x01\x02\x03\x7f\uFEFF") {
			t.Fatalf("%s: %q", name, text)
		}
		if name != "text" && strings.Contains(text, "\n") {
			t.Fatalf("%s is of several lines: %q", name, text)
		}
	}
	if item.Text == "" || strings.Contains(item.Text, "\n\n\n") || strings.HasPrefix(item.Text, "\n") || strings.HasSuffix(item.Text, "\n") {
		t.Fatalf("text: %q", item.Text)
	}
	if item.Format != format {
		t.Fatalf("format: %q", item.Format)
	}
	item.WithDateline()
}

func FuzzNewsML(f *testing.F) {
	fuzz(f, formats.NewsMLG2, "g2-xhtml.xml", "g2-package.xml")
}

func FuzzNewsML1(f *testing.F) {
	fuzz(f, formats.NewsML1, "newsml1.xml", "newsml1-parts.xml")
}

func FuzzNITF(f *testing.F) {
	f.Add([]byte(nitfOpen + "<p>One &amp;lt;b> two</p><pre> a\n  b</pre>" + nitfClose))
	fuzz(f, formats.NITF, "nitf.xml")
}

func FuzzNinjs(f *testing.F) {
	f.Add([]byte(`{"data":{"items":[{"item":{"bodies":[{"value":"a"}]}}]}}`))
	fuzz(f, formats.Ninjs, "ninjs.json", "ninjs-list.json")
}

func FuzzIPTC7901(f *testing.F) {
	fuzz(f, formats.IPTC7901, "iptc7901.txt", "iptc7901-latin1.txt", "iptc7901-bare.txt")
}

func FuzzANPA(f *testing.F) {
	f.Add([]byte("\x01V1\x1f-\nr\n\x02^*9< ^A,1<\n^B\n^C\n\x03AP-WF-02-30-16 0423GMT<"))
	fuzz(f, formats.ANPA, "anpa.txt")
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(mailHead + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--"))
	fuzz(f, formats.Mail, "mail.eml", "mail-html.eml")
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<p style='display:none'>a<p>b<table><a><tr>c<b><p>d</b>"))
	fuzz(f, formats.HTML, "page.html", "page-loose.html")
}
