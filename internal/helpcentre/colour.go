package helpcentre

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A shop may choose any colour; what is written on it, or in it, must stay readable. All by calculation (WCAG 2), as in web/ui/colour.ts.

type rgb [3]float64

func parseColour(hex string) (c rgb, ok bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		return c, false
	}
	return rgb{float64(n >> 16 & 255), float64(n >> 8 & 255), float64(n & 255)}, true
}

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c[0])), int(math.Round(c[1])), int(math.Round(c[2])))
}

func (c rgb) luminance() float64 {
	lin := func(v float64) float64 {
		if v /= 255; v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c[0]) + 0.7152*lin(c[1]) + 0.0722*lin(c[2])
}

func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// readable is the colour moved towards black or white until it reads on the background.
func readable(c, background rgb) rgb {
	goal := 255.0
	if background.luminance() > 0.18 {
		goal = 0
	}
	for step := 0; step < 30 && contrast(c, background) < 4.6; step++ {
		for i := range c {
			c[i] += (goal - c[i]) * 0.12
		}
	}
	return c
}

// on is black or white, whichever is read better on the colour.
func on(c rgb) rgb {
	white, black := rgb{255, 255, 255}, rgb{}
	if contrast(c, white) >= contrast(c, black) {
		return white
	}
	return black
}

// The surfaces of the two themes on which the accent is written, the least kind of each (web/ui/tokens.css).
var (
	lightSurface = rgb{0xed, 0xf6, 0xf4}
	darkSurface  = rgb{0x1c, 0x21, 0x23}
)

// accents are a shop's colour as a style sheet for both themes. A hero's background keeps the shop's own colour.
func accents(hex string) string {
	c, ok := parseColour(hex)
	if !ok {
		return ""
	}
	rule := func(surface rgb) string {
		return fmt.Sprintf(":root{--p-accent:%s;--p-on-accent:%s;--p-accent-text:%s}", c, on(c), readable(c, surface))
	}
	return rule(lightSurface) + "@media(prefers-color-scheme:dark){" + rule(darkSurface) + "}"
}
