package summarize_test

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// story is the sample dispatch taken apart by hand, so that variants of it can
// be put together.
type story struct {
	lead     []string
	list     []string // related headlines, with their dashes
	sections []headed
}

type headed struct {
	heading string
	lines   []string
}

func readSample(t *testing.T) story {
	t.Helper()
	data, err := os.ReadFile("../cmd/bot/sample/dispatch.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 18 {
		t.Fatalf("the sample has %d lines, want 18", len(lines))
	}
	return story{
		lead: lines[0:4], list: lines[5:11],
		sections: []headed{{lines[4], lines[11:13]}, {lines[13], lines[14:18]}},
	}
}

// Places where the list can stand.
const (
	underHeading = iota // under the first heading, as in the sample
	beforeHeading
	afterFirstLine
	underSecond
	atEnd
	nowhere
	places
)

func (s story) text(place int) string {
	var out []string
	list := func(at int) {
		if at == place {
			out = append(out, s.list...)
		}
	}
	out = append(out, s.lead[0])
	list(afterFirstLine)
	out = append(out, s.lead[1:]...)
	list(beforeHeading)
	for i, section := range s.sections {
		out = append(out, section.heading)
		list(map[int]int{0: underHeading, 1: underSecond}[i])
		out = append(out, section.lines...)
	}
	list(atEnd)
	return strings.Join(out, "\n") + "\n"
}

// variation is one way to change the sample; words says what it does to a bullet.
type variation struct {
	name   string
	change func(*story)
	words  func(string) string
}

func same(s string) string { return s }

func mapLines(lines []string, f func(string) string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = f(l)
	}
	return out
}

func renamed() func(string) string {
	return strings.NewReplacer(
		"MOSCOW, July 6 /TASS/", "VELDEN, May 12 /ANP/", "Vladimir Putin", "Anders Holm", "Putin", "Holm", "Barack Obama", "Ines Calder",
		"Obama", "Calder", "Nagorno-Karabakh", "Upper-Tresk", "Karabakh", "Tresk", "Kremlin", "Palace", "kremlin", "palace", "KIev", "Orlen", "Kiev", "Orlen",
		"Minsk", "Dorvik", "Ukrainian", "Orlish", "Ukraine", "Orland", "Russian", "Veldish", "Russia", "Veldia", "Syrian", "Pellorian", "Syria", "Pelloria",
		"Lugansk", "Hasbo", "Donetsk", "Grannes", "Azerbaijani", "Tormian", "Azerbaijan", "Tormia", "Armenian", "Ostrian", "Ilham Aliev", "Bo Ferro",
		"Serzh Sargsyan", "Ulf Marn", "St Petersburg", "Port Grena", "Lavrov", "Brask", "Moscow", "Velden", "Jebhat al-Nusra", "Grey Banner",
	).Replace
}

func variations() []variation {
	rename := renamed()
	return []variation{
		{"as it is", func(*story) {}, same},
		{"names and places replaced", func(s *story) {
			s.lead, s.list = mapLines(s.lead, rename), mapLines(s.list, rename)
			for i := range s.sections {
				s.sections[i] = headed{rename(s.sections[i].heading), mapLines(s.sections[i].lines, rename)}
			}
		}, rename},
		{"headings replaced", func(s *story) {
			s.sections[0].heading, s.sections[1].heading = "Fighting in the east", "Talks on the enclave"
		}, strings.NewReplacer("The Ukrainian crisis", "Fighting in the east", "The Nagorno-Karabakh conflict", "Talks on the enclave").Replace},
		{"list lines replaced", func(s *story) {
			s.list = []string{
				"- Grain ships leave port as blockade eases", "- Central bank holds rates for third month running",
				"- Minister: pension reform to be put off until spring", "- Bridge closed after lorry hits pillar — police",
				"- Ten questions on the new passport rules answered", "- Storm warning lifted along the northern coast",
			}
		}, same},
		{"headings in capitals", func(s *story) {
			for i := range s.sections {
				s.sections[i].heading = strings.ToUpper(s.sections[i].heading)
			}
		}, strings.NewReplacer("The Ukrainian crisis", "THE UKRAINIAN CRISIS", "The Nagorno-Karabakh conflict", "THE NAGORNO-KARABAKH CONFLICT").Replace},
	}
}

// bulletsOf gives label and text of each bullet, sorted where the sections
// change places.
func bulletsOf(t *testing.T, text string, sorted bool) []string {
	t.Helper()
	g := digestOf(t, dispatch{text: text, language: "en"}, 0)
	var out []string
	for _, b := range g.Bullets {
		out = append(out, fmt.Sprintf("%s: %s (%s)", b.Topic, b.Text, b.Attribution))
	}
	if sorted {
		sort.Strings(out)
	}
	return out
}

// checkNoRelated asks for more bullets than there are sentences, so that
// whatever could become one does: no related headline and no heading may.
func checkNoRelated(t *testing.T, s story, text string) {
	t.Helper()
	const more = 50
	for _, b := range digestOf(t, dispatch{text: text, language: "en"}, more).Bullets {
		for _, l := range s.list {
			if strings.Contains(b.Text, strings.TrimPrefix(l, "- ")) {
				t.Errorf("a related headline became a bullet: %s", b.Text)
			}
		}
		for _, section := range s.sections {
			if strings.HasPrefix(b.Text, section.heading) {
				t.Errorf("a heading became a bullet: %s", b.Text)
			}
		}
	}
}

func TestVariantsOfTheSampleGiveTheCorrespondingDigest(t *testing.T) {
	t.Parallel()
	sample := bulletsOf(t, readSample(t).text(underHeading), false)
	if len(sample) != 3 {
		t.Fatalf("bullets of the sample: got %d, want 3: %q", len(sample), sample)
	}
	for _, v := range variations() {
		for place := range places {
			for _, halved := range []bool{false, true} {
				for _, dashes := range []bool{true, false} {
					for _, swapped := range []bool{false, true} {
						name := fmt.Sprintf("%s/list at %d, halved %t, dashes %t, swapped %t", v.name, place, halved, dashes, swapped)
						t.Run(name, func(t *testing.T) {
							t.Parallel()
							s := readSample(t)
							v.change(&s)
							if halved {
								s.list = s.list[:3]
							}
							if !dashes {
								s.list = mapLines(s.list, func(l string) string { return strings.TrimPrefix(l, "- ") })
							}
							if swapped {
								s.sections[0], s.sections[1] = s.sections[1], s.sections[0]
							}
							want := mapLines(sample, v.words)
							if swapped {
								sort.Strings(want)
							}
							checkNoRelated(t, s, s.text(place))
							if diff := cmp.Diff(want, bulletsOf(t, s.text(place), swapped)); diff != "" {
								t.Errorf("bullets (-want +got):\n%s\n%s", diff, s.text(place))
							}
						})
					}
				}
			}
		}
	}
}

func TestSampleIsSeenAsAReaderMust(t *testing.T) {
	t.Parallel()
	g := digestOf(t, dispatch{text: readSample(t).text(underHeading)}, 0)
	if g.Dateline == nil || g.Dateline.Place != "MOSCOW" || g.Dateline.Date != "July 6" || g.Dateline.Agency != "TASS" {
		t.Errorf("dateline: got %+v, want MOSCOW, July 6, TASS", g.Dateline)
	}
	for i, want := range [][3]string{
		{"Syria", "the Kremlin says.", "the Kremlin"},
		{"The Ukrainian crisis", "Minsk Agreements", "the Kremlin"},
		{"The Nagorno-Karabakh conflict", "praises Russia's effort", "The kremlin"},
	} {
		if i >= len(g.Bullets) {
			t.Fatalf("bullets: got %d, want 3", len(g.Bullets))
		}
		b := g.Bullets[i]
		if b.Topic != want[0] || !strings.Contains(b.Text, want[1]) || b.Attribution != want[2] {
			t.Errorf("bullet %d: got %q %q %q, want %q", i+1, b.Topic, b.Text, b.Attribution, want)
		}
	}
}
