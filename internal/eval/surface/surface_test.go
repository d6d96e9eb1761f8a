package surface

import (
	"testing"
)

// judged is a bullet and what is wrong with it.
type judged struct {
	text, language string
	want           Flags
}

func check(t *testing.T, tests []judged) {
	t.Helper()
	for _, tt := range tests {
		if got := Check(tt.text, tt.language); got != tt.want {
			t.Errorf("%q: got %+v, want %+v", tt.text, got, tt.want)
		}
	}
}

func TestCheckOpenings(t *testing.T) {
	t.Parallel()
	orphan := Flags{Orphan: true}
	check(t, []judged{
		{"The minister resigned on Monday.", "en", Flags{}},
		{"He resigned on Monday morning.", "en", orphan},
		{"He's resigned on Monday morning.", "en-US", orphan},
		{"\"It was him,\" the minister said.", "en", orphan},
		{"However, the minister stayed in office.", "", orphan},
		{"But the minister stayed in office.", "en", orphan},
		{"This week the minister resigned.", "en", Flags{}},
		{"This angered the minister's friends.", "en", orphan},
		{"It is not clear why the minister resigned.", "en", Flags{}},
		{"It is a disgrace to the minister.", "en", orphan},
		{"Those who resigned were not named.", "en", Flags{}},
		{"None of this is new to the minister.", "en", orphan},
		{"So far the minister has said nothing.", "en", Flags{}},
		{"Hers-Smith and Co opened a new plant.", "en", Flags{}},
		{"I. But the minister stayed in office.", "en", Flags{}},
		{"Er trat am Montag zurück.", "de", orphan},
		{"Il a démissionné lundi matin.", "fr", orphan},
		{"Он подал в отставку в понедельник.", "ru", orphan},
		{"Hän erosi maanantaina aamulla.", "fi", orphan},
		{"Die Ministerin trat am Montag zurück.", "de", Flags{}},
	})
}

func TestCheckQuotations(t *testing.T) {
	t.Parallel()
	unbalanced, orphan := Flags{Unbalanced: true}, Flags{Orphan: true}
	check(t, []judged{
		{"\"We will go on, the minister said.", "en", unbalanced},
		{"“We will go on,” the minister said.", "en", Flags{}},
		{"We will go on,” the minister said.", "en", unbalanced},
		{"„Wir machen weiter“, sagte der Minister.", "de", Flags{}},
		{"»Wir machen weiter«, sagte der Minister.", "de", Flags{}},
		{"«Nous continuons, a dit le ministre.", "fr", unbalanced},
		{"”Jatkamme työtä”, ministeri sanoi eilen.", "fi", Flags{}},
		{"”Jatkamme työtä, ministeri sanoi eilen.", "fi", unbalanced},
		{",,Wij gaan door'', zei de minister.", "nl", Flags{}},
		{"'We will go on,' the minister's aide said.", "en", Flags{}},
		{"The aide said: 'We don't give up.", "en", unbalanced},
		{"We don't give up,' the aide said.", "en", unbalanced},
		{"The players' union met in the '90s at St James' Park.", "en", Flags{}},
		{"He called it 'the players' game' on U.K.'s radio, they say.", "en", orphan},
		{"Smith Jr.'s lawyer and the U.N.'s envoy spoke.", "en", Flags{}},
	})
}

func TestCheckFurniture(t *testing.T) {
	t.Parallel()
	furniture := Flags{Furniture: true}
	check(t, []judged{
		{"(CNN) -- The minister resigned on Monday.", "en", furniture},
		{"London (CNN)The minister resigned on Monday.", "en", furniture},
		{"MOSCOW, July 6 /TASS/. The minister resigned.", "en", furniture},
		{"BELGRADE, April 8 - The minister resigned.", "en", furniture},
		{"ST. LOUIS, Mo., Oct. 20 - The minister resigned.", "en", furniture},
		{"Berlin (dpa) - Der Minister trat zurück.", "de", furniture},
		{"Paris, 21 jan 2019 (AFP) - Le ministre démissionne.", "fr", furniture},
		{"Nueva Delhi, 21 ene (EFE).- El ministro dimitió.", "es", furniture},
		{"МОСКВА, 1 дек — РИА Новости. Министр ушёл.", "ru", furniture},
		{"SYDNEY - The minister resigned on Monday.", "en", furniture},
		{"The election is set for June 11.", "en", Flags{}},
		{"The summit on June 8-10 is likely to fail.", "en", Flags{}},
		{"By . Daily Mail Reporter .", "en", furniture},
		{"By Jane Smith and John Doe", "en", furniture},
		{"By Monday the minister had resigned.", "en", Flags{}},
		{"PUBLISHED: . 01:15 EST, 30 November 2013 .", "en", furniture},
		{"Jane Smith .", "en", furniture},
	})
}

func TestCheckJunk(t *testing.T) {
	t.Parallel()
	junk := Flags{Junk: true}
	check(t, []judged{
		{"<p>The minister resigned on Monday.</p>", "en", junk},
		{"IBM <IBM> said its <T> shares rose.", "en", Flags{}},
		{"It&#39;s over, the minister told them.", "en", Flags{Orphan: true, Junk: true}},
		{"^Minister resigns after a year in office", "en", junk},
		{"dpa tca bag", "en", junk},
		{"asl/tib/pid/cac", "fr", junk},
		{"r a BC-US--Minister 1stLd-Writethru 11-13 1693", "en", junk},
		{"Subject: news\nFrom: a desk", "en", junk},
		{"Die Informationen sind nicht zur Veröffentlichung bestimmt.", "de", junk},
		{"A longer version of this story is available.", "en", junk},
		{"Scroll down for video of the minister.", "en", junk},
		{"Читайте также: министр ушёл в отставку", "ru", junk},
		{"MINISTER RESIGNS AFTER A YEAR", "en", junk},
		{"Farewell: The minister waves to his aides .", "en", junk},
		{"The results of the day:", "en", junk},
		{"In the U.S.", "en", junk},
		{"Write to desk@example.com for the full list.", "en", junk},
	})
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	const first = "The minister of finance resigned on Monday after a year."
	tests := []struct {
		text string
		want bool
	}{
		{first, true},
		{"On Tuesday the cabinet met.", false},
		{"The minister of finance met a spokesman of the bank late on Tuesday evening.", false},
		{"The minister of finance resigned on Monday, officials said.", true},
		{"", false},
	}
	for _, tt := range tests {
		if got := Repeats(tt.text, first); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestVerbatim(t *testing.T) {
	t.Parallel()
	const text = "One two three.\nFour  five six. Seven eight nine. Ten."
	tests := []struct {
		bullet string
		want   bool
	}{
		{"One two three. Four five six.", true},
		{"One two three. Seven eight nine. Ten.", true},
		{"Four five six. One two three.", false},
		{"One two four five.", false},
		{"One three five seven", false},
		{"One two three. Eleven.", false},
	}
	for _, tt := range tests {
		if got := Verbatim(tt.bullet, text); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.bullet, got, tt.want)
		}
	}
}

func TestSpeech(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, named, language string
		quotes, attributed    bool
	}{
		{`"We will go on with it," the minister said.`, "", "en", true, true},
		{`"We will go on with it."`, "", "en", true, false},
		{`"We will go on with it."`, "the minister", "en", true, true},
		{`"It is said that he said it."`, "", "en", true, false},
		{`He read "The Old Man and the Sea" twice.`, "", "en", false, false},
		{`They call it a "very bad day".`, "", "en", false, false},
		{"«Nous allons continuer comme prévu», a déclaré le ministre.", "", "fr", true, true},
		{"„Wir machen damit einfach weiter“, sagte der Minister.", "", "de", true, true},
		{"The minister resigned.", "the palace", "en", false, false},
	}
	for _, tt := range tests {
		quotes, attributed := Speech(tt.text, tt.named, tt.language)
		if quotes != tt.quotes || attributed != tt.attributed {
			t.Errorf("%q: got %v, %v, want %v, %v", tt.text, quotes, attributed, tt.quotes, tt.attributed)
		}
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	labels, err := Labels()
	if err != nil {
		t.Fatal(err)
	}
	if len(labels) < 200 {
		t.Errorf("got %d labels, want at least 200", len(labels))
	}
	type place struct {
		set, id    string
		start, end int
	}
	seen, sets := map[place]bool{}, map[string]int{}
	for _, l := range labels {
		p := place{l.Set, l.ID, l.Start, l.End}
		if seen[p] || l.Start < 0 || l.End <= l.Start {
			t.Errorf("%v: twice, or no range", p)
		}
		seen[p] = true
		sets[l.Set]++
	}
	if len(sets) < 4 {
		t.Errorf("got bullets of %v, want of four sets", sets)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("'He said “no.’ (CNN) -- <p", "nl")
	f.Fuzz(func(t *testing.T, text, language string) {
		Check(text, language)
		Speech(text, "", language)
		if !Verbatim(text, text) {
			t.Errorf("%q is not verbatim of itself", text)
		}
	})
}
