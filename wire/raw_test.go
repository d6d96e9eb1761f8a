package wire

import (
	"slices"
	"strings"
	"testing"
)

// sentencesOf gives the texts of the sentences that Parse finds.
func sentencesOf(text string) []string {
	d := Parse(text, "")
	var out []string
	for _, s := range d.Sentences {
		out = append(out, d.Slice(s.Range))
	}
	return out
}

// TestRawWire has messages as they come off the wire, made up after the
// standards: what is not news must not be read as news.
func TestRawWire(t *testing.T) {
	t.Parallel()
	news := []string{"The council of Varde voted on Monday to keep its ferry.", "Nobody spoke against it, the mayor said."}
	for name, text := range map[string]string{
		"IPTC 7901": "eca0042 4 pl 51  xyz 0042\n\nVarde-ferry/\nVarde keeps its ferry after long debate =\n\n" +
			"   Varde (dpa) - The council of Varde voted on Monday to keep its ferry.\n\n   Nobody spoke against it, the mayor said.\n\n# xyz NOTEBOOK\n\n## Note to editors\n- The ferry is blue.\n",
		"desk notes in words": "Varde (dpa) - The council of Varde voted on Monday to keep its ferry. Nobody spoke against it, the mayor said.\n\n* * * *\n" +
			"The following information is not for publication\n\nThe mayor can be reached in the evening.\n",
		"ANPA": "\x16\x16\x01B0417\x1fvarde\nr i\x13\x11 BC-EU--Varde-Ferry   05-06 0131\n\x02^BC-EU--Varde-Ferry,0131<\n^Eds: With photos of the ferry.<\n" +
			"\t   VARDE, Denmark (AP) _ The council of Varde voted on Monday to keep its ferry.\n\t   Nobody spoke against it, the mayor said.\n\t   \x03AP-EU-05-06-24 0911GMT<\n\x04",
		"mail": "Received: from mail.example.org by mx.example.org\n        for <desk@example.org>; Mon, 6 May 2024 09:11:00 +0200\nFrom: Ole Berg <ole@example.org>\n" +
			"To: desk@example.org\nSubject: The ferry stays after all, and nobody minds\nDate: Mon, 6 May 2024 09:10:58 +0200\n\n" +
			"The council of Varde voted on Monday to keep its ferry.\nNobody spoke against it, the mayor said.\n",
		"double spacing": "(ANSA) - Rome, October 11 - The council of Varde\n\nvoted on Monday to keep its ferry.\n\nNobody spoke against it, the mayor said.\n\n" +
			"Ninety people had come over from the islands\n\nand stayed until late at night in spite of\n\nthe rain.\n",
		"dateline behind a note": "EDITOR'S NOTE: This is the first of three stories on ferries.\n\nThis note is long, since it has to be read by somebody.\n\n" +
			"VARDE, Denmark (AP) _ The council of Varde voted on Monday to keep its ferry.\n\nNobody spoke against it, the mayor said.\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkWhole(t, Parse(text, ""))
			got := sentencesOf(text)
			for i := range got {
				got[i] = strings.Join(strings.Fields(got[i]), " ")
			}
			for _, want := range news {
				if !slices.Contains(got, want) {
					t.Errorf("got %q, want %q among them", got, want)
				}
			}
			if most := map[string]int{"dateline behind a note": 3, "double spacing": 3}[name]; len(got) > max(most, len(news)) {
				t.Errorf("got %q, want no more than the news", got)
			}
		})
	}
}
