package formats

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// piecesOf gives what the scanner finds in a text.
func piecesOf(text string) (pieces []string) {
	s := looseScanner{text: text}
	for {
		switch kind, text := s.next(); kind {
		case looseEnd:
			return pieces
		case looseText:
			pieces = append(pieces, fmt.Sprintf("text %q", text))
		case looseStart:
			pieces = append(pieces, fmt.Sprintf("start %q, hidden %t, closed %t, many %t", s.tag.name, s.tag.hidden, s.tag.closed, s.tag.many))
		case looseClose:
			pieces = append(pieces, fmt.Sprintf("close %q", s.tag.name))
		}
	}
}

// tokensOf gives the same as the tokenizer of package html finds it.
func tokensOf(text string) (pieces []string) {
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		switch token := z.Token(); kind {
		case html.ErrorToken:
			return pieces
		case html.TextToken:
			pieces = append(pieces, fmt.Sprintf("text %q", token.Data))
		case html.StartTagToken, html.SelfClosingTagToken:
			hidden := isHidden(&html.Node{Attr: token.Attr})
			pieces = append(pieces, fmt.Sprintf("start %q, hidden %t, closed %t, many %t", token.Data, hidden, kind == html.SelfClosingTagToken, len(token.Attr) > maxHTMLAttributes))
		case html.EndTagToken:
			pieces = append(pieces, fmt.Sprintf("close %q", token.Data))
		}
	}
}

// oddTags are texts in which it is not plain what is a tag.
func oddTags() []string {
	return []string{
		"", "<", "</", "<a", "<a ", "<a b", "<a b=", "<a b='", "a<b>c</b>d", "a < b <3 <<i>c", "</>a</ b>c</1>d</", "x</", "<!>a<!->b<!-->c<!--->d<!---->e<!-- --!>f<!----!-->g<!--",
		"<!doctype html>a<!DOCTYPE", "<?xml version='1.0'?>a<?", "<![CDATA[a>b]]>c", "a<!", "<!-", "<!--a--!", "<!--a--!x>b-->c",
		"<br/>a<br />b<br/ >c<p a=b/>d<p a=b/ />e<p a=/>f<p a='b'/>g<p a=x a=y/>h<p a=x b=y/>i<p/a>j<p =a>k<p =/>l<p ==/>",
		"<P CLASS=noprint>a</P><p class='x' class='noprint'>b<p Style=\"display:none\">c<p HIDDEN>d<p hidden=false>e<p aria-hidden=true>f<p aria-hidden = ' TRUE ' >g",
		"<p class='no&#112;rint'>a<p class='a&#10;noprint'>b<p class=\"a\rnoprint\">c<p style='color&colon;white'>d<p style='display:none&amp;'>e<p class='x&notpad=1'>f",
		"<script>a<b></script>c<script>if (a</b/) '</scripty>'</script >d<script><!--<script></script>--></script>e<script></script>f<script>g",
		"<SCRIPT><!-- </script>a<script><!-- <script> --> </script>b</script>c", "<title>a&amp;<b></title>c<textarea>\x00\r\n&lt;</textarea>d<style>&amp;</style>e<xmp><p></xmp>f<plaintext>a</plaintext>",
		"<iframe/>a</iframe>b<noscript><p>a</noscript>b<noembed></noembed>c<title/></title/>d</titl", "a\r\nb\rc\r\r\nd\x00e&#0;&#13;&#9;&#4294967361;&copy=1&copy1&notit;&amp;lt;&ampx&",
		"<\x00a>b<a\x00B>c</A\x00>d<é>e<aé>f</aÉ>g", "<p a" + strings.Repeat(" a", 300) + ">x<p" + soMany(256) + ">y<p" + soMany(257) + ">z", "<a b='\"' c=\"'\" d=e'f>g</a b='>'>h",
	}
}

func soMany(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d", i)
	}
	return b.String()
}

func TestLooseScannerFindsWhatTheTokenizerFinds(t *testing.T) {
	t.Parallel()
	for _, text := range oddTags() {
		if got, want := piecesOf(text), tokensOf(text); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %s\nwant %s", text, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// FuzzLooseScanner compares the scanner with the tokenizer that it stands for.
func FuzzLooseScanner(f *testing.F) {
	for _, text := range oddTags() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := piecesOf(text), tokensOf(text); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %s\nwant %s", text, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	})
}
