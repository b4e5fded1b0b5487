//go:build fit

package builtin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// TestFitStance learns what speaks for a yes or a no from yesno.jsonl of the shops in PARLEY_FIT, and prints for each shop how often what
// was learnt from the others is right. With PARLEY_FIT_WRITE the numbers go into weights.go.
func TestFitStance(t *testing.T) {
	var shops [][]stanceCase
	for _, dir := range strings.Split(os.Getenv("PARLEY_FIT"), ",") {
		if path := filepath.Join(dir, "yesno.jsonl"); exists(path) {
			shops = append(shops, readStances(t, dir, path))
		}
	}
	for i, held := range shops {
		w := fitStance(slices.Concat(append(slices.Clone(shops[:i]), shops[i+1:]...)...))
		for _, from := range []float64{0.5, 0.7, 0.8, 0.85, 0.9} {
			said, right := 0, 0
			for _, c := range held {
				y := chanceOf(w, c.x)
				if max(y, 1-y) >= from {
					said++
					if (y > 0.5) == c.yes {
						right++
					} else if from == 0.85 && os.Getenv("PARLEY_FIT_SHOW") != "" {
						fmt.Printf("   %.2f %s | %s\n", y, c.text, c.quote)
					}
				}
			}
			fmt.Printf("shop %d, from %.2f on: says %d of %d, right %.3f\n", i, from, said, len(held), float64(right)/float64(max(1, said)))
		}
	}
	w := fitStance(slices.Concat(shops...))
	if os.Getenv("PARLEY_FIT_WRITE") != "" {
		raw, err := os.ReadFile("weights.go")
		must(t, err)
		var nums []string
		for _, v := range w {
			nums = append(nums, fmt.Sprintf("%.2f", v))
		}
		at := strings.Index(string(raw), "var stanceWeights")
		end := at + strings.Index(string(raw)[at:], "\n")
		must(t, os.WriteFile("weights.go", []byte(string(raw)[:at]+"var stanceWeights = [stanceCount]float64{"+strings.Join(nums, ", ")+"}"+string(raw)[end:]), 0o644))
	}
	fmt.Printf("%.2f\n", w)
}

type stanceCase struct {
	x           leanings
	yes         bool
	text, quote string
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func readStances(t *testing.T, dir, path string) (out []stanceCase) {
	e, pages := fitEngine(t, dir)
	lines(t, path, func(raw []byte) {
		var a struct {
			Article, Quote, Answer string
			Ask                    map[string]string
		}
		must(t, json.Unmarshal(raw, &a))
		var page *index.Page
		var passage *index.Passage
		best := 0.0
		for _, pg := range pages {
			if pg.ID != a.Article {
				continue
			}
			for i := range pg.Passages {
				if v := quoted(squeeze(plainText(&pg.Passages[i])), []string{a.Quote}); v > best && pg.Passages[i].Kind != index.Heading {
					page, passage, best = pg, &pg.Passages[i], v
				}
			}
		}
		if passage == nil {
			fmt.Println("no passage:", a.Article, a.Quote)
			return
		}
		for _, locale := range slices.Sorted(maps.Keys(a.Ask)) {
			turn := engine.Turn{ShopID: "s", ShopName: "S", ShopLocale: "en-US", Locales: packTags(), Locale: locale, Country: region(locale), Now: now, Text: a.Ask[locale]}
			u, err := e.understand(context.Background(), turn)
			must(t, err)
			p := &plan{turn: turn, u: u, pack: u.pack}
			out = append(out, stanceCase{e.stance(p, &u.Questions[len(u.Questions)-1], index.Hit{Page: page}, passage), a.Answer == "yes", turn.Text, passage.Heading + ": " + passage.Text})
		}
	})
	return out
}

func chanceOf(w [stanceCount]float64, x leanings) float64 {
	z := 0.0
	for k := range x {
		z += w[k] * x[k]
	}
	return 1 / (1 + math.Exp(-z))
}

// fitStance is a logistic fit with a little ridge.
func fitStance(list []stanceCase) (w [stanceCount]float64) {
	var m, v [stanceCount]float64
	for range 2000 {
		var g [stanceCount]float64
		for _, c := range list {
			d := -chanceOf(w, c.x)
			if c.yes {
				d++
			}
			for k := range g {
				g[k] += d * c.x[k] / float64(len(list))
			}
		}
		for k := range w {
			gk := g[k] - 0.002*w[k]
			m[k], v[k] = 0.9*m[k]+0.1*gk, 0.99*v[k]+0.01*gk*gk
			w[k] += 0.02 * m[k] / (math.Sqrt(v[k]) + 1e-8)
		}
	}
	return w
}
