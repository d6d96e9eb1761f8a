package feeds

import (
	"regexp"
	"strings"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssRule    = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	cssSimple  = regexp.MustCompile(`^[.#][A-Za-z_][\w-]*$`)
	cssName    = regexp.MustCompile(`[.#][A-Za-z_][\w-]*`)
	cssHiding  = regexp.MustCompile(`(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:!|;|$))`)
	cssShowing = regexp.MustCompile(`(?i)(?:^|[;\s])(?:display\s*:\s*(?:block|inline|flex|grid|table|list|contents|initial|unset|revert)|visibility\s*:\s*visible)`)
)

// hidingClasses gives the classes (".x") and identifiers ("#x") that the style
// sheets within a page hide, and show nowhere: a rule for another medium or
// state may be the one that holds. Rules that ask for more than the one name,
// and colours, are left to those who see the page drawn.
func hidingClasses(styles string) map[string]bool {
	var hiding map[string]bool
	styles = cssComment.ReplaceAllString(styles, " ")
	for _, rule := range cssRule.FindAllStringSubmatch(topRules(styles), -1) {
		if !cssHiding.MatchString(rule[2]) {
			continue
		}
		for selector := range strings.SplitSeq(rule[1], ",") {
			if selector = strings.TrimSpace(selector); cssSimple.MatchString(selector) {
				if hiding == nil {
					hiding = map[string]bool{}
				}
				hiding[selector] = true
			}
		}
	}
	if len(hiding) == 0 {
		return nil
	}
	for _, rule := range cssRule.FindAllStringSubmatch(styles, -1) {
		if cssShowing.MatchString(rule[2]) {
			for _, name := range cssName.FindAllString(rule[1], -1) {
				delete(hiding, name)
			}
		}
	}
	return hiding
}

// topRules gives the rules of a style sheet that stand in no other, as those
// for a medium do.
func topRules(styles string) string {
	var b, rule strings.Builder
	depth, deepest := 0, 0
	for _, c := range []byte(styles) {
		switch c {
		case '{':
			depth++
			deepest = max(deepest, depth)
		case '}':
			depth = max(0, depth-1)
		}
		rule.WriteByte(c)
		if depth == 0 && (c == '}' || c == ';') {
			if deepest == 1 {
				b.WriteString(rule.String())
			}
			rule.Reset()
			deepest = 0
		}
	}
	return b.String()
}
