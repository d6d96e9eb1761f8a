package slack

import "strings"

// words are what only this platform says, in one language. All others come
// with the reply.
type words struct {
	nothing  string // what the shortcut's answer says where there is nothing to digest
	other    string // to a button of another version of the program
	silent   string // where the reply has no words
	wait     string // before an answer that takes longer
	busy     string // to a person who asks faster than we answer
	restrict string // to whoever shared where they may not post
	unsure   string // to whoever shared where that could not be looked up
	howTo    string // below the help and the greeting: how what can be typed is typed here
	members  string // after it: who may change things
	admins   string // the same, where only administrators may
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
	return map[string]words{
		"en": {
			nothing:  "That message has neither text nor a link.",
			other:    "This button belongs to another version. Ask again with /news.",
			silent:   "Nothing came of it. The log says why.",
			wait:     "This takes a little longer. The answer follows here.",
			busy:     "One thing after another: the answers before this one are still being made.",
			restrict: "Nothing was shared. Posting in this channel is limited to some.",
			unsure:   "Nothing was shared: Slack did not say who may post here. Try again.",
			howTo:    "Here the words come after /news, after my name in a channel, or alone in a direct message to me.",
			members:  "Full members of a channel can change its sources and settings.",
			admins:   "Only administrators of the workspace can change a channel's sources and settings.",
		},
		"ru": {
			nothing:  "В этом сообщении нет ни текста, ни ссылки.",
			other:    "Эта кнопка от другой версии. Спросите снова через /news.",
			silent:   "Ничего не вышло. Причина в журнале.",
			wait:     "Это займёт чуть больше времени. Ответ появится здесь.",
			busy:     "По очереди: прежние ответы ещё готовятся.",
			restrict: "Ничего не показано. Писать в этом канале могут не все.",
			unsure:   "Ничего не показано: Slack не сказал, кому можно писать здесь. Попробуйте ещё раз.",
			howTo:    "Здесь слова пишутся после /news, после моего имени в канале или просто в личном сообщении мне.",
			members:  "Менять источники и настройки канала могут его полноправные участники.",
			admins:   "Менять источники и настройки канала могут только администраторы рабочего пространства.",
		},
		"de": {
			nothing:  "Diese Nachricht hat weder Text noch Link.",
			other:    "Dieser Knopf gehört zu einer anderen Version. Bitte neu mit /news fragen.",
			silent:   "Daraus wurde nichts. Das Protokoll sagt, warum.",
			wait:     "Das dauert etwas länger. Die Antwort folgt hier.",
			busy:     "Eins nach dem anderen: die Antworten davor entstehen noch.",
			restrict: "Nichts wurde geteilt. In diesem Kanal dürfen nur manche schreiben.",
			unsure:   "Nichts wurde geteilt: Slack hat nicht gesagt, wer hier schreiben darf. Bitte noch einmal versuchen.",
			howTo:    "Hier stehen die Wörter hinter /news, in einem Kanal hinter meinem Namen, oder allein in einer Direktnachricht an mich.",
			members:  "Quellen und Einstellungen eines Kanals können seine Vollmitglieder ändern.",
			admins:   "Quellen und Einstellungen eines Kanals können nur Administratoren des Workspace ändern.",
		},
		"fr": {
			nothing:  "Ce message n’a ni texte ni lien.",
			other:    "Ce bouton vient d’une autre version. Demandez de nouveau avec /news.",
			silent:   "Il n’en est rien sorti. Le journal dit pourquoi.",
			wait:     "Cela prend un peu plus de temps. La réponse suivra ici.",
			busy:     "Une chose après l’autre : les réponses d’avant sont encore en cours.",
			restrict: "Rien n’a été partagé. Seuls certains peuvent écrire dans ce canal.",
			unsure:   "Rien n’a été partagé : Slack n’a pas dit qui peut écrire ici. Réessayez.",
			howTo:    "Ici, les mots viennent après /news, après mon nom dans un canal, ou seuls dans un message direct.",
			members:  "Les membres à part entière d’un canal peuvent changer ses sources et ses réglages.",
			admins:   "Seuls les administrateurs de l’espace de travail peuvent changer les sources et les réglages d’un canal.",
		},
		"es": {
			nothing:  "Ese mensaje no tiene ni texto ni enlace.",
			other:    "Este botón es de otra versión. Pregunte de nuevo con /news.",
			silent:   "No salió nada. El registro dice por qué.",
			wait:     "Esto tarda un poco más. La respuesta llegará aquí.",
			busy:     "Una cosa tras otra: las respuestas anteriores aún se preparan.",
			restrict: "No se compartió nada. En este canal solo pueden escribir algunos.",
			unsure:   "No se compartió nada: Slack no dijo quién puede escribir aquí. Inténtelo de nuevo.",
			howTo:    "Aquí las palabras van después de /news, después de mi nombre en un canal, o solas en un mensaje directo.",
			members:  "Los miembros plenos de un canal pueden cambiar sus fuentes y ajustes.",
			admins:   "Solo los administradores del espacio de trabajo pueden cambiar las fuentes y ajustes de un canal.",
		},
	}
}
