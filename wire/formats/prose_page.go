package formats

import "golang.org/x/net/html"

// Prose gives the text of the element n and of what is in it, as [Read] does
// for the main part of a page: paragraphs, headings and list items separated by
// a blank line, without what is hidden, captions, navigation, and blocks that
// are nothing but a link. A title that is repeated at the beginning is left
// out. It gives "" for nil.
func Prose(n *html.Node, title string) string { return tidyText(pageText(n, oneLine(title))) }

// Hidden reports whether an element is hidden from readers of its page: by
// attributes, by the style that it carries itself, or by a class that is known
// to hide.
func Hidden(n *html.Node) bool { return isHidden(n) }
