package summarize

import (
	"strings"
	"sync"

	"dateline/terms"
)

// supportClass says what the support check knows about a word.
type supportClass uint8

// The classes of words.
const (
	classNegation supportClass = 1 << iota // turns a statement round: not, denied, without
	classModal                             // makes it only possible: may, allegedly
	classCharge                            // speaks of a claim that the text does not make its own: accused
	classCalendar                          // a month or a day of the week
	classSpeech                            // a verb of saying
)

// supportLexicon is what one language has. Words are folded.
type supportLexicon struct {
	words    map[string]supportClass
	numbers  map[string]float64  // one, two ...
	scales   map[string]float64  // hundred, million ...
	opposite map[string][]string // by word: those that say the contrary
}

// supportLists are the lists by language, one list a line. The value of a
// number word is its place in the list, counted from 0; a slash parts the
// forms of one number or scale. Opposites stand in pairs of groups.
const supportLists = `
en negation: not never no none neither nor nobody nothing nowhere without denied denies deny denying refused refuses refuse rejected rejects reject failed fails unable hardly
en modal: may might could would should possibly possible perhaps maybe reportedly allegedly alleged apparently potentially suspected likely probably expected considering planned
en charge: accused accuses accusing alleged alleges allege allegedly charged suspected
en speech: said says say told tells added adds announced announces stated states confirmed confirms denied denies warned warns claimed claims insisted insists noted argued wrote tweeted explained reported reports
en calendar: january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
en number: zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
en tens: twenty thirty forty fifty sixty seventy eighty ninety
en scale: hundred thousand/k million/m/mn/mln billion/bn/bln trillion/tn/trln
en opposite: rose/rise/rises/rising/risen/increased/increase/increases/grew/grow/climbed/gained/jumped/soared/surged/up fell/fall/falls/falling/fallen/decreased/decrease/declined/dropped/drop/lost/plunged/shrank/slid/down
en opposite: won/win/wins/winning/beat/beats/defeated lost/lose/loses/losing
en opposite: accepted/accepts/accept/approved/approves/approve/backed/backs/supported/supports/support/welcomed rejected/rejects/reject/refused/opposed/opposes/oppose/condemned/vetoed/blocked
en opposite: opened/opens/open/began/begins/begin/started/starts/start closed/closes/close/ended/ends/end/stopped/stops/stop
en opposite: more/higher/above/over/highest/most/best/largest less/fewer/lower/below/under/lowest/least/worst/smallest
en opposite: before/earlier after/later
en opposite: confirmed/confirms/confirm/admitted/admits denied/denies/deny
en opposite: arrested/detained/jailed/convicted/guilty released/freed/acquitted/innocent
en opposite: alive/survived/survives dead/died/dies/killed
en opposite: allowed/allows/allow/permitted banned/bans/ban/forbidden/prohibited
en opposite: strengthened/strengthens/raised/raises/raise/hired/bought/buys/buy weakened/weakens/cut/cuts/lowered/lower/fired/sold/sells/sell
ru negation: не нет ни никогда никто ничего нигде без нельзя отрицал отрицала отрицали отрицает отрицают опроверг опровергла опровергли опровергает отказался отказалась отказались отверг отвергла отвергли
ru modal: может могут мог могла могли бы возможно вероятно якобы предположительно наверное должен должна должны
ru charge: обвинил обвинила обвинили обвиняет обвиняют якобы
ru speech: сказал сказала сказали сообщил сообщила сообщили сообщило сообщает заявил заявила заявили заявило добавил добавила добавили отметил отметила отметили подчеркнул подчеркнула рассказал рассказала
ru calendar: января февраля марта апреля мая июня июля августа сентября октября ноября декабря январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь понедельник вторник среду среда четверг пятницу пятница субботу суббота воскресенье
ru number: ноль/нуль один/одна/одно/одного/одной два/две/двух/двум три/трех/трем четыре/четырех пять/пяти шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати
ru scale: сто/ста тысяч/тысяча/тысячи/тыс миллион/миллиона/миллионов/млн миллиард/миллиарда/миллиардов/млрд триллион/триллиона/триллионов/трлн
ru opposite: вырос/выросла/выросло/выросли/увеличился/увеличилась/увеличилось/увеличились/поднялся/поднялась/повысился/повысилась/растет упал/упала/упало/упали/снизился/снизилась/снизилось/снизились/сократился/сократилась/сократилось/уменьшился/падает
ru opposite: выиграл/выиграла/выиграли/победил/победила/победили проиграл/проиграла/проиграли/уступил/уступила
ru opposite: поддержал/поддержала/поддержали/одобрил/одобрила/одобрили отклонил/отклонила/отклонили/отверг/отвергла/отвергли
de negation: nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder bestritt bestreitet dementierte dementiert verneinte
de modal: kann können könnte könnten dürfte dürften möglicherweise vielleicht vermutlich wahrscheinlich angeblich mutmaßlich soll sollen würde würden offenbar
de charge: beschuldigte beschuldigt angeblich mutmaßlich mutmaßliche mutmaßlichen
de speech: sagte sagten sagt erklärte erklärten erklärt teilte betonte betont berichtete berichtet warnte kündigte
de calendar: januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
de number: null ein/eins/eine/einen/einem/einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
de scale: hundert tausend million/millionen/mio milliarde/milliarden/mrd billion/billionen
de opposite: stieg/stiegen/steigt/gestiegen/wuchs/erhöht/zugenommen sank/sanken/sinkt/gesunken/fiel/fielen/gefallen/schrumpfte/gesenkt/abgenommen
de opposite: gewann/gewannen/gewonnen/siegte verlor/verloren
de opposite: mehr/höher/über weniger/niedriger/unter
fr negation: ne pas non jamais aucun aucune rien personne sans ni nié nie nient dément démenti démentent
fr modal: peut peuvent pourrait pourraient peut-être probablement possible éventuellement devrait devraient serait seraient aurait auraient présumé présumée
fr charge: accusé accusée accuse accusent présumé présumée
fr speech: dit déclaré déclare affirmé affirme annoncé annonce indiqué indique ajouté ajoute expliqué explique souligné
fr calendar: janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
fr number: zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze
fr scale: cent/cents mille/milliers million/millions milliard/milliards billion/billions
fr opposite: augmenté/augmente/augmentent/progressé/progresse/monté/grimpé/hausse baissé/baisse/baissent/diminué/diminue/reculé/recule/chuté/chute
fr opposite: gagné/gagne/remporté/remporte perdu/perd
fr opposite: plus moins
es negation: no nunca jamás nadie nada ningún ninguno ninguna sin ni tampoco negó niega niegan negaron desmintió desmiente rechazó rechaza rechazaron
es modal: puede pueden podría podrían quizás quizá tal posiblemente probablemente posible debería presunto presunta presuntamente supuesto supuesta
es charge: acusó acusa acusan acusaron presunto presunta presuntamente
es speech: dijo dijeron dice afirmó afirma declaró anunció informó añadió agregó señaló aseguró explicó
es calendar: enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo
es number: cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce
es scale: cien/ciento/cientos mil/miles millón/millones millardo/millardos billón/billones
es opposite: subió/sube/suben/aumentó/aumenta/creció/crece bajó/baja/bajan/cayó/cae/disminuyó/descendió
es opposite: ganó/gana/ganaron perdió/pierde/perdieron
es opposite: más menos
it negation: non mai nessuno nessuna niente nulla senza né negato nega smentito smentisce
it modal: può possono potrebbe potrebbero forse probabilmente presunto presunta
nl negation: niet geen nooit niemand niets zonder noch ontkende ontkent ontkenden
nl modal: kan kunnen kon zou zouden mogelijk misschien waarschijnlijk vermoedelijk
pt negation: não nunca jamais ninguém nada nenhum nenhuma sem nem negou nega negaram desmentiu
pt modal: pode podem poderia poderiam talvez provavelmente suposto suposta
pl negation: nie nigdy nikt nic bez ani żaden żadna zaprzeczył zaprzeczyła
pl modal: może mogą mógłby prawdopodobnie rzekomo podobno
uk negation: не ні немає ніколи ніхто нічого без заперечив заперечила спростував спростувала
uk modal: може можуть міг могла би можливо ймовірно нібито
tr negation: değil yok hiç hiçbir asla
`

// scaleValues are the values of a language's scales, in the order of its list.
func scaleValues() []float64 { return []float64{100, 1e3, 1e6, 1e9, 1e12} }

var supportLexicons = sync.OnceValue(func() map[string]*supportLexicon {
	all := map[string]*supportLexicon{}
	for row := range strings.Lines(supportLists) {
		key, items, ok := strings.Cut(strings.TrimSpace(row), ":")
		if !ok {
			continue
		}
		language, list, _ := strings.Cut(key, " ")
		if all[language] == nil {
			all[language] = &supportLexicon{
				words: map[string]supportClass{}, numbers: map[string]float64{}, scales: map[string]float64{}, opposite: map[string][]string{},
			}
		}
		all[language].add(list, strings.Fields(items))
	}
	return all
})

// supportLexiconFor gives the lists of a language; English where there are none.
func supportLexiconFor(language string) *supportLexicon {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if l := supportLexicons()[base]; l != nil {
		return l
	}
	return supportLexicons()["en"]
}

func (l *supportLexicon) add(list string, items []string) {
	classes := map[string]supportClass{
		"negation": classNegation, "modal": classModal, "charge": classCharge, "calendar": classCalendar, "speech": classSpeech,
	}
	for i, item := range items {
		forms := strings.Split(terms.Fold(item), "/")
		for _, form := range forms {
			switch list {
			case "number":
				l.numbers[form] = float64(i)
			case "tens":
				l.numbers[form] = float64(10 * (i + 2))
			case "scale":
				l.scales[form] = scaleValues()[i]
			case "opposite":
				l.opposite[form] = append(l.opposite[form], strings.Split(terms.Fold(items[1-i]), "/")...)
			default:
				l.words[form] |= classes[list]
			}
		}
	}
}
