package discord

import (
	"strings"
)

// words are what only this platform says, in one language: descriptions of
// commands and of their options, by "command" and "command.option", and a few
// answers. All others come with the reply.
type words struct {
	describe map[string]string
	menu     string // what the message menu's answer says where there is nothing to digest
	other    string // to a button of another version of the program
	silent   string // where the reply has no words, and Discord wants an answer
	shared   string // to whoever shared, where the answer itself is public
	howTo    string // below the help and the greeting
	post     string // to whoever shared where they may not write
	busy     string // to a person who asks faster than we answer
}

// wordsIn gives the words in a language (BCP 47), in English where it has none.
func wordsIn(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	all := catalogue()
	if w, ok := all[base]; ok {
		return w
	}
	return all["en"]
}

// catalogue has the words of every language.
func catalogue() map[string]words {
	return map[string]words{"en": english(), "ru": russian(), "de": german(), "fr": french(), "es": spanish()}
}

func english() words {
	return words{
		describe: map[string]string{
			"news":                  "Short digests of the news, each point with its evidence",
			"latest":                "The newest dispatches as digests",
			"latest.topic":          "Only what has these words",
			"latest.source":         "Only from this source",
			"latest.since":          "How far back: today, 3d, friday, 2026-11-01",
			"latest.count":          "How many, 3 if not said",
			"topic":                 "What is new on a topic, by day",
			"topic.words":           "The topic, in words",
			"topic.since":           "How far back: today, 3d, friday, 2026-11-01",
			"digest":                "The digest of a page, or of a text that you paste",
			"digest.what":           "An address, or the text",
			"evidence":              "The words that a point rests on",
			"evidence.number":       "The point's number, as 2 or 2.1",
			"older":                 "What comes before the last answer",
			"settings":              "This channel's zone and language",
			"settings.zone":         "A city or a zone: Berlin, Europe/Berlin; default takes it back",
			"settings.language":     "Of what everybody here sees; default takes it back",
			"help":                  "What there is, with examples",
			"sources":               "Where the news comes from",
			"sources list":          "What is read here, and how it is",
			"sources add":           "Read another source here",
			"sources add.address":   "A feed, or a page with news",
			"sources add.name":      "What to call it",
			"sources remove":        "Read a source no more",
			"sources remove.source": "Its name or its number",
			"sources check":         "Try an address; nothing is stored",
			"sources check.address": "A feed or a page, or the number of a source",
		},
		menu:   "That message has neither text nor a link.",
		other:  "This button belongs to another version. Ask again with /news.",
		silent: "Nothing came of it. The log says why.",
		shared: "Shared.",
		howTo:  "Here the words come after /news, or after my name in a message. Changing sources and settings needs the right Manage Channels.",
		post:   "Nothing was shared. Posting here needs the right Send Messages.",
		busy:   "One thing after another: the answers before this one are still being made.",
	}
}

func russian() words {
	return words{
		describe: map[string]string{
			"news":                  "Короткие сводки новостей, каждый пункт с подтверждением",
			"latest":                "Новейшие сообщения в виде сводок",
			"latest.topic":          "Только то, где есть эти слова",
			"latest.source":         "Только из этого источника",
			"latest.since":          "За какое время: today, 3d, friday, 2026-11-01",
			"latest.count":          "Сколько; если не указано, 3",
			"topic":                 "Новое по теме, по дням",
			"topic.words":           "Тема, словами",
			"topic.since":           "За какое время: today, 3d, friday, 2026-11-01",
			"digest":                "Сводка страницы или вставленного текста",
			"digest.what":           "Адрес или текст",
			"evidence":              "Слова, на которых держится пункт",
			"evidence.number":       "Номер пункта: 2 или 2.1",
			"older":                 "То, что было до последнего ответа",
			"settings":              "Часовой пояс и язык этого канала",
			"settings.zone":         "Город или пояс: Berlin, Europe/Berlin; default возвращает прежнее",
			"settings.language":     "Язык того, что видят все; default возвращает прежнее",
			"help":                  "Что есть, с примерами",
			"sources":               "Откуда берутся новости",
			"sources list":          "Что здесь читается и в каком оно состоянии",
			"sources add":           "Читать здесь ещё один источник",
			"sources add.address":   "Лента или страница с новостями",
			"sources add.name":      "Как его называть",
			"sources remove":        "Больше не читать источник",
			"sources remove.source": "Его имя или номер",
			"sources check":         "Проверить адрес; ничего не сохраняется",
			"sources check.address": "Лента, страница или номер источника",
		},
		menu:   "В этом сообщении нет ни текста, ни ссылки.",
		other:  "Эта кнопка от другой версии. Спросите снова через /news.",
		silent: "Ничего не вышло. Причина в журнале.",
		shared: "Показано всем.",
		howTo:  "Здесь слова пишутся после /news или после моего имени в сообщении. Чтобы менять источники и настройки, нужно право Manage Channels.",
		post:   "Ничего не показано. Чтобы писать здесь, нужно право Send Messages.",
		busy:   "По очереди: прежние ответы ещё готовятся.",
	}
}

func german() words {
	return words{
		describe: map[string]string{
			"news":                  "Kurze Nachrichtenüberblicke, jeder Punkt mit Beleg",
			"latest":                "Die neuesten Meldungen in Kürze",
			"latest.topic":          "Nur was diese Wörter enthält",
			"latest.source":         "Nur aus dieser Quelle",
			"latest.since":          "Seit wann: today, 3d, friday, 2026-11-01",
			"latest.count":          "Wie viele; ohne Angabe 3",
			"topic":                 "Was zu einem Thema neu ist, nach Tagen",
			"topic.words":           "Das Thema in Wörtern",
			"topic.since":           "Seit wann: today, 3d, friday, 2026-11-01",
			"digest":                "Kurzfassung einer Seite oder eines eingefügten Textes",
			"digest.what":           "Eine Adresse oder der Text",
			"evidence":              "Der Wortlaut, auf dem ein Punkt beruht",
			"evidence.number":       "Die Nummer des Punktes: 2 oder 2.1",
			"older":                 "Was vor der letzten Antwort kommt",
			"settings":              "Zeitzone und Sprache dieses Kanals",
			"settings.zone":         "Stadt oder Zone: Berlin, Europe/Berlin; default nimmt sie zurück",
			"settings.language":     "Dessen, was hier alle sehen; default nimmt sie zurück",
			"help":                  "Was es gibt, mit Beispielen",
			"sources":               "Woher die Nachrichten kommen",
			"sources list":          "Was hier gelesen wird und wie es darum steht",
			"sources add":           "Hier eine weitere Quelle lesen",
			"sources add.address":   "Ein Feed oder eine Seite mit Nachrichten",
			"sources add.name":      "Wie sie heißen soll",
			"sources remove":        "Eine Quelle nicht mehr lesen",
			"sources remove.source": "Ihr Name oder ihre Nummer",
			"sources check":         "Eine Adresse prüfen; gespeichert wird nichts",
			"sources check.address": "Ein Feed, eine Seite oder die Nummer einer Quelle",
		},
		menu:   "Diese Nachricht hat weder Text noch Link.",
		other:  "Dieser Knopf gehört zu einer anderen Version. Bitte neu mit /news fragen.",
		silent: "Daraus wurde nichts. Das Protokoll sagt, warum.",
		shared: "Für alle gezeigt.",
		howTo:  "Hier stehen die Wörter hinter /news, oder hinter meinem Namen in einer Nachricht. Quellen und Einstellungen zu ändern braucht das Recht Manage Channels.",
		post:   "Nichts wurde geteilt. Hier zu schreiben braucht das Recht Send Messages.",
		busy:   "Eins nach dem anderen: die Antworten davor entstehen noch.",
	}
}

func french() words {
	return words{
		describe: map[string]string{
			"news":                  "De courts résumés de l’actualité, chaque point avec sa source",
			"latest":                "Les dernières dépêches en résumé",
			"latest.topic":          "Seulement ce qui contient ces mots",
			"latest.source":         "Seulement de cette source",
			"latest.since":          "Depuis quand : today, 3d, friday, 2026-11-01",
			"latest.count":          "Combien ; 3 par défaut",
			"topic":                 "Le nouveau sur un sujet, jour par jour",
			"topic.words":           "Le sujet, en mots",
			"topic.since":           "Depuis quand : today, 3d, friday, 2026-11-01",
			"digest":                "Le résumé d’une page ou d’un texte collé",
			"digest.what":           "Une adresse ou le texte",
			"evidence":              "Les mots sur lesquels repose un point",
			"evidence.number":       "Le numéro du point : 2 ou 2.1",
			"older":                 "Ce qui précède la dernière réponse",
			"settings":              "Le fuseau et la langue de ce salon",
			"settings.zone":         "Une ville ou un fuseau : Berlin, Europe/Berlin ; default l’annule",
			"settings.language":     "De ce que tous voient ici ; default l’annule",
			"help":                  "Ce qu’il y a, avec des exemples",
			"sources":               "D’où viennent les nouvelles",
			"sources list":          "Ce qui est lu ici, et dans quel état",
			"sources add":           "Lire ici une autre source",
			"sources add.address":   "Un flux ou une page d’actualité",
			"sources add.name":      "Son nom",
			"sources remove":        "Ne plus lire une source",
			"sources remove.source": "Son nom ou son numéro",
			"sources check":         "Essayer une adresse ; rien n’est enregistré",
			"sources check.address": "Un flux, une page ou le numéro d’une source",
		},
		menu:   "Ce message n’a ni texte ni lien.",
		other:  "Ce bouton vient d’une autre version. Demandez de nouveau avec /news.",
		silent: "Il n’en est rien sorti. Le journal dit pourquoi.",
		shared: "Montré à tous.",
		howTo:  "Ici, les mots viennent après /news, ou après mon nom dans un message. Changer les sources et les réglages demande le droit Manage Channels.",
		post:   "Rien n’a été partagé. Écrire ici demande le droit Send Messages.",
		busy:   "Une chose après l’autre : les réponses d’avant sont encore en cours.",
	}
}

func spanish() words {
	return words{
		describe: map[string]string{
			"news":                  "Resúmenes breves de las noticias, cada punto con su fuente",
			"latest":                "Los últimos despachos en resumen",
			"latest.topic":          "Solo lo que tiene estas palabras",
			"latest.source":         "Solo de esta fuente",
			"latest.since":          "Desde cuándo: today, 3d, friday, 2026-11-01",
			"latest.count":          "Cuántos; 3 si no se dice",
			"topic":                 "Lo nuevo sobre un tema, por días",
			"topic.words":           "El tema, en palabras",
			"topic.since":           "Desde cuándo: today, 3d, friday, 2026-11-01",
			"digest":                "El resumen de una página o de un texto pegado",
			"digest.what":           "Una dirección o el texto",
			"evidence":              "Las palabras en que se apoya un punto",
			"evidence.number":       "El número del punto: 2 o 2.1",
			"older":                 "Lo anterior a la última respuesta",
			"settings":              "La zona horaria y el idioma de este canal",
			"settings.zone":         "Una ciudad o zona: Berlin, Europe/Berlin; default la quita",
			"settings.language":     "De lo que todos ven aquí; default lo quita",
			"help":                  "Lo que hay, con ejemplos",
			"sources":               "De dónde vienen las noticias",
			"sources list":          "Qué se lee aquí y cómo está",
			"sources add":           "Leer aquí otra fuente",
			"sources add.address":   "Un canal o una página con noticias",
			"sources add.name":      "Cómo llamarla",
			"sources remove":        "No leer más una fuente",
			"sources remove.source": "Su nombre o su número",
			"sources check":         "Probar una dirección; no se guarda nada",
			"sources check.address": "Un canal, una página o el número de una fuente",
		},
		menu:   "Ese mensaje no tiene ni texto ni enlace.",
		other:  "Este botón es de otra versión. Pregunte de nuevo con /news.",
		silent: "No salió nada. El registro dice por qué.",
		shared: "Mostrado a todos.",
		howTo:  "Aquí las palabras van después de /news, o después de mi nombre en un mensaje. Para cambiar fuentes y ajustes hace falta el permiso Manage Channels.",
		post:   "No se compartió nada. Para escribir aquí hace falta el permiso Send Messages.",
		busy:   "Una cosa tras otra: las respuestas anteriores aún se preparan.",
	}
}
