package feeds

import (
	"strings"
	"time"
)

// monthPrefixes tells months by how their names begin, in small letters: in
// English, German, French, Spanish, Russian, Italian, Portuguese, Dutch,
// Polish, Ukrainian, Czech, Swedish, Danish, Norwegian and Turkish. A longer
// prefix comes before a shorter one that it begins with.
var monthPrefixes = [...]struct {
	prefix string
	month  time.Month
}{
	{"january", 1}, {"januar", 1}, {"jänner", 1}, {"janvier", 1}, {"enero", 1}, {"январ", 1}, {"gennaio", 1}, {"janeiro", 1}, {"stycz", 1}, {"січ", 1}, {"ledn", 1}, {"ocak", 1},
	{"febr", 2}, {"febb", 2}, {"février", 2}, {"fevrier", 2}, {"феврал", 2}, {"fevereiro", 2}, {"luty", 2}, {"lutego", 2}, {"лют", 2}, {"únor", 2}, {"şubat", 2},
	{"march", 3}, {"märz", 3}, {"maerz", 3}, {"mars", 3}, {"marzo", 3}, {"март", 3}, {"março", 3}, {"marco", 3}, {"maart", 3}, {"marzec", 3}, {"marca", 3}, {"берез", 3}, {"březn", 3}, {"mart", 3}, {"marts", 3},
	{"april", 4}, {"avril", 4}, {"abril", 4}, {"апрел", 4}, {"aprile", 4}, {"kwie", 4}, {"квіт", 4}, {"dubn", 4}, {"nisan", 4},
	{"may", 5}, {"mai", 5}, {"mayo", 5}, {"мая", 5}, {"май", 5}, {"maggio", 5}, {"maio", 5}, {"mei", 5}, {"maja", 5}, {"maj", 5}, {"трав", 5}, {"květ", 5}, {"mayıs", 5},
	{"june", 6}, {"juni", 6}, {"juin", 6}, {"junio", 6}, {"июн", 6}, {"giugno", 6}, {"junho", 6}, {"czerw", 6}, {"черв", 6}, {"červn", 6}, {"haziran", 6},
	{"july", 7}, {"juli", 7}, {"juillet", 7}, {"julio", 7}, {"июл", 7}, {"luglio", 7}, {"julho", 7}, {"lip", 7}, {"липн", 7}, {"červen", 7}, {"temmuz", 7},
	{"august", 8}, {"août", 8}, {"aout", 8}, {"agosto", 8}, {"август", 8}, {"augustus", 8}, {"sierp", 8}, {"серп", 8}, {"srpn", 8}, {"ağustos", 8},
	{"septem", 9}, {"septiembre", 9}, {"setiembre", 9}, {"сентябр", 9}, {"settembre", 9}, {"setembro", 9}, {"wrze", 9}, {"верес", 9}, {"září", 9}, {"eylül", 9},
	{"octo", 10}, {"okto", 10}, {"octubre", 10}, {"октябр", 10}, {"ottobre", 10}, {"outubro", 10}, {"paźdz", 10}, {"жовт", 10}, {"říj", 10}, {"ekim", 10},
	{"novem", 11}, {"noviembre", 11}, {"ноябр", 11}, {"listopad", 11}, {"листопад", 11}, {"kasım", 11},
	{"decem", 12}, {"dezem", 12}, {"décembre", 12}, {"diciembre", 12}, {"декабр", 12}, {"dicembre", 12}, {"dezembro", 12}, {"grud", 12}, {"груд", 12}, {"prosin", 12}, {"desember", 12}, {"aralık", 12},
}

// monthOf tells the month that a word names, whole or shortened to three
// letters or more; 0 if it names none.
func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	if m := shortMonth(word); m != 0 {
		return m
	}
	for _, each := range &monthPrefixes {
		if strings.HasPrefix(word, each.prefix) {
			return each.month
		}
	}
	return 0
}

// shortMonth tells a month by its short form.
func shortMonth(word string) time.Month {
	switch word {
	case "jan", "janv", "ene", "янв", "gen", "sty":
		return 1
	case "feb", "fév", "févr", "fev", "фев", "lut":
		return 2
	case "mar", "mär", "mrz", "mrt", "мар":
		return 3
	case "apr", "avr", "abr", "апр", "kwi":
		return 4
	case "mag":
		return 5
	case "jun", "июн", "giu", "cze":
		return 6
	case "jul", "juil", "июл", "lug", "lip":
		return 7
	case "aug", "ago", "авг", "sie":
		return 8
	case "sep", "sept", "сен", "сент", "set", "wrz":
		return 9
	case "oct", "okt", "окт", "ott", "out", "paź":
		return 10
	case "nov", "ноя", "нояб", "lis":
		return 11
	case "dec", "dez", "déc", "dic", "дек", "gru":
		return 12
	}
	return 0
}
