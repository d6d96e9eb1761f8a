package wire

// The cases of furniture_test.go: made-up dispatches with the kind that each
// line was given by hand. A marker counts as part of its sentence, and so
// does a dateline.

func leadInCases() map[string]string {
	return map[string]string{
		"en": `
sentence Bakers in Portugal stopped work on Tuesday over night pay, their union said.

sentence Mill owners said they would meet the union.

related Read also:
related Bakers strike in Lisbon enters second week
related Mills warn of flour shortage

sentence Talks begin on Friday in Porto, the ministry said.

sentence The union wants 9 percent.
`,
		"en, a line that could be a heading": `
sentence Bakers in Portugal stopped work on Tuesday over night pay, their union said.

related See also:
related Bakers strike in Lisbon enters second week
related The price of bread

sentence Talks on bread begin on Friday in Porto, the ministry said.
`,
		"en, a heading behind the blank line": `
sentence Bakers in Portugal stopped work on Tuesday over night pay, their union said.

related See also:
related Bakers strike in Lisbon enters second week
related Mills warn of flour shortage

heading The mills

sentence Mill owners said they would meet the union on Friday.
`,
		"en, blank lines everywhere": `
sentence Bakers in Portugal stopped work on Tuesday over night pay, their union said.

related See also:

related Bakers strike in Lisbon enters second week

related Mills warn of flour shortage

heading The mills

sentence Mill owners said they would meet the union on Friday.
`,
		"ru": `
sentence Пекари Португалии во вторник прекратили работу, сообщил профсоюз.

related Читайте также:
related Забастовка пекарей продолжается вторую неделю
related Мельницы предупреждают о нехватке муки

sentence Переговоры начнутся в пятницу в Порту, сообщило министерство.
`,
		"fr": `
sentence Les boulangers portugais ont cessé le travail mardi, a annoncé leur syndicat.

related Lire aussi :
related La grève des boulangers entre dans sa deuxième semaine
related Les moulins manquent de blé

sentence Les discussions commencent vendredi à Porto, a indiqué le ministère.
`,
		"de": `
sentence Die Bäcker in Portugal legten am Dienstag die Arbeit nieder, teilte ihre Gewerkschaft mit.

related Lesen Sie auch:
related Streik der Bäcker geht in die zweite Woche
related Mühlen warnen vor Engpass

sentence Die Gespräche beginnen am Freitag in Porto, teilte das Ministerium mit.
`,
		"tr": `
sentence Portekiz'de fırıncılar salı günü işi bıraktı, sendika açıkladı.

related Ayrıca okuyun:
related Fırıncıların grevi ikinci haftasına girdi
related Değirmenler un kıtlığı konusunda uyardı

sentence Görüşmeler cuma günü Porto'da başlayacak, bakanlık açıkladı.
`,
		"uk": `
sentence Пекарі Португалії у вівторок припинили роботу, повідомила профспілка.

related Читайте також:
related Страйк пекарів триває другий тиждень
related Млини попереджають про нестачу борошна

sentence Переговори почнуться у п'ятницю в Порту, повідомило міністерство.
`,
		"en, a heading without evidence behind the blank line": `
sentence Bakers in Portugal stopped work on Tuesday over night pay, their union said.

related See also:
related Bakers strike in Lisbon enters second week
related Mills warn of flour shortage

heading Bread and flour

sentence Owners said they would meet the union on Friday.
`,
	}
}

func linkCases() map[string]string {
	return map[string]string{
		"short headlines": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Merkel meets Modi
related OPEC is a cartel
related Flood shuts Uffizi

sentence The ferry carries ninety people a day, the owner said.
`,
		"numbers with brackets": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.
related 1) Merkel meets Modi
related 2) Flood shuts Uffizi
sentence The ferry carries ninety people a day, the owner said.
`,
		"numbers with stops": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.
related 1. Flood shuts Uffizi
related 2. France's pension dispute explained
sentence The ferry carries ninety people a day, the owner said.
`,
		"signs without a space": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.
related •Flood shuts Uffizi
related •Fire closes port
sentence The ferry carries ninety people a day, the owner said.
`,
		"two hyphens": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.
related -- France's pension dispute explained
related -- Flood shuts Uffizi
sentence The ferry carries ninety people a day, the owner said.
`,
		"alone": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Merkel says no new loans planned for Athens

sentence The ferry carries ninety people a day, the owner said.

related Flood shuts Uffizi - BBC

sentence The owner will paint it in May.

related DPA/Culture: Flood shuts Uffizi in Florence

sentence Tickets will cost more from June.

related France's pension dispute explained

sentence The mayor had no comment.
`,
		"questions, calls and quotations": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related * Modi: "No talks with OPEC"
related * Who is who in Delhi?
related * Ten days to the launch!

sentence The ferry carries ninety people a day, the owner said.
`,
		"broken off": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Flood closes in on Arno bridges…
related Uffizi strike goes into second...

sentence The ferry carries ninety people a day, the owner said.
`,
		"a menu": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Home | World | Sport

sentence The ferry carries ninety people a day, the owner said.
`,
		"without a lead-in, then a blank line": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Merkel meets Modi
related Flood shuts Uffizi
related The price of bread

sentence Tickets will cost more from June, the owner said.
`,
		"a title over a list": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related The week
related Merkel meets Modi
related Flood shuts Uffizi

sentence Tickets will cost more from June, the owner said.
`,
		"each for one reason": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Varde: ferry tickets

sentence Tickets will cost more from June, the owner said.

related New loans for Athens

sentence The ferry takes ninety people to Varde every day.

related Storm delays ferry crossing

sentence The mayor had no comment.

related Bridge work delayed

sentence The council meets again in May.

related Good wind and calm water for fishing crews

sentence The ferry was built in 1912.

related Ferry tickets rise before quiet autumn weeks

sentence Tickets for the ferry rise by 9 percent in June.
`,
		"a long one without articles": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Merkel says new loans planned for Athens, Lisbon and Dublin before autumn

sentence Tickets will cost more from June, the owner said.
`,
		"a long menu": `
sentence Die Stadt Varde behält ihre Fähre, teilte die Bürgermeisterin am Montag mit.

related Welt | Sport | Wetter | Börse | Kultur | Wissen | Reise | Meinung | Video | Auto | Jobs | Haus

sentence Die Karten werden im Juni teurer, sagte der Betreiber.
`,
		"rows of a table": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

code DAX 12 FTSE 13
code CAC 14 IBEX 15
sentence Tickets will cost more from June, the owner said.
`,
		"Russian verbs": `
sentence Город Варде сохранит паром, сообщила в понедельник мэрия.

related Спасатели готовятся к шторму

sentence Билеты подорожают в июне, сообщил владелец парома.
`,
	}
}

func headingCases() map[string]string {
	return map[string]string{
		"questions": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

heading WHAT'S NEXT?

sentence The council meets again in May, the mayor said.

heading Who was there?

sentence Ninety people came to the vote.

sentence Was it worth it?

sentence But who will pay?

sentence The town will, the mayor said.
`,
		"rows, ages, tags and captions are none": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

code DAX 7,500.0 0.0%

sentence Prices rose in the town on Monday.

contact @varde #ferry

sentence The ferry carries ninety people a day, the owner said.

caption Varde's mayor leaves the ferry (Photo: Courier)

sentence The mayor had no comment.

caption Ole Berg, 45, a driver

sentence "I take it every day," Berg said.
`,
		"a clause that shares its words": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

heading Ferry tickets rise

sentence Tickets for the ferry rise by 9 percent in June, the owner said.
`,
		"words without evidence": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Ten quiet days among friends on remote southern islands

sentence Tickets will cost more from June, the owner said.
`,
		"a line that breaks off": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

sentence The owner announced the end of

sentence Tickets will cost more from June, the owner said.
`,
		"demands": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

sentence The crew made three demands:
sentence 1. a 12 percent pay rise
sentence 2. two more days of leave
sentence 3. new beds

sentence The owner did not reply.
`,
		"German": `
sentence Die Stadt Varde behält ihre Fähre, teilte die Bürgermeisterin am Montag mit.

heading Folgen für die Insel

sentence Auf der Insel leben neunzig Menschen, hieß es.

related Merkel trifft Modi

sentence Die Karten werden im Juni teurer, sagte der Betreiber.

heading Wie es weitergeht

sentence Im Mai tagt der Rat, sagte die Bürgermeisterin.
`,
		"Russian": `
sentence Город Варде сохранит паром, сообщила в понедельник мэрия.

heading Билеты на паром

sentence Билеты подорожают в июне, сообщил владелец парома.

related Меркель встретится с Моди

sentence Совет города соберётся в мае.

heading Что известно

sentence На острове живут девяносто человек.
`,
		"numbers": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

heading 1. The ferry
sentence It carries ninety people a day, the owner said.
heading 2. The tickets
sentence Tickets will cost more from June, the owner said.
`,
		"over a list of links": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

heading The tickets
related Merkel meets Modi
related Flood shuts Uffizi

sentence Tickets will cost more from June, the owner said.
`,
		"in capitals of all kinds": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

heading READY FOR THE FERRY?

sentence Tickets will cost more from June, the owner said.

heading Key Points for Readers

sentence The ferry carries ninety people a day, the owner said.
`,
		"a number at the end is none": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

related Loss per share 0.35

sentence Tickets will cost more from June, the owner said.
`,
		"a row that is announced": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

sentence The exchange gave the closing price of the owner:
sentence VARDE 7,500.0 0.0%

sentence Tickets will cost more from June, the owner said.
`,
	}
}

func noteCases() map[string]string {
	return map[string]string{
		"the last lines": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

sentence The owner agreed to contribute 9 percent.

note Ole Berg is a freelance journalist based in Esbjerg.

note This article was amended on 7 June 2023 because an earlier version named another town.

note Courier writer Ann Lund contributed to this report from Ribe.

note For more news visit our website.

note Download our app.

note Copyright 2023 The Courier. All rights reserved.
`,
		"the same in German": `
sentence Die Stadt Varde behält ihre Fähre, teilte die Bürgermeisterin am Montag mit.

sentence Die Karten werden im Juni teurer.

note © 2023 Der Kurier, alle Rechte vorbehalten.
`,
		"news has those words too": `
sentence The town of Varde published all rights reserved to the ferry on Monday, the mayor said.

sentence Ann Lund contributed 9 percent.

sentence This article of the law was changed in 2020.
`,
		"over the news": `
note ADDS details, background

sentence VARDE, May 3 (Reuters) - The town voted on Monday to keep its ferry, the mayor said.

sentence The owner agreed.
`,
		"an older mail": `
sentence Here is what they wrote to me about the ferry in Varde last week.

note On Monday, 7 June 2023, Ole Berg wrote:
note > The town voted to keep its ferry.
note > Ninety people take it.

sentence The mayor confirmed it on the phone today.
`,
		"a mail that is quoted as a whole": `
sentence > The town of Varde voted to keep its ferry.
sentence > Ninety people take it every day, the owner said.
`,
		"points behind angle brackets": `
sentence The crew of the ferry in Varde made demands:
sentence > a pay rise of 9 percent
sentence > two more days of leave

sentence The owner did not reply.
`,
		"a byline in slashes": `
sentence Город Варде сохранит паром, сообщила в понедельник мэрия.

byline /Корр. ТАСС Иван Лунд/

sentence Билеты подорожают в июне, сообщил владелец.
`,
		"in the middle": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

note This article was amended on 7 June 2023 because an earlier version named another town.

sentence Tickets will cost more from June, the owner said.
`,
		"years and signs": `
sentence The town of Varde voted on Monday to keep its ferry, the mayor said.

note Copyright 2023 The Courier.

note © Ole Berg, Esbjerg, 2023
`,
		"a mail below its answer": `
sentence The mayor confirmed it on the phone today, the ferry stays in Varde.

note On Monday, 7 June 2023, Ole Berg wrote:
note > The town voted to keep its ferry.
note > Ninety people take it.
`,
		"carets": `
title ^Varde keeps its ferry after long debate<
byline ^By OLE BERG=
sentence VARDE, Denmark (AP) _ The town voted on Monday to keep its ferry, the mayor said.
`,
	}
}
