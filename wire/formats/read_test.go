package formats_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/wire/formats"
)

func utc(year int, month time.Month, day, hour, minute, second int) time.Time {
	return time.Date(year, month, day, hour, minute, second, 0, time.UTC)
}

// samples has what each file in testdata holds, written down by hand.
var samples = map[string][]formats.Item{
	"g2-xhtml.xml": {{
		Format: formats.NewsMLG2, ID: "urn:newsml:example.org:20310304:harbour-7", Source: "express", Language: "en-GB",
		URL: "https://news.example.org/harbour-7", Published: utc(2031, 3, 4, 8, 12, 30),
		Title: "Dockers & owners meet in Larvik", Dateline: "LARVIK, March 4 (EXP) -",
		Text: "LARVIK (EXP) - Dockers and the owners of the port agreed on Tuesday to talk, the union said.\n\n" +
			"The strike began on Sunday.\nIt has stopped eleven ferries.\n\n" +
			"What the owners want\n\n" +
			"“We want night work”, Nils Invented said. Cafés stayed shut 800-900 hours.\n\n" +
			"Eleven ferries wait.\n\nTwo trains were cancelled.",
	}},
	"g2-package.xml": {{
		Format: formats.NewsMLG2, ID: "tag:example.org,2031:a", Source: "BSP", Language: "de", Published: utc(2031, 5, 1, 9, 0, 0),
		Title: "Brücke in Musterstadt gesperrt", Dateline: "Musterstadt",
		Text: "Die Brücke über den Fluss ist seit Montag gesperrt, teilte die Stadt mit.\n\nUmleitung\n\nBusse fahren einen Umweg.",
	}, {
		Format: formats.NewsMLG2, ID: "tag:example.org,2031:b", Source: "Example Wire", Language: "en", Published: utc(2031, 5, 1, 8, 30, 0),
		Title: "Only a title",
		Text: "RIVERTON, May 1 (EW) - The council approved the\nbudget on Thursday, its chairman said after a vote of nine to two.\n\n" +
			"\"It was time\", said Ann Fictional.",
	}},
	"newsml1.xml": {{
		Format: formats.NewsML1, ID: "urn:newsml:presse.example.org:20310602T101000Z:EX-12", Source: "APX", Language: "fr",
		Published: utc(2031, 6, 2, 10, 10, 0), Title: "Le prix du fromage augmente à Exempleville",
		Dateline: "Exempleville, 2 juin 2031 (APX) -",
		Text: "Le fromage coûtera plus cher dès lundi, a annoncé le syndicat des producteurs.\n\n" +
			"« C'était inévitable », a dit Jean Imaginaire & ses collègues.\n\nUne baisse en automne ?\n\n" +
			"Les prix pourraient baisser en octobre.",
	}},
	"newsml1-parts.xml": {{
		Format: formats.NewsML1, Source: "PARTS", Language: "nl", Published: utc(2031, 1, 1, 12, 0, 0), Title: "Trein rijdt weer",
		Text: "De trein naar Voorbeeldstad rijdt weer, meldt de spoorweg.\n\nDe schade is hersteld 's nachts.",
	}},
	"nitf.xml": {{
		Format: formats.NITF, ID: "exp.2031.lighthouse", Source: "Example Press", Language: "en-US", Published: utc(2031, 7, 15, 12, 0, 0),
		Title: "Lighthouse sold for one dollar", Dateline: "CAPE MADE-UP, July 15",
		Text: "A town on the coast sold its lighthouse to a club of amateur sailors on Monday.\n\nLong in need of paint\n\n" +
			"It had been empty since 1999, the mayor said.\n\nOpening hours:\n\nMonday to Friday, 9 to 5\n\nSunday, closed\n\n" +
			"The sailors plan a café.",
	}},
	"ninjs.json": {{
		Format: formats.Ninjs, ID: "urn:newsml:example.org:garden-1", Source: "EXP", Language: "en", Published: utc(2031, 8, 9, 10, 11, 12),
		Title: "Garden opens & closes",
		Text:  "The garden opened on Friday, its keeper said.\n\nRain\n\nIt closed on Saturday, \"because of rain\".",
	}},
	"ninjs-list.json": {{
		Format: formats.Ninjs, ID: "tag:example.org,2031:one", Source: "Agencia Ejemplo", Language: "es", Published: utc(2031, 8, 10, 0, 0, 0),
		Title: "El mercado reabre en Villaficticia", Text: "El mercado reabrió el lunes, informó el alcalde.\n\nHabía cerrado en mayo.",
	}, {
		Format: formats.Ninjs, ID: "tag:example.org,2031:two", Published: utc(2031, 8, 10, 1, 0, 0), Title: "Two lines",
		Text: "The first paragraph stands here.\n\nThe second has a tag in it.",
	}},
	"iptc7901.txt": {{
		Format: formats.IPTC7901, ID: "abc062 2030-11-13T11:37Z", Source: "exp", Published: utc(2030, 11, 13, 11, 37, 0),
		Title: "Invented parties: Talks on a coalition could fail",
		Text: "Musterstadt (exp) - Talks between two invented parties on forming a\n" +
			"government could fail, a senior member of one of them warned on\nWednesday.\n\n" +
			"\"One cannot yet say if it is going to work,\" Ralf Erfunden told\nexp. \"Two and a half weeks of work lie before us.\"\n\n" +
			"He said that the paper was not for publication\nand would be burned.",
	}},
	"iptc7901-latin1.txt": {{
		Format: formats.IPTC7901, ID: "bxf025 2030-12-09T12:23Z", Source: "afp", Published: utc(2030, 12, 9, 12, 23, 0),
		Title: "Fromage: «une bonne année» (syndicat)",
		Text: "Exempleville (afp) Les producteurs de fromage ont parlé dimanche\n" +
			"d'une «bonne année» à la presse, après deux étés difficiles pour\nles alpages.\n\nLes prix restent stables.",
	}},
	"iptc7901-bare.txt": {{
		Format: formats.IPTC7901, ID: "abc00075 2030-12-10T11:37Z", Source: "exp", Published: utc(2030, 12, 10, 11, 37, 0),
		Title: "Court: City may close its bridge",
		Text: "Musterstadt (exp) - The city may close its bridge at night, a court\nruled on Monday, one day before the summer fair.\n\n" +
			"The mayor called the ruling a victory for everybody who sleeps near\nthe river.",
	}},
	"anpa.txt": {{
		Format: formats.ANPA, ID: "W2607 2030-11-13T07:45Z", Source: "EXP", Published: utc(2030, 11, 13, 7, 45, 0),
		Title: "Prairie grows back after ten years",
		Text: "ROSEWOOD, Nowhere (EXP) — Grass grows again where corn stood — and birds are back.\n\n" +
			"“It took ten years,” said Robert Invented, who farms there.\n\nMore grass is to follow.\n\n" +
			"A LONG WAIT\n\nNeighbours waited too.",
	}},
	"mail.eml": {{
		Format: formats.Mail, ID: "note-1@example.org", Source: "Presse Büro", Published: utc(2030, 7, 5, 8, 8, 8),
		Title: "Müllabfuhr fällt aus",
		Text:  "Die Müllabfuhr fällt am Montag aus, teilte die Stadt mit.\n\nAm Dienstag wird nachgeholt.",
	}},
	"mail-html.eml": {{
		Format: formats.Mail, Source: "example.org", Language: "ru", Published: utc(2030, 7, 6, 9, 0, 0), Title: "Мост закрыт",
		Text: "Мост закрыт до понедельника, сообщила мэрия.\n\nАвтобусы идут в обход.",
	}},
	"page.html": {{
		Format: formats.HTML, Source: "Example News", URL: "https://news.example.org/swans", Language: "en-GB",
		Published: utc(2031, 9, 1, 5, 30, 0), Title: "Swans return to the lake",
		Text: "Swans are back on the lake, the ranger said on Monday.\n\nSeven of them\n\n" +
			"She counted seven.\nIn May there were\u00a0two.\n\n“It is a good year”, she said.\n\nFour came from the north.\n\n" +
			"White on black is seen.",
	}},
	"page-loose.html": {{
		Format: formats.HTML, Title: "Мост закрыт",
		Text: "Мост через реку закрыт до понедельника, сообщила в пятницу мэрия.\n\nАвтобусы идут в обход.",
	}},
	"plain.txt": {{Format: formats.Text, Text: "  Plain text stays\r\nas it is: <b>tags</b> & all.\r\n"}},
}

func TestReadSamples(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.IsDir() {
			continue
		}
		got, err := formats.Read(f.Name(), readSample(t, f.Name()))
		if err != nil {
			t.Errorf("got error %v", err)
			continue
		}
		want, ok := samples[f.Name()]
		if !ok {
			t.Errorf("%s: nobody has written down what it holds", f.Name())
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(formats.Item{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name(), diff)
		}
	}
}

func readSample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
