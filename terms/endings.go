package terms

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// shortestStem is what [strip] leaves at least, in letters.
const shortestStem = 3

// strip takes the first of the endings off a word that leaves enough of it.
func strip(word string, endings []string) string {
	for _, ending := range endings {
		rest, ok := strings.CutSuffix(word, ending)
		if ok && utf8.RuneCountInString(rest) >= shortestStem {
			return rest
		}
	}
	return word
}

// endings gives the inflections of a language that Snowball has no rules for,
// longest first. They are those of nouns, adjectives and the commonest forms
// of verbs: enough that most cases of a name or a noun meet.
func endings(language string) []string {
	switch language {
	case polish:
		return polishEndings()
	case ukrainian:
		return ukrainianEndings()
	}
	return nil
}

var polishEndings = sync.OnceValue(func() []string {
	return longestFirst(`owaniem owania owaniu owanie ościach ościami iejszych iejszy aniach eniach ością ościom
		owych owymi owego owemu iach iami iego iemu anie enie ania enia aniu eniu ości ość owej owym owie
		ach ami ego emu iej ich imi ych ymi iem iom ała ały ało ali ili iła iło iły
		ów om em ie ia ią ię io iu ej ym im ać ić eć ał ił ła ło ły li a ą e ę i o u y`)
})

var ukrainianEndings = sync.OnceValue(func() []string {
	return longestFirst(`уванням ування юванням ювання остями ського ському ськими ської ський ських ським ською ськой ська ське ські ську
		аннями еннями анням енням ання ення анню енню істю ості ість
		ами ями ого ому ими іми ією еві ові єві ить ать ють уть ила ило или ала ало али ати ити іти
		ою ею єю ої ій ий их іх им ім ом ем єм ам ям ах ях ів їв ії ія ію ав ив ти ла ло ли
		а я у ю и і ї е є о ь й`)
})

func longestFirst(words string) []string {
	list := strings.Fields(words)
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return list
}
