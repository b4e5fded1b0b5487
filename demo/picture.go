package demo

import (
	"fmt"
	"strings"
)

// The pictures are line-for-line readable SVG fragments in pictures/, one per kind of product, drawn on a square of
// 480. A fragment names its colours by letter, so one drawing serves every colour the product comes in.

// paint is what a colour looks like on a body: lit, plain, in shade, deepest, and the text printed on it.
type paint struct{ light, base, dark, deep, text, back, floor string }

var paints = map[string]paint{
	"graphite": {"#6b7a7d", "#3d4a4d", "#263133", "#151d1e", "#ffffff", "#eef2f2", "#d5dfde"},
	"white":    {"#ffffff", "#f1f4f3", "#cfd8d7", "#7d8b8b", "#223334", "#dbe6e4", "#c2d2d0"},
	"sand":     {"#f3e6d2", "#dfc8a6", "#bd9f76", "#7a6242", "#3f3120", "#f3eee6", "#e2d8c8"},
	"teal":     {"#4fb8ac", "#178a80", "#0c635d", "#073f3c", "#ffffff", "#e6f3f1", "#c6e2de"},
	"coral":    {"#ffab97", "#f07b63", "#c9543f", "#7c2d20", "#ffffff", "#fbeeea", "#f2d6cd"},
	"sage":     {"#c9dac2", "#9db894", "#738f6a", "#445a3e", "#21301d", "#eef3ea", "#d7e2d0"},
	"steel":    {"#eef2f3", "#c3cccf", "#8f9b9f", "#566165", "#20292b", "#eaf0f1", "#d1dbdd"},
	"silver":   {"#f4f7f7", "#cdd5d7", "#9aa6a9", "#5a666a", "#20292b", "#e9eff0", "#cfdadc"},
	"cream":    {"#fff9ea", "#f1e5c8", "#cfbd93", "#80704c", "#40361f", "#f1ede2", "#ddd5c2"},
	"red":      {"#f0766e", "#c8362f", "#94201b", "#560f0c", "#ffffff", "#faeceb", "#efd2d0"},
	"copper":   {"#f3b892", "#cc7f50", "#985630", "#593017", "#ffffff", "#f8eee7", "#ebd7c9"},
	"plum":     {"#a678a4", "#74476f", "#512c4e", "#30172e", "#ffffff", "#f4edf4", "#e1d2e1"},
}

// Picture draws a product on a studio background. The shape is a product's id when that product has its own drawing,
// else its category. The same shape and colour give the same bytes.
func Picture(shape, colour string) ([]byte, error) {
	fragment, err := files.ReadFile("pictures/" + fileName(shape) + ".svg")
	if err != nil {
		return nil, fmt.Errorf("no drawing for %q: %w", shape, err)
	}
	p, ok := paints[colour]
	if !ok {
		p = paints["graphite"]
	}
	return []byte(p.replacer().Replace(pictureHead + string(fragment) + "</svg>\n")), nil
}

// hasPicture tells whether there is a drawing for a shape.
func hasPicture(shape string) bool {
	_, err := files.Open("pictures/" + fileName(shape) + ".svg")
	return err == nil
}

func fileName(shape string) string { return strings.ReplaceAll(shape, " ", "-") }

func (p paint) replacer() *strings.Replacer {
	return strings.NewReplacer("{l}", p.light, "{b}", p.base, "{d}", p.dark, "{k}", p.deep, "{t}", p.text,
		"{a}", pictureAccent, "{back}", p.back, "{floor}", p.floor)
}

const pictureAccent = "#14a396"

const pictureHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" role="img">
<defs>
<linearGradient id="room" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{back}"/><stop offset="1" stop-color="{floor}"/></linearGradient>
<radialGradient id="spot" cx=".5" cy=".38" r=".6"><stop offset="0" stop-color="#fff" stop-opacity=".75"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
<radialGradient id="shade"><stop offset="0" stop-color="#0b1a1a" stop-opacity=".34"/><stop offset=".6" stop-color="#0b1a1a" stop-opacity=".12"/><stop offset="1" stop-color="#0b1a1a" stop-opacity="0"/></radialGradient>
<linearGradient id="v" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{l}"/><stop offset=".35" stop-color="{b}"/><stop offset="1" stop-color="{d}"/></linearGradient>
<linearGradient id="cyl"><stop offset="0" stop-color="{d}"/><stop offset=".24" stop-color="{l}"/><stop offset=".55" stop-color="{b}"/><stop offset="1" stop-color="{d}"/></linearGradient>
<linearGradient id="cylr"><stop offset="0" stop-color="{b}"/><stop offset=".3" stop-color="{l}"/><stop offset=".6" stop-color="{b}"/><stop offset="1" stop-color="{d}"/></linearGradient>
<radialGradient id="disc" cx=".38" cy=".28" r=".85"><stop offset="0" stop-color="{l}"/><stop offset=".5" stop-color="{b}"/><stop offset="1" stop-color="{d}"/></radialGradient>
<linearGradient id="metal" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f6f8f8"/><stop offset=".5" stop-color="#c2cccd"/><stop offset="1" stop-color="#8e9a9c"/></linearGradient>
<linearGradient id="steel"><stop offset="0" stop-color="#7f8b8d"/><stop offset=".3" stop-color="#eef2f2"/><stop offset=".62" stop-color="#aeb9bb"/><stop offset="1" stop-color="#6b777a"/></linearGradient>
<linearGradient id="glass"><stop offset="0" stop-color="#fff" stop-opacity=".75"/><stop offset=".5" stop-color="#fff" stop-opacity=".25"/><stop offset="1" stop-color="#fff" stop-opacity=".6"/></linearGradient>
<radialGradient id="screen" cx=".4" cy=".3" r=".9"><stop offset="0" stop-color="#1d2b2d"/><stop offset="1" stop-color="#070b0c"/></radialGradient>
<radialGradient id="lens" cx=".4" cy=".35" r=".8"><stop offset="0" stop-color="#4aa8c9"/><stop offset=".45" stop-color="#254a73"/><stop offset="1" stop-color="#0a1220"/></radialGradient>
<radialGradient id="glow"><stop offset="0" stop-color="#ffe9b0" stop-opacity=".95"/><stop offset="1" stop-color="#ffe9b0" stop-opacity="0"/></radialGradient>
<linearGradient id="beam" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffe6a3" stop-opacity=".85"/><stop offset="1" stop-color="#ffe6a3" stop-opacity="0"/></linearGradient>
<radialGradient id="warm" cx=".5" cy=".75" r=".75"><stop offset="0" stop-color="#ffcf7d"/><stop offset="1" stop-color="#ffcf7d" stop-opacity="0"/></radialGradient>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2b7f92"/><stop offset=".6" stop-color="#f2b48a"/><stop offset="1" stop-color="#f7d7ad"/></linearGradient>
<pattern id="mesh" width="8" height="8" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1.3" fill="#000" opacity=".22"/><circle cx="6" cy="6" r="1.3" fill="#000" opacity=".22"/></pattern>
</defs>
<rect width="480" height="480" fill="url(#room)"/><rect width="480" height="480" fill="url(#spot)"/><ellipse cx="240" cy="402" rx="178" ry="22" fill="url(#shade)"/>
`
