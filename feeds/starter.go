package feeds

// Starter gives well-known public news feeds in the languages that Dateline
// speaks, for those who do not know yet what to read. The publishers have
// nothing to do with Dateline.
func Starter() []Outline {
	return []Outline{
		{Title: "BBC News: World", Address: "https://feeds.bbci.co.uk/news/world/rss.xml", Page: "https://www.bbc.co.uk/news/world"},
		{Title: "The Guardian: World", Address: "https://www.theguardian.com/world/rss", Page: "https://www.theguardian.com/world"},
		{Title: "NPR News", Address: "https://feeds.npr.org/1001/rss.xml", Page: "https://www.npr.org/sections/news/"},
		{Title: "Al Jazeera", Address: "https://www.aljazeera.com/xml/rss/all.xml", Page: "https://www.aljazeera.com/"},
		{Title: "UN News", Address: "https://news.un.org/feed/subscribe/en/news/all/rss.xml", Page: "https://news.un.org/en/"},
		{Title: "Deutsche Welle", Address: "https://rss.dw.com/rdf/rss-en-all", Page: "https://www.dw.com/en/"},
		{Title: "tagesschau.de", Address: "https://www.tagesschau.de/index~rss2.xml", Page: "https://www.tagesschau.de/"},
		{Title: "Le Monde", Address: "https://www.lemonde.fr/rss/une.xml", Page: "https://www.lemonde.fr/"},
		{Title: "France 24", Address: "https://www.france24.com/fr/rss", Page: "https://www.france24.com/fr/"},
		{Title: "El País", Address: "https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada", Page: "https://elpais.com/"},
		{Title: "BBC News Русская служба", Address: "https://feeds.bbci.co.uk/russian/rss.xml", Page: "https://www.bbc.com/russian"},
		{Title: "Meduza", Address: "https://meduza.io/rss/all", Page: "https://meduza.io/"},
	}
}
