package wire

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/news"
)

// TestDatelinesOfOtherHouses has forms with a country, a date in words, a date
// behind the agency, dashes without spaces, and a byline for the agency.
func TestDatelinesOfOtherHouses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*news.Dateline{
		"ANKARA, Turkey - The bank":                            {Place: "ANKARA, Turkey"},
		"ANKARA, Turkey, May 3 - The bank":                     {Place: "ANKARA, Turkey", Date: "May 3"},
		"Brasília, 3 de março (Lusa) - O banco":                {Place: "Brasília", Date: "3 de março", Agency: "Lusa"},
		"Madrid, 5 de mayo (EFE).- El banco":                   {Place: "Madrid", Date: "5 de mayo", Agency: "EFE"},
		"Lima, 5 de mayo de 2024 (EFE).- El banco":             {Place: "Lima", Date: "5 de mayo de 2024", Agency: "EFE"},
		"NEW YORK--(BUSINESS WIRE)--Acme will":                 {Place: "NEW YORK", Agency: "BUSINESS WIRE"},
		"LOS ANGELES (AP) – Jan. 5, 2019 – A quake":            {Place: "LOS ANGELES", Date: "Jan. 5, 2019", Agency: "AP"},
		"МОСКВА, 6 июля. /Корр. ТАСС Иван Петров/. Переговоры": {Place: "МОСКВА", Date: "6 июля", Agency: "ТАСС"},
		"МОСКВА, 6 июля. /Корр. Иван Петров/. Переговоры":      {Place: "МОСКВА", Date: "6 июля"},
		"LONDON (AP) - May 5 people died - and":                {Place: "LONDON", Agency: "AP"},
		"UPDATE, Turkey - The bank":                            nil,
		"IBM, Apple - The two":                                 nil,
		"Rio de Janeiro - O banco":                             nil,
		"The talks--(a first)--went":                           nil,
	} {
		d := Parse(text+" went on for a while after that.", "")
		switch {
		case want == nil && d.Dateline != nil:
			t.Errorf("%s: got %+v, want none", text, *d.Dateline)
		case want != nil && (d.Dateline == nil || *d.Dateline != *want):
			t.Errorf("%s: got %+v, want %+v", text, d.Dateline, *want)
		}
	}
}

// readRows takes a dispatch whose rows have their kind in front, "related
// Storm hits Texas", and a blank row for a blank line.
func readRows(rows string) (text string, want []string) {
	var out []string
	for row := range strings.SplitSeq(strings.TrimSpace(rows), "\n") {
		kind, line, _ := strings.Cut(strings.TrimSpace(row), " ")
		out = append(out, line)
		if kind != "" {
			want = append(want, kind+" "+line)
		}
	}
	return strings.Join(out, "\n") + "\n", want
}

func checkRows(t *testing.T, rows string) {
	t.Helper()
	text, want := readRows(rows)
	d := Parse(text, "")
	got, marker := []string(nil), ""
	for _, p := range d.Parts {
		switch p.Kind {
		case KindSpace:
		case KindMarker, KindDateline:
			marker = d.Slice(p.Range)
		default:
			got = append(got, p.Kind.String()+" "+marker+d.Slice(p.Range))
			marker = ""
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// TestRows goes through the made-up dispatches of testdata/rows, where each line
// was given its kind by hand: lists with a lead-in, which end at a blank line;
// links, which are no headings; headings; lines about the text. A marker
// counts as part of its sentence, and so does a dateline.
func TestRows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/rows/*.rows")
	if err != nil || len(files) < 4 {
		t.Fatalf("rows: got %d files, want at least 4 (%v)", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for dispatch := range strings.SplitSeq("\n"+string(data), "\n# ") {
			name, rows, ok := strings.Cut(dispatch, "\n")
			if !ok || rows == "" {
				continue
			}
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				t.Parallel()
				checkRows(t, rows)
			})
		}
	}
}

func TestHeadingRangesHaveNoMarks(t *testing.T) {
	t.Parallel()
	const text = "The council voted on Monday.\n\n%\n\nThe plant was built in 1912, the mayor said.\n\nIt closes in May.\n"
	for line, want := range map[string]string{
		"## What we know": "What we know", "**Background**": "Background", "WHAT'S NEXT?": "WHAT'S NEXT?", "### The plant ###": "The plant",
	} {
		d := Parse(strings.Replace(text, "%", line, 1), "en")
		if len(d.Sections) != 2 || d.Slice(d.Sections[1].Heading) != want {
			t.Errorf("%s: got %+v, want the heading %q", line, d.Sections, want)
		}
	}
}

// TestWrappedTexts has texts that were wrapped by hand, and the sentences that
// come out of them.
func TestWrappedTexts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"an indented line that ends early": {
			"The town of Varde voted on Monday to keep the ferry that carries\nninety people a day, the mayor said.\n    Ole Berg, head of the ferry at Ribe\nSea Lines, said that tickets would cost more from June and that\nthe crew would be paid more.\n",
			[]string{"The town of Varde voted on Monday to keep the ferry that carries\nninety people a day, the mayor said.", "Ole Berg, head of the ferry at Ribe\nSea Lines, said that tickets would cost more from June and that\nthe crew would be paid more."},
		},
		"a line that is nearly full": {
			"The town of Varde voted on Monday to keep the ferry that carries\nninety people a day, the mayor said.\nThe annual report of the company Ribe Sea Lines\nHolding said that tickets would cost more from June and that the\ncrew would be paid more.\n",
			[]string{"The town of Varde voted on Monday to keep the ferry that carries\nninety people a day, the mayor said.", "The annual report of the company Ribe Sea Lines\nHolding said that tickets would cost more from June and that the\ncrew would be paid more."},
		},
		"paragraphs of two lines": {
			"The town of Varde voted on Monday to keep the ferry that carries\nninety people.\nThe owner said that tickets would cost more from June and that\nVarde agreed.\nThe crew would be paid more from June, the owner said, and the\nunion agreed.\nNobody was hurt in the fire that broke out on the old ferry in\nEsbjerg.\nThe town agreed.\nThe union agreed.\nThe crew agreed.\n",
			[]string{"The town of Varde voted on Monday to keep the ferry that carries\nninety people.", "The owner said that tickets would cost more from June and that\nVarde agreed.", "The crew would be paid more from June, the owner said, and the\nunion agreed.", "Nobody was hurt in the fire that broke out on the old ferry in\nEsbjerg.", "The town agreed.", "The union agreed.", "The crew agreed."},
		},
		"a dash within a sentence": {
			"The town of Varde sent a blunt message to the owner of the ferry\n-- the tickets are dear and the crew is tired, and the town wants\na new boat by May.\n",
			[]string{"The town of Varde sent a blunt message to the owner of the ferry\n-- the tickets are dear and the crew is tired, and the town wants\na new boat by May."},
		},
		"a title is no part of it": {
			"Varde\nTown of Varde keeps its ferry after a long and bitter debate\nVARDE, May 3 (Reuters) - The town of Varde voted on Monday to keep\nits ferry.\n",
			[]string{"The town of Varde voted on Monday to keep\nits ferry."},
		},
	} {
		d := Parse(c.text, "en")
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Range))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: sentences (-want +got):\n%s", name, diff)
		}
	}
}

// TestOrdinalsAreNoList has paragraphs that open with an ordinal: far apart, or
// not from one on.
func TestOrdinalsAreNoList(t *testing.T) {
	t.Parallel()
	const news = "Der Rat tagt am Montag in Bonn, sagte er.\n"
	for _, text := range []string{
		"1. FC Wiesen siegte am Montag in Bonn.\n" + strings.Repeat(news, 4) + "2. Liga ist das Ziel, sagte der Trainer.\n",
		news + "6. Juli 1923 ist der Tag der Gründung.\n7. Juli 1923 ist der Tag des ersten Spiels.\n" + news,
	} {
		for _, p := range Parse(text, "de").Parts {
			if p.Kind == KindMarker {
				t.Errorf("%s: got the marker %q", text, text[p.Start:p.End])
			}
		}
	}
}
