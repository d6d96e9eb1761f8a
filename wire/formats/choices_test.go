package formats_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/wire/formats"
)

// TestChoices: what is taken where a file has several of a kind.
func TestChoices(t *testing.T) {
	t.Parallel()
	const g2 = `<newsItem><contentMeta><headline role="x:subHeadline">Below</headline><headline role="x:main">Above</headline></contentMeta>` +
		`<itemMeta><link rel="irel:self" href="https://user:word@example.org/"/></itemMeta>`
	for name, c := range map[string]struct {
		data string
		want formats.Item
	}{
		"headlines with roles, an address with a password": {
			g2 + `<contentSet><inlineData contenttype="image/png">AAAA</inlineData><inlineData>One.</inlineData></contentSet></newsItem>`,
			formats.Item{Format: formats.NewsMLG2, Title: "Above", Text: "One."},
		},
		"media and translations": {
			`<NewsML><NewsItem><NewsComponent><NewsComponent xml:lang="en"><ContentItem><MediaType FormalName="Photo"/><DataContent>AAAA</DataContent></ContentItem>` +
				`<ContentItem><DataContent>One.</DataContent></ContentItem></NewsComponent>` +
				`<NewsComponent xml:lang="fr"><ContentItem><DataContent>Un.</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>`,
			formats.Item{Format: formats.NewsML1, Language: "en", Text: "One."},
		},
		"dateline for machines": {
			`<nitf><body><body.head><dateline><story.date>20310121T103600+0000</story.date></dateline></body.head>` + nitfOpen[12:] + "<p>One.</p>" + nitfClose,
			formats.Item{Format: formats.NITF, Text: "One."},
		},
		"words like those of a note": {
			"\x01abc062 4 i 20 exp 061\n\n\x02Head =\n\n   One.\n\n   The mayor said it was not for publication.\n\n   Two.\n\n   * * *\n\n   Three.\n",
			formats.Item{Format: formats.IPTC7901, Title: "Head", Source: "exp",
				Text: "One.\n\nThe mayor said it was not for publication.\n\nTwo.\n\n* * *\n\nThree."},
		},
		"attachment before the text": {
			mailHead + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nNo.\n" +
				"--b\nContent-Type: text/html\n\n<p>Neither.</p>\n--b\n\nOne.\n--b--\n",
			formats.Item{Format: formats.Mail, Title: "A", Source: "example.org", Text: "One."},
		},
		"words beside the paragraphs": {
			"<html><body><div>Beside</div><p>The ministry said so on Monday.</p><div><a href='/'>Home</a></div></body></html>",
			formats.Item{Format: formats.HTML, Text: "The ministry said so on Monday."},
		},
		"elements of no known kind": {
			`{"body_text":"From 8<endash>-</endash>9 a.m. at 3<5."}`,
			formats.Item{Format: formats.Ninjs, Text: "From 8-9 a.m. at 3<5."},
		},
		"a teaser that calls itself an article": {
			"<html><body><article><p>More.</p></article><p>The ministry said so on Monday, and again on Tuesday.</p></body></html>",
			formats.Item{Format: formats.HTML, Text: "More.\n\nThe ministry said so on Monday, and again on Tuesday."},
		},
	} {
		got, err := formats.Read("x", []byte(c.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]formats.Item{c.want}, got, cmpopts.IgnoreUnexported(formats.Item{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
