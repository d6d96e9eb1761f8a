package wire

import "strings"

// Made-up dispatches of one matter each, a sentence a line; joined, they make
// texts whose borders are known.
var topicTexts = map[string][]string{
	"en": {
		`The ferry Amber Gull ran aground off the island of Tolm on Monday night with 140 passengers on board.
Rescue boats from Tolm harbour took all passengers off the ferry before midnight.
The captain told the coast guard that the ferry had lost its rudder in the storm.
Divers will inspect the rudder once the storm has passed, the coast guard said.
The ferry line suspended its service to the island until the divers have finished.`,
		`Grain farmers in the Velda valley expect their smallest harvest in twenty years.
Hardly any rain fell in the valley between April and July, and wheat dried up in the fields.
The farmers' union said that the wheat harvest may be half of last year's.
Millers already pay farmers a third more for wheat than in spring.
The union asked the ministry of agriculture for aid before the winter wheat is sown.`,
		`The city museum has bought a letter by the composer Anselm Roth that was thought to be lost.
In the letter, Roth tells his publisher that he burned the score of his second opera.
The museum will show the letter next to the piano on which the composer wrote the opera.
Scholars had argued for decades about what became of the opera's score.
A foundation paid for the letter, and the museum did not name the price.`,
	},
	"ru": {
		`Паром «Янтарная чайка» сел на мель у острова Толм в ночь на вторник, на борту были 140 пассажиров.
Спасательные катера из порта Толма сняли с парома всех пассажиров до полуночи.
Капитан сообщил береговой охране, что паром потерял руль во время шторма.
Водолазы осмотрят руль парома, когда шторм закончится, заявила береговая охрана.
Паромная компания прекратила рейсы на остров, пока водолазы не закончат работу.`,
		`Фермеры долины Вельды ждут самого низкого урожая зерна за двадцать лет.
С апреля по июль в долине почти не было дождей, и пшеница засохла на полях.
Союз фермеров сообщил, что урожай пшеницы может быть вдвое ниже прошлогоднего.
Мельницы уже платят фермерам за пшеницу на треть больше, чем весной.
Союз попросил министерство сельского хозяйства о помощи до сева озимой пшеницы.`,
		`Городской музей купил письмо композитора Ансельма Рота, которое считалось утраченным.
В письме Рот рассказывает издателю, что сжёг партитуру своей второй оперы.
Музей покажет письмо рядом с роялем, за которым композитор писал оперу.
Учёные десятилетиями спорили о судьбе партитуры этой оперы.
Письмо оплатил фонд, цену музей не назвал.`,
	},
	"de": {
		`Die Fähre Bernsteinmöwe ist am Montagabend vor der Insel Tolm mit 140 Passagieren auf Grund gelaufen.
Rettungsboote aus dem Hafen von Tolm holten alle Passagiere vor Mitternacht von der Fähre.
Der Kapitän sagte der Küstenwache, die Fähre habe im Sturm ihr Ruder verloren.
Taucher sollen das Ruder untersuchen, sobald der Sturm vorbei ist, teilte die Küstenwache mit.
Die Reederei der Fähre stellte den Verkehr zur Insel ein, bis die Taucher fertig sind.`,
		`Die Bauern im Veldatal rechnen mit der kleinsten Ernte seit zwanzig Jahren.
Zwischen April und Juli fiel im Tal kaum Regen, und der Weizen vertrocknete auf den Feldern.
Der Verband der Bauern erklärte, beim Weizen werde die Ernte halb so groß wie im Vorjahr.
Die Mühlen zahlen den Bauern für Weizen schon ein Drittel mehr als im Frühling.
Der Verband bat das Landwirtschaftsministerium um Hilfe, bevor der neue Weizen gesät wird.`,
		`Das Stadtmuseum hat einen Brief des Komponisten Anselm Roth gekauft, der als verloren galt.
In dem Brief erzählt Roth seinem Verleger, er habe die Partitur seiner zweiten Oper verbrannt.
Das Museum zeigt den Brief neben dem Klavier, an dem der Komponist die Oper schrieb.
Über die Partitur der Oper hatten Forscher jahrzehntelang gestritten.
Den Preis für den Brief nannte das Museum nicht, eine Stiftung bezahlte ihn.`,
	},
}

// oneTopic are longer made-up reports on a single matter.
var oneTopic = map[string]string{
	"en": `The central bank of Ardenia raised its key rate by half a point to 6.5 percent on Thursday.
Governor Lena Marsk said the bank would raise the rate again if prices keep climbing.
Prices in Ardenia rose by 9.1 percent in the year to May, the fastest pace since 1991.
Bread and fuel accounted for most of the rise in prices, the statistics office said.
Most economists had expected the bank to raise the rate by a quarter of a point.
The krona gained one percent against the euro after the bank's decision.
Home owners with variable loans will pay more from July, because their loans follow the key rate.
A home loan of 200,000 kronor will cost about 80 kronor more a month, the bank estimates.
The opposition accused Marsk of raising the rate too late to stop prices.
Finance minister Oskar Brandt said the bank was independent and he would not judge its rate.
Brandt promised to lower the tax on fuel if prices rise further.
The bank decides on the rate again in September.`,
	"ru": `Центральный банк Ардении в четверг повысил ключевую ставку на полпункта, до 6,5 процента.
Глава банка Лена Марск заявила, что банк снова повысит ставку, если цены продолжат расти.
Цены в Ардении за год выросли на 9,1 процента, это самый быстрый рост цен с 1991 года.
Сильнее всего выросли цены на хлеб и топливо, сообщило бюро статистики.
Большинство экономистов ждали, что банк повысит ставку на четверть пункта.
После решения банка крона подорожала к евро на один процент.
Владельцы жилья с плавающей ставкой по кредиту будут с июля платить больше.
Кредит в 200 тысяч крон подорожает на 80 крон в месяц, подсчитал банк.
Оппозиция обвинила Марск в том, что банк повысил ставку слишком поздно.
Министр финансов Оскар Брандт сказал, что банк независим и о ставке решает сам.
Брандт обещал снизить налог на топливо, если цены вырастут ещё.
Следующее решение о ставке банк примет в сентябре.`,
	"de": `Die Zentralbank von Ardenien hat den Leitzins am Donnerstag um einen halben Punkt auf 6,5 Prozent erhöht.
Präsidentin Lena Marsk sagte, die Zentralbank werde den Leitzins weiter erhöhen, wenn die Preise steigen.
Die Preise in Ardenien stiegen binnen eines Jahres um 9,1 Prozent, so schnell wie seit 1991 nicht.
Vor allem Brot und Benzin trieben die Preise, teilte das Statistikamt mit.
Die meisten Ökonomen hatten erwartet, dass die Zentralbank den Leitzins um einen Viertelpunkt erhöht.
Die Krone gewann nach der Entscheidung der Zentralbank ein Prozent zum Euro.
Wer einen Kredit mit variablem Zins hat, zahlt ab Juli mehr, denn der Kredit folgt dem Leitzins.
Ein Kredit von 200.000 Kronen kostet nach Rechnung der Zentralbank 80 Kronen mehr im Monat.
Die Opposition warf Marsk vor, den Leitzins zu spät erhöht zu haben, um die Preise zu bremsen.
Finanzminister Oskar Brandt sagte, die Zentralbank sei unabhängig, und über den Leitzins urteile er nicht.
Brandt versprach eine niedrigere Steuer auf Benzin, falls die Preise weiter steigen.
Über den Leitzins entscheidet die Zentralbank im September wieder.`,
}

// topicSentences gives the sentences of the texts in a row, and where each
// text but the first begins.
func topicSentences(texts ...string) (sentences []string, borders []int) {
	for i, text := range texts {
		if i > 0 {
			borders = append(borders, len(sentences))
		}
		sentences = append(sentences, strings.Split(text, "\n")...)
	}
	return sentences, borders
}
