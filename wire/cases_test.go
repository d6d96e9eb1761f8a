package wire

import (
	"slices"
	"strings"
	"testing"

	"dateline/news"
)

// TestDatelines has the forms of the agencies, and openings that only look
// like one.
func TestDatelines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*news.Dateline{
		"MOSCOW, July 6 /TASS/. The talks":                   {Place: "MOSCOW", Date: "July 6", Agency: "TASS"},
		"LONDON (Reuters) - The talks":                       {Place: "LONDON", Agency: "Reuters"},
		"PARIS (AP) _ The talks":                             {Place: "PARIS", Agency: "AP"},
		"Berlin (dpa) - Die Gespräche":                       {Place: "Berlin", Agency: "dpa"},
		"Madrid, 21 ene (EFE).- El presidente":               {Place: "Madrid", Date: "21 ene", Agency: "EFE"},
		"Москва, 6 июл — РИА Новости. Переговоры":            {Place: "Москва", Date: "6 июл", Agency: "РИА Новости"},
		"МОСКВА, 6 июля. /ТАСС/. Переговоры":                 {Place: "МОСКВА", Date: "6 июля", Agency: "ТАСС"},
		"STOCKHOLM, Aug 29, 2014 (AFP) - The court":          {Place: "STOCKHOLM", Date: "Aug 29, 2014", Agency: "AFP"},
		"TOKYO, March 3 (Kyodo) -- The bank":                 {Place: "TOKYO", Date: "March 3", Agency: "Kyodo"},
		"(ANSA) - ROMA, 12 GEN - Il governo":                 {Place: "ROMA", Date: "12 GEN", Agency: "ANSA"},
		"BURLINGTON, Mass., April 8 - The firm":              {Place: "BURLINGTON, Mass.", Date: "April 8"},
		"LOS GATOS, Calif., April 8 - The firm":              {Place: "LOS GATOS, Calif.", Date: "April 8"},
		"RIO DE JANEIRO, April 9 - The firm":                 {Place: "RIO DE JANEIRO", Date: "April 9"},
		"Paris (ats afp) Les violences":                      {Place: "Paris", Agency: "ats afp"},
		"(CNN)On the 6th of April":                           {Agency: "CNN"},
		"SYDNEY - The bank":                                  {Place: "SYDNEY"},
		"москва, 1 дек — риа новости. около тысячи литров":   {Place: "москва", Date: "1 дек", Agency: "риа новости"},
		"NATO (North Atlantic Treaty Organization) members":  nil,
		"Presenter Anna Lund (BBC) said she would leave":     nil,
		"IBM - once the largest maker - said it would close": nil,
		"BREAKING - The council voted":                       nil,
		"Trump (Republican) - the winner - spoke":            nil,
		"The council voted on Monday - again - to close":     nil,
		"In May 5 people died":                               nil,
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

// TestKinds has single lines of furniture, and news that resembles them.
func TestKinds(t *testing.T) {
	t.Parallel()
	const before, after = "The council voted on Monday to close the plant.\n\n", "\n\nThe plant closes in May, the mayor said.\n\nNinety people work there.\n"
	for line, want := range map[string]Kind{
		"By JO DOE and ANN ROE":                            KindByline,
		"Read also: Ten questions on the plant":            KindRelated,
		"Читайте также: Завод закрывают":                   KindRelated,
		"(Reporting by Jo Doe; Editing by Ann Roe)":        KindNote,
		"FILE PHOTO: The plant at night. REUTERS/Jo Doe":   KindCaption,
		"(AP Photo/Jo Doe)":                                KindCaption,
		"Follow @dunmore on the network":                   KindContact,
		"https://example.org/plant":                        KindContact,
		"* * *":                                            KindCode,
		"The workers":                                      KindHeading,
		"The mayor named three needs: water and shelter.":  KindSentence,
		"AP Photographer Jo Doe was injured in the crush.": KindSentence,
		"By Friday the plant was empty.":                   KindSentence,
		"Related costs rose by nine percent last year.":    KindSentence,
		"Photos of the plant were shown at the hearing.":   KindSentence,
	} {
		d := Parse(before+line+after, "")
		got := KindSpace
		for _, p := range d.Parts {
			if p.Start == len(before) {
				got = p.Kind
			}
		}
		if got != want {
			t.Errorf("%s: got %v, want %v", line, got, want)
		}
	}
}

// TestOpeningsWithoutLineBreaks has what pages look like whose line breaks
// became full stops.
func TestOpeningsWithoutLineBreaks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"By . Jo Doe . PUBLISHED: . 01:15 EST, 30 November 2013 . | . UPDATED: . 02:15 EST, 1 December 2013 . More than two people came.": "More than two people came.",
		"By. Jo Doe and Ann Roe. Last updated at 4:09 PM on 18th November 2011. One in four came to the hearing.":                         "One in four came to the hearing.",
		"By Jove. The council voted.":          "By Jove.",
		"By Christmas Day. The council voted.": "By Christmas Day.",
	} {
		d := Parse(text, "en")
		if len(d.Sentences) == 0 || d.Slice(d.Sentences[0].Range) != want {
			t.Errorf("%s: got %+v", text, d.Parts)
		}
	}
	d := Parse("Scam: the man who sold it . The council voted on Monday to close it. The plant closes in May.", "en")
	if d.Sentences[0].Stopped || !d.Sentences[1].Stopped {
		t.Errorf("a stop of its own: got %t and %t, want false and true", d.Sentences[0].Stopped, d.Sentences[1].Stopped)
	}
}

func TestParseTitledSplitsARepeatedTitle(t *testing.T) {
	t.Parallel()
	const text = "Plant in Dunmore to close The council of Dunmore voted on Monday to close it. Nobody spoke."
	d := ParseTitled(text, "Plant in Dunmore to close", "en")
	checkWhole(t, d)
	if got := d.Slice(d.Title); got != "Plant in Dunmore to close" {
		t.Errorf("title: got %q", got)
	}
	if got := d.Slice(d.Sentences[0].Range); got != "The council of Dunmore voted on Monday to close it." {
		t.Errorf("first sentence: got %q", got)
	}
	if d := ParseTitled(text, "Plant in Dun", "en"); !d.Title.Empty() {
		t.Error("a title was found that ends within a word")
	}
}

func TestBordersCountInsideOfQuotations(t *testing.T) {
	t.Parallel()
	const text = "“We won. We are glad,” he said. They left."
	if got, want := Borders(text, "en"), []int{strings.Index(text, "We are"), strings.Index(text, "They")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestBorders has the places where a full stop ends a sentence, or does not.
func TestBorders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		language string
		want     []string
	}{
		"titles":             {"en", []string{"Mr. Doe met Gen. Roe in St. Louis.", "They left."}},
		"initials":           {"en", []string{"J. R. Doe met A. Roe.", "They left."}},
		"initialism":         {"en", []string{"He lives in the U.S. The plant closed."}},
		"decimals":           {"en", []string{"It rose 3.5 percent.", "It fell 1.2 percent."}},
		"a number at an end": {"en", []string{"They won by 12.", "Out of form, they lost."}},
		"question in quotes": {"en", []string{"“Why now?” Doe asked.", "Nobody knew."}},
		"exclamation":        {"en", []string{"“We won!” the crowd cried."}},
		"speech is one":      {"en", []string{"“We won. We are glad,” he said.", "They left."}},
		"a name with a mark": {"en", []string{"Shares of Yahoo! Japan fell on Monday.", "They rose on Friday."}},
		"hours":              {"en", []string{"The blast hit at 5 p.m.", "Moscow denied any role."}},
		"a year":             {"en", []string{"The war began in 2014.", "500 people died."}},
		"roubles":            {"ru", []string{"Ущерб составил 3 млн руб.", "Компания это отрицает."}},
		"stops alone":        {"en", []string{"It went on... . . .", "It ended."}},
		"glued":              {"en", []string{"It ended there.", "The rest left."}},
		"German date":        {"de", []string{"Das war am 6. Juli in Bonn.", "Dann kam der 1. FC Wiesen."}},
		"German short forms": {"de", []string{"Es gab z. B. Brot, u. a. von Dr. Holt.", "Er kam."}},
		"Russian year":       {"ru", []string{"Завод построят в 2027 г.", "Подрядчика выберут осенью."}},
		"Russian initials":   {"ru", []string{"Об этом сказал И. В. Селезнёв.", "Он ушёл."}},
		"French":             {"fr", []string{"M. Roux a vu Mme. Petit.", "Elle est partie."}},
		"Spanish":            {"es", []string{"El Sr. Ruiz habló en EE.UU. con la Sra. Paz.", "Se fue."}},
	} {
		text, separator := "", " "
		if name == "glued" {
			separator = ""
		}
		for i, s := range c.want {
			if i > 0 {
				text += separator
			}
			text += s
		}
		if name == "initialism" {
			c.want = []string{"He lives in the U.S.", "The plant closed."}
		}
		d := Parse(text, c.language)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Range))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
				break
			}
		}
	}
}
