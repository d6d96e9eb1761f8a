package wire

import (
	"slices"
	"testing"
)

// TestSpeakers has the forms of speakers that a reading of wire texts found
// missing, in sentences made up for them.
func TestSpeakers(t *testing.T) {
	t.Parallel()
	tests := []struct{ language, text, speaker string }{
		{"en", "Miller Tire and Rubber Co said it would close two plants in Ohio.", "Miller Tire and Rubber Co"},
		{"en", "Smith and Jones said they would appeal against the ruling.", "Smith and Jones"},
		{"en", "The mayor met the board and Jones said the bridge was safe.", "Jones"},
		{"en", "A Dutch-owned company set up to run the port after the strike said on Monday it would hire 300 people.", "A Dutch-owned company"},
		{"en", "The bonds will be redeemed at 26 dollars per share, plus a dividend of six cents.", ""},
		{"en", "Exports rose by a third in May, per the Labor Department.", "the Labor Department"},
		{"en", "The alleged fraud -- the largest in the county -- is thought to have cost 20 million dollars.", ""},
		{"en", "Nordbank AB <NORD.ST> said it would cut 300 jobs in Malmo.", "Nordbank AB"},
		{"en", "Nordbank <NB> and Westbank Corp <WBC> recently announced planned second quarter cuts related to branches.", "Westbank Corp"},
		{"es", "\"No es suficiente\", criticó la dirigente campesina Rosa Quispe.", "la dirigente campesina Rosa Quispe"},
		{"es", "La dirigente Rosa Quispe criticó las medidas del Gobierno.", ""},
		{"fr", "« C'est trop tard », a déploré le maire de Lille.", "le maire de Lille"},
		{"de", "«Das reicht nicht», mahnte die Landrätin Eva Sommer.", "die Landrätin Eva Sommer"},
		{"ru", "«Этого мало», — посетовал мэр Олег Гуров.", "мэр Олег Гуров"},
		{"en", "\"This is too late,\" lamented Mayor Olga Reed.", "Mayor Olga Reed"},
		{"ru", "Поезд опоздал на час, сообщила РИА Новости в воскресенье пресс-секретарь комитета Марем Оздоева.", "пресс-секретарь комитета Марем Оздоева"},
		{"ru", "Поезд опоздал на час, сообщает РИА Новости.", "РИА Новости"},
		{"de", "Das Geld reiche bis Ende März, sagte Ministerin Lena Kraus der Deutschen Presse-Agentur.", "Ministerin Lena Kraus"},
		{"de", "Der Bär sei gesund, sagte Zoodirektor Jan Holm dem Sender NDR.", "Zoodirektor Jan Holm"},
		{"de", "Der Fahrer blieb unverletzt, sagte eine Sprecherin der Polizei.", "eine Sprecherin der Polizei"},
	}
	for _, tt := range tests {
		d := Parse(tt.text, tt.language)
		if len(d.Sentences) != 1 {
			t.Errorf("%s: got %d sentences, want 1", tt.text, len(d.Sentences))
			continue
		}
		if got := d.Sentences[0].Attribution.Speaker; got != tt.speaker {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.text, got, tt.speaker)
		}
	}
}

// TestUncapitalized cuts texts that are written without capitals.
func TestUncapitalized(t *testing.T) {
	t.Parallel()
	tests := []struct {
		language, text string
		sentences      []string
	}{
		{"ru", `киров, 3 мая — риа новости. мост через вятку закрыли на ремонт на год. "работы идут по плану", — сказал и. о. мэра а. петров. движение откроют в 2027 г. осенью, сообщили в мэрии.`,
			[]string{
				"мост через вятку закрыли на ремонт на год.", `"работы идут по плану", — сказал и. о. мэра а. петров.`,
				"движение откроют в 2027 г. осенью, сообщили в мэрии.",
			}},
		{"ru", "Мост через Вятку закрыли на год. Рабочему, который его красил, 40 лет. Полиция начала проверку.",
			[]string{"Мост через Вятку закрыли на год.", "Рабочему, который его красил, 40 лет.", "Полиция начала проверку."}},
		{"ru", "Завод получит 40 млн. рублей на 300 км. Дорогу начнут строить в мае.",
			[]string{"Завод получит 40 млн. рублей на 300 км.", "Дорогу начнут строить в мае."}},
		{"en", "the bridge over the thames was closed on monday. engineers found a crack in a pier, the council said. it will open again in may.",
			[]string{"the bridge over the thames was closed on monday.", "engineers found a crack in a pier, the council said.", "it will open again in may."}},
		{"en", "The bridge was closed at 5 p.m. on Monday. the council gave no reason.", // a slip, not a habit
			[]string{"The bridge was closed at 5 p.m. on Monday. the council gave no reason."}},
	}
	for _, tt := range tests {
		d := Parse(tt.text, tt.language)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Range))
		}
		if !slices.Equal(got, tt.sentences) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.text, got, tt.sentences)
		}
	}
}
