package discord

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/adapters"
	"dateline/internal/testkit"
	"dateline/news"
)

// TestPictures draws what replies look like for the README. After a change of
// layout, run it with -update and look at them.
func TestPictures(t *testing.T) {
	t.Parallel()
	view := news.ViewID{1}
	latest := adapters.Reply{
		View: view,
		Blocks: []adapters.Block{
			{Kind: adapters.BlockNotice, Text: "Sample, not current news"},
			{Kind: adapters.BlockTitle, Text: "MOSCOW, July 6 (year not given), TASS"},
			{Kind: adapters.BlockBullet, Number: "1", Label: "Syria", Text: "Russian President Vladimir Putin and his U.S. counterpart Barack Obama in a telephone conversation on Wednesday confirmed readiness to step up coordination of Russian, US military actions in Syria, the Kremlin says."},
			{Kind: adapters.BlockBullet, Number: "2", Label: "The Ukrainian crisis", Text: "According to the Kremlin, Putin told Obama that Kiev should strictly implement the Minsk Agreements."},
			{Kind: adapters.BlockBullet, Number: "3", Label: "The Nagorno-Karabakh conflict", Text: "The kremlin added Obama praises Russia's effort on Nagorno-Karabakh settlement."},
		},
		Actions: []adapters.Action{{Label: "Evidence", Command: "evidence"}, {Label: "Share", Command: "share"}, {Label: "Wrong?", Command: "wrong"}},
	}
	evidence := adapters.Reply{
		View: view,
		Blocks: []adapters.Block{
			{Text: "Evidence for 3, word for word, TASS:"},
			{
				Kind: adapters.BlockQuote, Text: "The kremlin added Obama praises Russia's effort on Nagorno-Karabakh settlement.",
				Point:  "The kremlin added Obama praises Russia's effort on Nagorno-Karabakh settlement.",
				Before: "\"Putin said that Russia had proceeded from the importance of assistance to an earliest possible stabilization in the zone of conflict and facilitation of the peace process while organizing the St Petersburg talks,\" it said.",
			},
		},
		Actions: []adapters.Action{{Label: "Full text", Command: "text 3"}, {Label: "Wrong? 3", Command: "wrong 3"}},
	}
	p := &picture{}
	p.said("/news latest")
	p.messages(render(latest))
	p.said("/news evidence 3")
	p.messages(render(evidence))
	testkit.Golden(t, "../../docs/discord.svg", p.svg(), *update)
}

// picture draws messages one under the other, as Discord's dark theme does.
type picture struct {
	body strings.Builder
	y    int
}

const (
	pictureWidth = 720
	margin       = 24
	lineHeight   = 22
)

func (p *picture) svg() string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="'gg sans','Noto Sans',Helvetica,Arial,sans-serif" font-size="15" fill="#dbdee1">
<rect width="100%%" height="100%%" rx="8" fill="#313338"/>
%s</svg>
`, pictureWidth, p.y+margin, p.body.String())
}

func (p *picture) draw(format string, args ...any) { fmt.Fprintf(&p.body, format+"\n", args...) }

// said draws the command that is answered, and the bot's name.
func (p *picture) said(command string) {
	p.y += margin + lineHeight
	p.draw(`<text x="%d" y="%d" font-size="13" fill="#949ba4">reader used <tspan fill="#c9cdfb">%s</tspan></text>`, margin, p.y, command)
	p.y += lineHeight + 2
	p.draw(`<text x="%d" y="%d" font-weight="bold" fill="#f2f3f5">Dateline</text>`, margin, p.y)
	p.draw(`<rect x="%d" y="%d" width="34" height="15" rx="3" fill="#5865f2"/><text x="%d" y="%d" font-size="10" font-weight="bold" fill="#fff">APP</text>`, margin+74, p.y-12, margin+81, p.y-1)
}

func (p *picture) messages(all []*message) {
	for _, m := range all {
		for _, l := range strings.Split(m.Content, "\n") {
			p.text(l, margin, "")
		}
		for _, e := range m.Embeds {
			p.embed(e)
		}
		p.buttons(m.Components)
		p.y += lineHeight
		p.draw(`<text x="%d" y="%d" font-size="12" fill="#949ba4">Only you can see this</text>`, margin, p.y)
	}
}

func (p *picture) embed(e *discordgo.MessageEmbed) {
	top := p.y + 10
	box := p.body.Len()
	p.y += 14
	if e.Author != nil {
		p.text("**"+escape(e.Author.Name)+"**", margin+18, ` font-size="13"`)
	}
	if e.Title != "" {
		p.text("**"+e.Title+"**", margin+18, ` fill="#00a8fc"`)
	}
	for _, l := range strings.Split(e.Description, "\n") {
		p.text(l, margin+18, "")
	}
	p.y += 12
	drawn := p.body.String()
	p.body.Reset()
	p.body.WriteString(drawn[:box])
	p.draw(`<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="#2b2d31"/><rect x="%d" y="%d" width="4" height="%d" rx="2" fill="#1e1f22"/>`,
		margin, top, pictureWidth-2*margin, p.y-top, margin, top, p.y-top)
	p.body.WriteString(drawn[box:])
}

func (p *picture) buttons(rows []discordgo.MessageComponent) {
	for _, r := range rows {
		row, _ := r.(discordgo.ActionsRow)
		x := margin
		p.y += 10
		for _, c := range row.Components {
			b, _ := c.(discordgo.Button)
			width := 9*utf8.RuneCountInString(b.Label) + 26
			p.draw(`<rect x="%d" y="%d" width="%d" height="32" rx="4" fill="#4e5058"/><text x="%d" y="%d" text-anchor="middle" font-size="14" fill="#fff">%s</text>`,
				x, p.y, width, x+width/2, p.y+21, quoted(b.Label))
			x += width + 8
		}
		p.y += 34
	}
}

var (
	boldly = regexp.MustCompile(`\*\*(.+?)\*\*`)
	when   = regexp.MustCompile(`<t:(\d+):f>`)
)

// text draws a line of markdown, wrapped.
func (p *picture) text(markdown string, x int, attributes string) {
	if rest, ok := strings.CutPrefix(markdown, "-# "); ok {
		markdown, attributes = rest, ` font-size="12" fill="#949ba4"`
	}
	markdown, isQuote := strings.CutPrefix(markdown, "> ")
	markdown = when.ReplaceAllStringFunc(markdown, func(s string) string {
		seconds, _ := strconv.ParseInt(when.FindStringSubmatch(s)[1], 10, 64)
		return time.Unix(seconds, 0).UTC().Format("2 January 2006 15:04")
	})
	lines, bold := wrap(markdown, 80), false
	if isQuote {
		p.draw(`<rect x="%d" y="%d" width="4" height="%d" rx="2" fill="#4e5058"/>`, x, p.y+6, lineHeight*len(lines))
		x += 14
	}
	for _, l := range lines {
		p.y += lineHeight
		if bold {
			l = "**" + l
		}
		if strings.Count(l, "**")%2 == 1 {
			l, bold = l+"**", true
		} else {
			bold = false
		}
		l = boldly.ReplaceAllString(quoted(unescape(strings.ReplaceAll(l, `\*`, "∗"))), `<tspan font-weight="bold">$1</tspan>`)
		p.draw(`<text x="%d" y="%d"%s>%s</text>`, x, p.y, attributes, l)
	}
}

// wrap breaks a text into lines of about so many characters.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line+word) >= width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// quoted makes text that may stand in XML.
func quoted(text string) string {
	var out strings.Builder
	xml.EscapeText(&out, []byte(text)) //nolint:errcheck // a Builder never fails
	return out.String()
}
