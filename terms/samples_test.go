package terms

// A sample is a text written for the tests.
type sample struct{ language, text string }

// samples gives a short made-up dispatch in each language that has stop words.
func samples() []sample {
	return []sample{
		{"en", "LAKETOWN, May 3 - The U.S.-led talks on the harbour's future ended at 5 p.m. on Friday, the mayor's office said. About 1,000 workers won't return before Monday, and 3.5 percent of them never will, O'Brien told reporters."},
		{"ru", "ПРИОЗЕРСК, 3 мая. Переговоры о будущем порта завершились в пятницу вечером, сообщила пресс-служба мэра. Около 1000 рабочих ещё не вернулись, и всё больше их говорит, что ждать они не будут."},
		{"de", "SEESTADT - Die Gespräche über die Zukunft des Hafens sind am Freitag zu Ende gegangen, wie das Büro der Bürgermeisterin mitteilte. Rund 1.000 Arbeiter werden nicht vor Montag zurückkehren, und 3,5 Prozent von ihnen gar nicht."},
		{"fr", "VILLE-DU-LAC - Les discussions sur l'avenir du port se sont terminées vendredi soir, a indiqué la mairie. Près d’un millier d'ouvriers ne reviendront pas avant lundi, et certains d'entre eux ne reviendront jamais."},
		{"es", "CIUDAD DEL LAGO.- Las conversaciones sobre el futuro del puerto acabaron el viernes por la noche, según la alcaldía. Unos mil trabajadores no volverán antes del lunes, y algunos de ellos no volverán nunca."},
		{"it", "CITTÀ DEL LAGO - I colloqui sull'avvenire del porto si sono conclusi venerdì sera, ha detto l'ufficio del sindaco. Un migliaio di operai non tornerà prima di lunedì, e alcuni di loro non torneranno più."},
		{"nl", "MEERSTAD - De gesprekken over de toekomst van de haven zijn vrijdagavond afgelopen, zegt het kantoor van de burgemeester. Ongeveer duizend arbeiders komen niet voor maandag terug, en sommigen van hen nooit."},
		{"pl", "JEZIORNO - Rozmowy o przyszłości portu zakończyły się w piątek wieczorem, podało biuro burmistrza. Około tysiąca robotników nie wróci przed poniedziałkiem, a niektórzy z nich nie wrócą już nigdy."},
		{"pt", "CIDADE DO LAGO - As conversações sobre o futuro do porto terminaram na sexta-feira à noite, disse o gabinete da prefeita. Cerca de mil operários não voltarão antes de segunda-feira, e alguns deles não voltarão nunca."},
		{"tr", "GÖLKENT - Limanın geleceği için yapılan görüşmeler cuma akşamı sona erdi ve belediye başkanı bunu Gölkent'te açıkladı. Bin kadar işçi pazartesiden önce dönmeyecek, bazıları ise hiç dönmeyecek."},
		{"uk", "ПРИОЗЕРНЕ, 3 травня. Переговори про майбутнє порту завершилися у п'ятницу ввечері, повідомила пресслужба мера. Близько тисячі робітників ще не повернулися, і дехто з них каже, що вже не повернеться."},
	}
}
