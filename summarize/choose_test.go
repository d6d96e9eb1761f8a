package summarize_test

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dateline/news"
	"dateline/summarize"
)

// TestEveryWeightCounts sets each weight to extremes: on some dispatch the
// digest must become another one, or the feature is not looked at.
func TestEveryWeightCounts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../wire/testdata/parts/*.parts")
	if err != nil || len(files) == 0 {
		t.Fatalf("dispatches: %d (%v)", len(files), err)
	}
	var dispatches []dispatch
	for _, file := range files {
		d := readDispatch(t, filepath.Base(file))
		if d.title == "" {
			d.title = "Officials warned of closure"
		}
		dispatches = append(dispatches, d)
	}
	plain := digestsWith(t, summarize.LearnedWeights(), dispatches)
	for i := range reflect.TypeFor[summarize.Weights]().NumField() {
		changed := false
		for _, extreme := range []float64{-40, 0, 40} {
			w := summarize.LearnedWeights()
			reflect.ValueOf(&w).Elem().Field(i).SetFloat(extreme)
			changed = changed || !reflect.DeepEqual(plain, digestsWith(t, w, dispatches))
		}
		if !changed {
			t.Errorf("%s changes no digest", reflect.TypeFor[summarize.Weights]().Field(i).Name)
		}
	}
}

func digestsWith(t *testing.T, w summarize.Weights, dispatches []dispatch) []news.Digest {
	t.Helper()
	x := summarize.NewWith(w)
	var out []news.Digest
	for _, d := range dispatches {
		for _, n := range []int{2, 3} {
			g, err := x.Summarize(context.Background(), summarize.Request{Title: d.title, Text: d.text, Language: d.language, Bullets: n})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, g)
		}
	}
	return out
}

func TestOtherWeightsAreAnotherVersion(t *testing.T) {
	t.Parallel()
	other := summarize.LearnedWeights()
	other.Title++
	if a, b := summarize.New().Version(), summarize.NewWith(other).Version(); a == b {
		t.Errorf("two sets of weights have the version %q", a)
	}
}

// TestRules holds single rules of the house on the shortest texts that show them.
func TestRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text    string
		bullets int
		want    []string // texts of the bullets
	}{
		"the same thing is not said twice": {
			"The council of Dunmore voted on Monday to close the harbour plant. On Monday the Dunmore council voted to close the plant in the harbour. Ninety people work there in two shifts.", 3,
			[]string{"The council of Dunmore voted on Monday to close the harbour plant.", "Ninety people work there in two shifts."},
		},
		"a cut quotation is left out": {
			"The mayor opened the new bridge over the river on Monday. “Nobody believed in it, she told the crowd at the ceremony.\nThe bridge cost nine million crowns.", 3,
			[]string{"The mayor opened the new bridge over the river on Monday.", "The bridge cost nine million crowns."},
		},
		"a neighbour with a cut quotation does not come along": {
			"\"We will close the plant in the spring.\" Mayor Anna Lund said the “deal was dead and left the hall early.\nThe plant employs ninety people.", 3,
			[]string{"The plant employs ninety people."},
		},
		"furniture within a paragraph": {
			"The council voted on Monday to close the plant. Photo: the “Marina” in port. The plant will close in the spring, the mayor said.", 5,
			[]string{"The council voted on Monday to close the plant.", "The plant will close in the spring, the mayor said."},
		},
		"what only introduces is left out": {
			"The board named two reasons on Monday for its vote: The plant has made a loss for nine years. The harbour is too shallow for new ships.", 5,
			[]string{"The board named two reasons on Monday for its vote: The plant has made a loss for nine years.", "The harbour is too shallow for new ships."},
		},
		"a clause is left out of a sentence that is too long": {
			"Workers of the old paper mill at the mouth of the river in Dunmore, which the family of the founder still holds together with friends from the days when the town was young and poor, will vote on a strike on Monday, the union said. Nobody from the mill spoke to the press.", 1,
			[]string{"Workers of the old paper mill at the mouth of the river in Dunmore will vote on a strike on Monday, the union said."},
		},
		"a clause with a condition stays": {
			"The mill in Dunmore closed on Sunday. Workers of the old paper mill at the mouth of the river in Dunmore, who may come back to work if the family of the founder and its friends find the money for another year, will vote on a strike on Monday morning in the great hall of the town, the union said.", 2,
			[]string{"The mill in Dunmore closed on Sunday."},
		},
		"a list comes with what announces it": {
			"Striking nurses in Dunmore listed their demands on Friday:\n- a pay rise of 12 percent\n- two more days of leave\n- new beds\nThe hospitals turned all of them down.", 3,
			[]string{"Striking nurses in Dunmore listed their demands on Friday: a pay rise of 12 percent two more days of leave", "The hospitals turned all of them down."},
		},
		"a quotation of nobody is left out": {
			"Police arrested Mario Verdi in Dunmore on Monday.\n\n\"I killed nobody in my life.\"\n\nProsecutor Laura Neri said the case was closed.", 3,
			[]string{"Police arrested Mario Verdi in Dunmore on Monday.", "Prosecutor Laura Neri said the case was closed."},
		},
		"he is not a place": {
			"The family of Recep Tarhan denied it. Moscow offered no proof at all on Monday.\nHe said he would resign at once if it were shown to be true.", 3,
			[]string{"The family of Recep Tarhan denied it.", "Moscow offered no proof at all on Monday."},
		},
		"a former president is no pronoun": {
			"The former president of Norvia died on Monday in Dunmore.", 1,
			[]string{"The former president of Norvia died on Monday in Dunmore."},
		},
		"straight single quotation marks": {
			"'Somebody else did it. I was asleep,' John Doe told the court on Monday. The judge did not believe a word of it.", 2,
			[]string{"'Somebody else did it. I was asleep,' John Doe told the court on Monday.", "The judge did not believe a word of it."},
		},
		"an endless sentence": {
			strings.Repeat("The council voted to close the plant ", 300), 3, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, b := range digestOf(t, dispatch{text: c.text, language: "en"}, c.bullets).Bullets {
				got = append(got, b.Text)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTopics(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"the place, not the day":    {"Ninety people lost their work in Dunmore on Monday.", "Dunmore"},
		"a day labels nothing":      {"Ninety people lost their work on Monday.", ""},
		"not the speaker":           {"Ninety people lost their work in the harbour, Anna Lund said.", ""},
		"not an adjective":          {"Ninety Norvian sailors came home to Dunmore.", "Dunmore"},
		"not the opening's capital": {"Hundreds of sailors came home to their families.", ""},
	} {
		g := digestOf(t, dispatch{text: c.text, language: "en"}, 1)
		if len(g.Bullets) != 1 || g.Bullets[0].Topic != c.want {
			t.Errorf("%s: got %+v, want the topic %q", name, g.Bullets, c.want)
		}
	}
}
