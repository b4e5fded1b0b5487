package helpcentre

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"parley/internal/knowledge/index"
)

// reading is an article as a page shows it.
type reading struct {
	HTML     template.HTML
	Headings []heading
}

// heading is a line of the table of contents.
type heading struct {
	ID, Text string
	Level    int
	under    string // the plain text between it and the next
}

var (
	markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID(),
		parser.WithASTTransformers(util.Prioritized(below{}, 500))))
	allowed = allow()
)

// allow is what may stand in an article: text, lists, tables, links and pictures; no script, style or form.
func allow() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowAttrs("id").Matching(bluemonday.Paragraph).OnElements("h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("td", "th")
	p.RequireNoFollowOnLinks(false)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
}

// read turns Markdown into safe HTML. A table may be wider than a phone: it scrolls by itself, and by keyboard.
func read(body, table string) (reading, error) {
	source := []byte(strings.ReplaceAll(body, "\r\n", "\n"))
	doc := markdown.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(&anchors{seen: map[string]bool{}}))))
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, source, doc); err != nil {
		return reading{}, err
	}
	html := string(allowed.SanitizeBytes(out.Bytes()))
	open := `<div class="table" tabindex="0" role="region" aria-label="` + template.HTMLEscapeString(table) + `"><table>`
	html = strings.NewReplacer("<table>", open, "</table>", "</table></div>", "<img ", `<img loading="lazy" decoding="async" `).Replace(html)
	return reading{HTML: template.HTML(html), Headings: headings(doc, source)}, nil // sanitized above
}

// below keeps the first level for the page's own title.
type below struct{}

func (below) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && in {
			h.Level = max(h.Level, 2)
		}
		return ast.WalkContinue, nil
	})
}

// headings lists those of the two upper levels.
func headings(doc ast.Node, source []byte) (out []heading) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		switch id, _ := idOf(n); {
		case ok && h.Level <= 3:
			out = append(out, heading{ID: id, Text: plain(n, source), Level: h.Level})
		case len(out) > 0:
			last := &out[len(out)-1]
			last.under = strings.TrimSpace(last.under + "\n" + plain(n, source))
		}
	}
	return out
}

func idOf(n ast.Node) (string, bool) {
	v, ok := n.AttributeString("id")
	b, _ := v.([]byte)
	return string(b), ok
}

// plain is the text of a block without its markup, as the index reads it.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch t := n.(type) {
		case *ast.Text:
			if in {
				b.Write(t.Value(source))
				if t.SoftLineBreak() || t.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if in {
				b.Write(t.Value)
			}
		default:
			if !in && n.Type() == ast.TypeBlock {
				b.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return index.Plain(strings.TrimSpace(b.String()))
}

// anchors name headings by their text, in its own script.
type anchors struct{ seen map[string]bool }

// Generate makes a name that the page has not used yet.
func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	base := slug(index.Plain(string(value)))
	if base == "" {
		base = "part"
	}
	name := base
	for n := 2; a.seen[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	a.seen[name] = true
	return []byte(name)
}

// Put notes a name that the author has given.
func (a *anchors) Put(value []byte) { a.seen[string(value)] = true }
