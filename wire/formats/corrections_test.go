package formats_test

import (
	"strings"
	"testing"

	"dateline/news"
	"dateline/wire/formats"
)

func g2Item(meta string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:example.org,2031:x" version="2"><itemMeta>` + meta + `</itemMeta>
<contentMeta><headline>Ferry stopped</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html><body>
<p>The ferry to Larvik was stopped on Tuesday.</p></body></html></inlineXML></contentSet></newsItem>`
}

func newsML1(managed string) string {
	return `<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>x</ProviderId><DateId>20310101</DateId><NewsItemId>1</NewsItemId></NewsIdentifier></Identification>
<NewsManagement>` + managed + `</NewsManagement><NewsComponent><ContentItem><DataContent><p>The ferry to Larvik was stopped.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>`
}

func nitfItem(docdata string) string {
	return `<nitf><head><docdata ` + docdata + `<doc-id id-string="x"/></docdata></head><body><body.content><p>The ferry was stopped.</p></body.content></body></nitf>`
}

func TestKinds(t *testing.T) {
	t.Parallel()
	const corrected, killed = news.RevisionCorrected, news.RevisionKilled
	tests := []struct {
		name, data string
		kind       news.RevisionKind
	}{
		{"G2", g2Item(`<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/>`), ""},
		{"G2 correction", g2Item(`<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/><signal qcode="sig:correction"/>`), corrected},
		{"G2 canceled", g2Item(`<pubStatus qcode="stat:canceled"/><signal qcode="sig:correction"/>`), killed},
		{"G2 withheld", g2Item(`<pubStatus qcode="stat:withheld"/>`), killed},
		{"NewsML 1", newsML1(`<Status FormalName="Usable"/>`), ""},
		{"NewsML 1 status", newsML1(`<Status FormalName="Correction"/>`), corrected},
		{"NewsML 1 instruction", newsML1(`<Status FormalName="Usable"/><Instruction FormalName="Rectify"/>`), corrected},
		{"NewsML 1 canceled", newsML1(`<Status FormalName="Canceled"/>`), killed},
		{"NITF", nitfItem(`management-status="usable">`), ""},
		{"NITF correction", nitfItem(`><correction info="name" id-string="x"/>`), corrected},
		{"NITF canceled", nitfItem(`management-status="canceled">`), killed},
		{"ninjs", `{"uri":"x","pubstatus":"usable","body_text":"The ferry was stopped."}`, ""},
		{"ninjs signal", `{"uri":"x","signals":[{"code":"sig:correction"}],"body_text":"The ferry was stopped."}`, corrected},
		{"ninjs canceled", `{"uri":"x","pubstatus":"canceled","headline":"Ferry","body_text":""}`, killed},
		{"IPTC 7901 mark", "abc062 4 i 30 exp 061\n\x02KORREKTUR\nFerry stopped in Larvik =\n\nLarvik (exp) - The ferry was stopped.\n\x03131137 GMT Nov 30", corrected},
		{"IPTC 7901 about one", "abc062 4 i 30 exp 061\n\x02Korrektur an der Börse erwartet =\n\nLarvik (exp) - The ferry was stopped.\n\x03131137 GMT Nov 30", ""},
		{"mail", "From: a@example.org\nSubject: CORRECTED-Ferry stopped in Larvik\nMessage-Id: <x>\n\nThe ferry was stopped.\n", corrected},
		{"mail about one", "From: a@example.org\nSubject: Correction of prices expected\nMessage-Id: <x>\n\nThe ferry was stopped.\n", ""},
	}
	for _, tt := range tests {
		items, err := formats.ReadAll(tt.name, []byte(tt.data))
		if err != nil || len(items) != 1 || items[0].Kind != tt.kind || items[0].ID == "" {
			t.Errorf("%s: got %+v, %v; want %q", tt.name, items, err, tt.kind)
		}
		items, err = formats.Read(tt.name, []byte(tt.data))
		if taken := tt.kind == killed; taken != (err != nil) || !taken && items[0].Kind != tt.kind {
			t.Errorf("%s: Read gives %+v, %v", tt.name, items, err)
		}
	}
}

func TestReadAllLeavesOut(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"embargoed":  g2Item(`<pubStatus qcode="stat:embargoed"/>`),
		"without ID": strings.Replace(g2Item(`<pubStatus qcode="stat:canceled"/>`), `guid="tag:example.org,2031:x"`, "", 1),
	} {
		if items, err := formats.ReadAll(name, []byte(data)); err == nil {
			t.Errorf("%s: got %+v, want an error", name, items)
		}
	}
}
