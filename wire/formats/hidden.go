package formats

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// isHidden reports whether a reader of the page would not see an element: an
// author may hide text there for programs alone. Styles are seen where they
// stand in the element itself.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if hides := hidingAttribute[a.Key]; hides != nil && hides(a.Val) {
			return true
		}
	}
	return false
}

// hidingAttribute has the attributes that may hide the element that has them, and what
// tells by their value whether they do.
var hidingAttribute = map[string]func(value string) bool{
	"hidden":      func(string) bool { return true },
	"aria-hidden": func(value string) bool { return strings.EqualFold(strings.TrimSpace(value), "true") },
	"style":       hidesText,
	"class":       hasHiddenClass,
}

func hasHiddenClass(classes string) bool {
	for class := range strings.FieldsSeq(classes) {
		if noNews[class] {
			return true
		}
	}
	return false
}

var (
	hiding = regexp.MustCompile(`^(?:display:none|visibility:(?:hidden|collapse)|opacity:0*\.?0+%?|` +
		`font-size:(?:0|[01](?:\.\d+)?(?:px|pt))(?:px|pt|em|rem|%)?|(?:max-)?(?:height|width):0(?:px)?|` +
		`(?:left|top|right|text-indent|margin-left|margin-top):-\d{3,}.*|clip:rect\([01].*|clip-path:inset\((?:50|100)%.*)$`)
	white = regexp.MustCompile(`^color:(?:#fff|#ffffff|#fefefe|white|transparent|rgba?\(255,255,255.*|rgba\(.*,0(?:\.0+)?\))$`)
)

// hidesText reports whether a style makes text invisible: not displayed, too
// small, out of the page, or white where no other ground is set.
func hidesText(style string) bool {
	isWhite, ground := false, false
	for declaration := range strings.SplitSeq(strings.ToLower(style), ";") {
		property := strings.Join(strings.Fields(declaration), "")
		property = strings.TrimSuffix(property, "!important")
		switch {
		case hiding.MatchString(property):
			return true
		case white.MatchString(property):
			isWhite = true
		case strings.HasPrefix(property, "background"):
			ground = true
		}
	}
	return isWhite && !ground
}
