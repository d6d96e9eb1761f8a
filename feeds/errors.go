package feeds

import "dateline/news"

// ParseError is why a document could not be read. Its text is one line that
// holds nothing of the document.
type ParseError struct {
	Cause  news.Cause // [news.CauseFormat], [news.CauseEmpty] or [news.CauseLarge]
	Reason string
}

// Error implements error.
func (e *ParseError) Error() string { return "feed: " + e.Reason }

func errFormat(reason string) error { return &ParseError{Cause: news.CauseFormat, Reason: reason} }

func errLarge(reason string) error { return &ParseError{Cause: news.CauseLarge, Reason: reason} }
