//go:build fit

package builtin

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// TestFitWeights fits the weights of rank's signs on blind questions and prints them with how often the first passages hold the answer.
// PARLEY_FIT lists folders, each with articles.jsonl, products.jsonl and question files; only ids that begin with t- are read:
//
//	PARLEY_FIT="$PWD/bench/blind/market" go test -tags fit ./internal/assistant/engine/builtin -run FitWeights -v
func TestFitWeights(t *testing.T) {
	if os.Getenv("PARLEY_FIT") == "" {
		t.Fatal("PARLEY_FIT names no folder")
	}
	var cases []fitCase
	for _, dir := range strings.Split(os.Getenv("PARLEY_FIT"), ",") {
		cases = append(cases, fitCases(t, dir)...)
	}
	report(t, "before", cases)
	w := weights
	if os.Getenv("PARLEY_FIT_ONLY") == "" {
		crossed(cases)
		w = fit(cases)
	}
	old := weights
	weights = w
	report(t, "after", cases)
	weights = old
	for i, v := range w {
		fmt.Printf("%d:%.2f ", i, v)
	}
	fmt.Println()
}

type fitCase struct {
	id, text string
	must     [][]string
	leads    []lead
	gain     []float64 // per lead, share of the figures that must be said
	articles []string
}

type fitQuestion struct {
	ID, Locale, Country, Text string
	Turns                     []struct{ Say string }
	Expect                    struct {
		Kind           string
		ArticleIDs     []string   `json:"article_ids"`
		MustContain    [][]string `json:"must_contain"`
		MustNotContain []string   `json:"must_not_contain"`
	}
}

func fitCases(t *testing.T, dir string) (out []fitCase) {
	x := index.New(book().Lexicon())
	lines(t, filepath.Join(dir, "articles.jsonl"), func(raw []byte) {
		var a struct {
			ID, Lang, Title, Body, Market string
			Tags                          []string
			Variants                      []index.Variant
		}
		must(t, json.Unmarshal(raw, &a))
		x.Put(index.Doc{ID: a.ID, Lang: a.Lang, Title: a.Title, Body: a.Body, Tags: a.Tags, Market: a.Market, Variants: a.Variants})
	})
	var products []Product
	lines(t, filepath.Join(dir, "products.jsonl"), func(raw []byte) {
		var a struct {
			ID, Name, Category string
			Price              map[string]float64
			Attributes         map[string]any
			Names              map[string]string
		}
		must(t, json.Unmarshal(raw, &a))
		products = append(products, Product{ID: a.ID, Name: a.Name, Category: a.Category, Prices: a.Price, Attributes: a.Attributes, Names: a.Names, InStock: true})
	})
	e := New(book(), shelf{x}, bikeShop{NewCatalog(products, book().Lexicon())})
	files, _ := filepath.Glob(filepath.Join(dir, "questions*.jsonl"))
	more, _ := filepath.Glob(filepath.Join(dir, "??-??.jsonl"))
	for _, f := range append(files, more...) {
		lines(t, f, func(raw []byte) {
			var q fitQuestion
			must(t, json.Unmarshal(raw, &q))
			if strings.HasPrefix(q.ID, firstOf(os.Getenv("PARLEY_FIT_HALF"), "t-")) && q.Expect.Kind == "article" {
				if c, ok := oneCase(t, e, q); ok {
					out = append(out, c)
				}
			}
		})
	}
	return out
}

func lines(t *testing.T, path string, each func([]byte)) {
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		if len(strings.TrimSpace(s.Text())) > 0 {
			each(s.Bytes())
		}
	}
	must(t, s.Err())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func oneCase(t *testing.T, e *Engine, q fitQuestion) (fitCase, bool) {
	locales := []string{}
	for _, p := range book().Packs() {
		locales = append(locales, p.Tag)
	}
	turn := engine.Turn{ShopID: "s", ShopName: "S", ShopLocale: "en-US", Locales: locales, Locale: q.Locale, Country: q.Country, Now: now, Text: q.Text}
	u, err := e.understand(context.Background(), turn)
	must(t, err)
	c := fitCase{id: q.ID, text: q.Text, must: q.Expect.MustContain, articles: q.Expect.ArticleIDs}
	for i := range u.Questions {
		p := &plan{turn: turn, u: u, pack: u.pack}
		hits, err := e.search(context.Background(), p, &u.Questions[i])
		must(t, err)
		c.leads = append(c.leads, e.rank(p, &u.Questions[i], hits)...)
		break // the first question stands for all: the fit needs one list
	}
	any := 0.0
	for _, l := range c.leads {
		g := 0.0
		if contains(q.Expect.ArticleIDs, l.hit.ID) && l.passage.Kind != index.Heading {
			g = said(l.passage.Text, q.Expect.MustContain)
			for _, no := range q.Expect.MustNotContain {
				if len(l.figures) < 4 && refused(l.passage.Text, no) {
					g *= 0.3
				}
			}
		}
		any += g
		c.gain = append(c.gain, g)
	}
	return c, any > 0
}

var thousands = regexp.MustCompile(`(\d)[,.  ](\d{3})\b`)

func plainDigits(s string) string { return thousands.ReplaceAllString(s, "$1$2") }

func said(text string, groups [][]string) float64 {
	n := 0
	text = strings.ToLower(plainDigits(text))
	for _, g := range groups {
		for _, alt := range g {
			if hasWord(text, strings.ToLower(plainDigits(alt))) {
				n++
				break
			}
		}
	}
	if len(groups) == 0 {
		return 0
	}
	return float64(n) / float64(len(groups))
}

func hasWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		digit := func(j int) bool { return j >= 0 && j < len(text) && text[j] >= '0' && text[j] <= '9' }
		if !(digit(i) && digit(i-1)) && !(digit(i+len(word)-1) && digit(i+len(word))) {
			return true
		}
		at = i + 1
	}
}

func refused(text, no string) bool {
	if strings.HasPrefix(no, "/") {
		end := strings.LastIndex(no, "/")
		re, err := regexp.Compile("(?i)" + no[1:end])
		return err == nil && re.MatchString(text)
	}
	return strings.Contains(text, no)
}

func report(t *testing.T, name string, cases []fitCase) {
	first, all, three, page := 0.0, 0.0, 0.0, 0.0
	show := os.Getenv("PARLEY_FIT_SHOW") == name
	for _, c := range cases {
		order := make([]int, len(c.leads))
		score := make([]float64, len(c.leads))
		for i := range order {
			order[i] = i
			for k, v := range c.leads[i].signs {
				score[i] += weights[k] * v
			}
		}
		sort.SliceStable(order, func(a, b int) bool { return score[order[a]] > score[order[b]] })
		best := 0.0
		for i := range c.gain {
			best = max(best, c.gain[i])
		}
		if c.gain[order[0]] > 0 {
			first++
		}
		if c.gain[order[0]] >= best {
			all++
		}
		got := 0.0
		for _, i := range order[:min(3, len(order))] {
			got = max(got, c.gain[i])
		}
		if got > 0 {
			three++
		}
		if contains(c.articles, c.leads[order[0]].hit.ID) {
			page++
		}
		if show && c.gain[order[0]] < best {
			fmt.Printf("## %s %s %v\n", c.id, c.text, c.must)
			for n, i := range order[:min(3, len(order))] {
				fmt.Printf("   %d %.1f gain %.2f %s | %s | %.200s\n", n, score[i], c.gain[i], c.leads[i].hit.ID, c.leads[i].passage.Heading, c.leads[i].passage.Text)
			}
			for n, i := range order {
				if c.gain[i] >= best {
					fmt.Printf("   right: rank %d %.1f %s | %s | %.200s\n", n, score[i], c.leads[i].hit.ID, c.leads[i].passage.Heading, c.leads[i].passage.Text)
					break
				}
			}
		}
	}
	n := float64(len(cases))
	fmt.Printf("%s: %d cases, first holds some %.3f, the most %.3f, one of three %.3f, right page %.3f, loss %.4f\n", name, len(cases), first/n, all/n, three/n, page/n, loss(cases, weights))
}

// crossed fits on three quarters and measures on the fourth, four times.
func crossed(cases []fitCase) {
	first, three := 0.0, 0.0
	for k := range 4 {
		var train, held []fitCase
		for i, c := range cases {
			if i%4 == k {
				held = append(held, c)
			} else {
				train = append(train, c)
			}
		}
		w := fit(train)
		for _, c := range held {
			p := shares(c, w)
			order := make([]int, len(p))
			for i := range order {
				order[i] = i
			}
			sort.SliceStable(order, func(a, b int) bool { return p[order[a]] > p[order[b]] })
			got := 0.0
			for _, i := range order[:min(3, len(order))] {
				got = max(got, c.gain[i])
			}
			if c.gain[order[0]] > 0 {
				first++
			}
			if got > 0 {
				three++
			}
		}
	}
	fmt.Printf("crossed: first %.3f three %.3f\n", first/float64(len(cases)), three/float64(len(cases)))
}

func loss(cases []fitCase, w signs) float64 {
	sum := 0.0
	for _, c := range cases {
		p := shares(c, w)
		want, all := 0.0, 0.0
		for i := range p {
			want += p[i] * c.gain[i]
			all = max(all, c.gain[i])
		}
		sum -= math.Log(want/all + 1e-6)
	}
	return sum / float64(len(cases))
}

func shares(c fitCase, w signs) []float64 {
	p := make([]float64, len(c.leads))
	top, sum := math.Inf(-1), 0.0
	for i := range c.leads {
		for k, v := range c.leads[i].signs {
			p[i] += w[k] * v
		}
		top = max(top, p[i])
	}
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// fit descends the gradient of the conditional logit with a little ridge.
func fit(cases []fitCase) signs {
	w := weights
	var m, v signs
	for step := 1; step <= 500; step++ {
		var g signs
		for _, c := range cases {
			p := shares(c, w)
			want := 0.0
			for i := range p {
				want += p[i] * c.gain[i]
			}
			for i := range p {
				d := p[i]*c.gain[i]/(want+1e-9) - p[i]
				for k, x := range c.leads[i].signs {
					g[k] += d * x
				}
			}
		}
		for k := range w {
			gk := g[k]/float64(len(cases)) - 0.004*w[k]
			m[k], v[k] = 0.9*m[k]+0.1*gk, 0.999*v[k]+0.001*gk*gk
			w[k] += 0.03 * (m[k] / (1 - math.Pow(0.9, float64(step)))) / (math.Sqrt(v[k]/(1-math.Pow(0.999, float64(step)))) + 1e-8)
		}
	}
	return w
}
