package slack

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"dateline/adapters"
	"dateline/adapters/kit"
)

// buttons lays actions out in blocks, the first of them numbered from known.
// What a button cannot carry, or there is no room for, is given as words to
// type. Where there are more than fit, the last ones stay: they are about the
// whole reply.
func buttons(r adapters.Reply, known int) (blocks []slack.Block, typed []string) {
	var all []slack.BlockElement
	seen := make(map[string]bool)
	left := maxButtonsTotal
	for n, a := range shown(r.Actions) {
		value := kit.Button(r.View, a.Command, maxValue, size)
		label := plainLine(cmp.Or(a.Label, a.Command), maxButton)
		if label == "" || seen[value] && value != "" {
			continue
		}
		seen[value] = true
		b := slack.NewButtonBlockElement("b"+strconv.Itoa(known+n+1), value, plainText(label))
		if left -= weight(b) + len(","); value == "" || left < 0 {
			left += weight(b) + len(",")
			if words := plainLine(a.Command, maxValue); words != "" {
				typed = append(typed, words)
			}
			continue
		}
		all = append(all, b)
	}
	for row := range slices.Chunk(all, maxElements) {
		blocks = append(blocks, slack.NewActionBlock("", row...))
	}
	return blocks, typed
}

// shown are the actions that there are buttons for.
func shown(all []adapters.Action) []adapters.Action {
	var once []adapters.Action
	for _, a := range all {
		if !slices.Contains(once, a) {
			once = append(once, a)
		}
	}
	const last = 4 // newer, older, share, wrong
	if len(once) <= maxButtons {
		return once
	}
	return slices.Concat(once[:maxButtons-last], once[len(once)-last:])
}

func weightOf(blocks []slack.Block) int {
	total := 0
	for _, b := range blocks {
		total += weight(b) + len(",")
	}
	return total
}
