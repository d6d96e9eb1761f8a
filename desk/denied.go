package desk

import (
	"dateline/adapters"
	"dateline/news"
)

// denied says that nothing was changed, and what is missing.
func (t *turn) denied(d adapters.Denial) adapters.Reply {
	key, named := "denied", false
	switch d.Kind {
	case adapters.DeniedRight:
		key, named = "denied.right", true
	case adapters.DeniedGuest:
		key = "denied.guest"
	case adapters.DeniedOutside:
		key = "denied.outside"
	case adapters.DeniedMember:
		key = "denied.member"
	case adapters.DeniedScope:
		key, named = "denied.scope", true
	case adapters.DeniedAbsent:
		key, named = "denied.absent", true
	case adapters.DeniedUnknown:
		key = "denied.unknown"
	}
	name := news.Fold(d.Name)
	if named && name == "" {
		key = "denied"
	}
	if !named || name == "" {
		return t.refuse(t.words.say(key))
	}
	return t.refuse(t.words.say(key, "name", name))
}
