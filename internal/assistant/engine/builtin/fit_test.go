//go:build fit

package builtin

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"go/format"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// TestFitWeights learns the senses of notions and the weights of rank's signs from what customers asked, and prints how often the first
// passages hold the answer. PARLEY_FIT lists folders, each a shop: articles.jsonl and products.jsonl with question files, of which only
// ids that begin with t- are read, or asks.*.jsonl, where a quote of an article answers. With PARLEY_FIT_WRITE what was learnt replaces
// content/senses/model.bin and the numbers in weights.go:
//
//	PARLEY_FIT="$PWD/bench/blind/market,$PWD/bench/asks/ash" go test -tags fit ./internal/assistant/engine/builtin -run FitWeights -v
func TestFitWeights(t *testing.T) {
	if os.Getenv("PARLEY_FIT") == "" {
		t.Fatal("PARLEY_FIT names no folder")
	}
	var shops []*fitShop
	for _, dir := range strings.Split(os.Getenv("PARLEY_FIT"), ",") {
		s := readFitShop(t, dir)
		shops = append(shops, s)
		fmt.Printf("%s: %d passages, %d questions\n", filepath.Base(dir), len(s.sense.Passages), len(s.cases))
	}
	var pairs []sense.Shop
	if dir := os.Getenv("PARLEY_PAIRS"); dir != "" {
		pairs = readPairs(t, dir)
	}
	var all []fitCase
	var model *sense.Model
	for i, s := range shops { // a shop's senses are learnt from the others: what is learnt by heart must not be trusted
		if i == 0 || len(s.cases) > 300 || len(shops[i-1].cases) > 300 { // small ones that stand side by side share
			var others []sense.Shop
			for j, o := range shops {
				if j != i && (len(s.cases) > 300 || len(o.cases) > 300) {
					others = append(others, o.sense)
				}
			}
			model = sense.Train(append(others, pairs...), tuning())
		}
		s.mean(model)
		fmt.Printf("%-10s senses alone: %s\n", filepath.Base(s.dir), alone(s))
		report(t, "before", s.cases)
		all = append(all, s.cases...)
	}
	w := fit(all)
	for i := range shops {
		if os.Getenv("PARLEY_FIT_HELD") == "" {
			break
		}
		var others []fitCase
		for j, o := range shops {
			if j != i {
				others = append(others, o.cases...)
			}
		}
		if len(shops) > 1 {
			old := weights
			weights = fit(others)
			report(t, "held out "+filepath.Base(shops[i].dir), shops[i].cases)
			weights = old
		}
	}
	weights = w
	report(t, "after", all)
	sure := fitSure(shops)
	if os.Getenv("PARLEY_FIT_WRITE") != "" {
		writeWeights(t, w, sure)
		must(t, os.WriteFile("../../../../content/senses/model.bin", sense.Train(append(sensesWithout(shops, -1), pairs...), tuning()).Write(), 0o644))
	}
}

// fitShop is a shop with what its customers asked.
type fitShop struct {
	dir    string
	e      *Engine
	at     map[*index.Passage]int
	fields [][]sense.Field
	page   []string
	text   []string // squeezed
	kind   []index.PassageKind
	told   []meant
	model  *sense.Model
	cases  []fitCase
	all    []fitCase
	sense  sense.Shop
}

func tuning() sense.Tuning {
	t := sense.Tuning{Epochs: 3, Rate: 0.005, Temperature: 8, Decay: 1e-5, Rare: 2, Seed: 1}
	if s := os.Getenv("PARLEY_FIT_TUNING"); s != "" {
		fmt.Sscanf(s, "%d,%g,%g,%g,%d", &t.Epochs, &t.Rate, &t.Temperature, &t.Decay, &t.Rare)
	}
	return t
}

func sensesWithout(shops []*fitShop, i int) (out []sense.Shop) {
	for j, s := range shops {
		if j != i {
			out = append(out, s.sense)
		}
	}
	return out
}

// mean gives every lead the signs of a model's senses.
func (s *fitShop) mean(m *sense.Model) {
	told := make([]meant, len(s.fields))
	for i, f := range s.fields {
		told[i] = meant{m.Told(f[0]), m.Told(f...)}
	}
	for _, c := range s.cases {
		near(c.leads, m.Asked(c.notions), func(l *lead) meant { return told[s.at[l.passage.Passage]] })
	}
	s.sense.Passages = s.sense.Passages[:len(told)]
	s.told, s.model = told, m
}

// alone says how often the senses by themselves find the passage among all of the shop.
func alone(s *fitShop) string {
	first, five, page := 0, 0, 0
	for _, a := range s.sense.Asks {
		q := s.model.Asked(a.Notions)
		type place struct {
			i int
			d float32
		}
		var list []place
		for i := range s.told {
			list = append(list, place{i, sense.Dot(q, s.told[i].whole)})
		}
		sort.Slice(list, func(a, b int) bool { return list[a].d > list[b].d })
		hit := false
		for n, l := range list[:5] {
			if a.Answers[l.i] > 0 {
				hit = true
				if n == 0 {
					first++
				}
			}
		}
		if hit {
			five++
		}
		for i := range a.Answers {
			if s.page[i] == s.page[list[0].i] {
				page++
				break
			}
		}
	}
	n := float64(len(s.sense.Asks))
	return fmt.Sprintf("first %.3f, one of five %.3f, page %.3f", float64(first)/n, float64(five)/n, float64(page)/n)
}

func readFitShop(t *testing.T, dir string) *fitShop {
	s := &fitShop{dir: dir, at: map[*index.Passage]int{}}
	var pages []*index.Page
	s.e, pages = fitEngine(t, dir)
	for _, p := range pages {
		for i := range p.Passages {
			at := len(s.fields)
			s.at[&p.Passages[i]] = at
			s.fields = append(s.fields, s.e.toldFields(p, &p.Passages[i]))
			s.page = append(s.page, p.ID)
			s.text = append(s.text, squeeze(plainText(&p.Passages[i])))
			s.kind = append(s.kind, p.Passages[i].Kind)
			s.sense.Passages = append(s.sense.Passages, sense.Passage{Fields: s.fields[at]})
		}
	}
	var todo []fitQuestion
	files, _ := filepath.Glob(filepath.Join(dir, "questions*.jsonl"))
	more, _ := filepath.Glob(filepath.Join(dir, "??-??.jsonl"))
	for _, f := range append(files, more...) {
		lines(t, f, func(raw []byte) {
			var q fitQuestion
			must(t, json.Unmarshal(raw, &q))
			if strings.HasPrefix(q.ID, firstOf(os.Getenv("PARLEY_FIT_HALF"), "t-")) && q.Expect.Kind == "article" {
				todo = append(todo, q)
			}
		})
	}
	asks, _ := filepath.Glob(filepath.Join(dir, "asks*.jsonl"))
	for _, f := range asks {
		lines(t, f, func(raw []byte) { todo = append(todo, askedIn(t, raw, len(todo))...) })
	}
	goods, _ := filepath.Glob(filepath.Join(dir, "goods.jsonl"))
	for _, f := range goods {
		lines(t, f, func(raw []byte) { todo = append(todo, askedIn(t, raw, len(todo))...) })
	}
	out := make([]fitCase, len(todo))
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := part; i < len(todo); i += 2 {
				out[i] = s.oneCase(t, todo[i], sampled(i))
			}
		}()
	}
	wg.Wait()
	for i, c := range out {
		if sampled(i) {
			s.all = append(s.all, c)
		}
	}
	for _, c := range out {
		if len(c.answers) > 0 {
			s.sense.Asks = append(s.sense.Asks, sense.Ask{Notions: c.notions, Answers: c.answers})
		}
		if c.any {
			s.cases = append(s.cases, c)
		}
	}
	return s
}

// sampled chooses the questions whose passages are weighed, where there are too many; PARLEY_FIT_SAMPLE is one in how many.
func sampled(i int) bool {
	n, _ := strconv.Atoi(os.Getenv("PARLEY_FIT_SAMPLE"))
	return n < 2 || (i/15+i)%n == 0
}

// askedIn reads a line of an asks file: one fact, asked in every locale.
func askedIn(t *testing.T, raw []byte, n int) (out []fitQuestion) {
	var a struct {
		Article, Product, Attribute string
		Quote                       any
		Ask                         map[string]string
	}
	must(t, json.Unmarshal(raw, &a))
	for _, locale := range slices.Sorted(maps.Keys(a.Ask)) {
		text := a.Ask[locale]
		q := fitQuestion{ID: fmt.Sprintf("%s/%d/%s", a.Article, n, locale), Locale: locale, Country: region(locale), Text: text}
		q.Expect.ArticleIDs = []string{a.Article}
		if a.Product != "" {
			if a.Attribute == "promotion" {
				continue
			}
			q.ID, q.attribute = fmt.Sprintf("%s/%s/%d/%s", a.Product, a.Attribute, n, locale), a.Attribute
			q.Expect.ArticleIDs = []string{recordPrefix + a.Product}
			out = append(out, q)
			continue
		}
		quote := a.Quote
		if by, ok := quote.(map[string]any); ok {
			if quote = by[locale]; quote == nil {
				quote = by["default"]
			}
		}
		switch v := quote.(type) {
		case string:
			q.quotes = []string{v}
		case []any:
			for _, x := range v {
				q.quotes = append(q.quotes, fmt.Sprint(x))
			}
		}
		if len(q.quotes) > 0 {
			out = append(out, q)
		}
	}
	return out
}

// squeeze keeps letters and digits.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// plainText is a passage as the article writes it: a row without the names of its columns.
func plainText(s *index.Passage) string {
	if len(s.Cells) == 0 {
		return s.Text
	}
	var b strings.Builder
	for _, c := range s.Cells {
		b.WriteString(c.Text + " ")
	}
	return b.String()
}

// quoted is the share of the quotes that a passage says.
func quoted(text string, quotes []string) (best float64) {
	if len(text) < 4 {
		return 0
	}
	for _, q := range quotes {
		q = squeeze(q)
		switch {
		case q == "":
		case strings.Contains(text, q):
			best = 1
		case strings.Contains(q, text):
			best = max(best, float64(len(text))/float64(len(q)))
		}
	}
	if best < 0.15 {
		return 0
	}
	return best
}

var signName = regexp.MustCompile(`(?m)^\tsign([A-Z]\w*)`)

// writeWeights puts the numbers into weights.go.
func writeWeights(t *testing.T, w signs, sure [10]float64) {
	raw, err := os.ReadFile("rank.go")
	must(t, err)
	var b strings.Builder
	for i, m := range signName.FindAllStringSubmatch(string(raw), -1) {
		if i < len(w) {
			fmt.Fprintf(&b, "\tsign%s: %.2f,\n", m[1], w[i])
		}
	}
	raw, err = os.ReadFile("weights.go")
	must(t, err)
	head, _, _ := strings.Cut(string(raw), "var weights = signs{")
	at, end := strings.Index(head, "var sureWeights"), 0
	end = at + strings.Index(head[at:], "\n")
	var nums []string
	for _, v := range sure {
		nums = append(nums, fmt.Sprintf("%.2f", v))
	}
	head = head[:at] + "var sureWeights = [10]float64{" + strings.Join(nums, ", ") + "}" + head[end:]
	src, err := format.Source([]byte(head + "var weights = signs{\n" + b.String() + "}\n"))
	must(t, err)
	must(t, os.WriteFile("weights.go", src, 0o644))
}

type fitCase struct {
	id, text string
	must     [][]string
	leads    []lead
	gain     []float64 // per lead, share of what must be said
	any      bool      // some lead says some of it
	articles []string
	notions  []lexicon.Notion
	answers  map[int]float64 // passages of the shop that answer
}

type fitQuestion struct {
	ID, Locale, Country, Text string
	Turns                     []struct{ Say string }
	quotes                    []string
	attribute                 string // of the product that is its article
	Expect                    struct {
		Kind           string
		ArticleIDs     []string   `json:"article_ids"`
		MustContain    [][]string `json:"must_contain"`
		MustNotContain []string   `json:"must_not_contain"`
	}
}

func fitEngine(t *testing.T, dir string) (*Engine, []*index.Page) {
	x := index.New(book().Lexicon(), book().Senses())
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
	c := NewCatalog(products, book().Lexicon())
	e, pages := New(book(), shelf{x}, bikeShop{c}), x.Pages()
	for _, pr := range products {
		pages = append(pages, e.recordsOf(c).pages[pr.ID])
	}
	return e, pages
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

func (s *fitShop) oneCase(t *testing.T, q fitQuestion, weighed bool) fitCase {
	turn := engine.Turn{ShopID: "s", ShopName: "S", ShopLocale: "en-US", Locales: packTags(), Locale: q.Locale, Country: q.Country, Now: now, Text: q.Text}
	e := s.e
	u, err := e.understand(context.Background(), turn)
	must(t, err)
	c := fitCase{id: q.ID, text: q.Text, must: q.Expect.MustContain, articles: q.Expect.ArticleIDs, answers: map[int]float64{}}
	p, first := &plan{turn: turn, u: u, pack: u.pack}, &u.Questions[0] // the first question stands for all: the fit needs one list
	if weighed {
		hits, err := e.search(context.Background(), p, first)
		must(t, err)
		c.leads = e.rank(p, first, e.withRecords(p, first, hits))
	}
	c.notions = e.askedNotions(first)
	records := u.goods.records.keys
	gain := func(passage *index.Passage, page string, squeezed string, figures int) float64 {
		text, kind := passage.Text, passage.Kind
		if q.attribute != "" || records[passage] != "" {
			if contains(q.Expect.ArticleIDs, page) && q.attribute == records[passage] {
				return 1
			}
			return 0
		}
		if !contains(q.Expect.ArticleIDs, page) || kind == index.Heading || kind == index.Caption {
			return 0
		}
		if len(q.quotes) > 0 {
			return quoted(squeezed, q.quotes)
		}
		g := said(text, q.Expect.MustContain)
		for _, no := range q.Expect.MustNotContain {
			if figures < 4 && refused(text, no) {
				g *= 0.3
			}
		}
		return g
	}
	for _, l := range c.leads {
		g := gain(l.passage.Passage, l.hit.ID, s.text[s.at[l.passage.Passage]], len(l.figures))
		c.gain = append(c.gain, g)
		c.any = c.any || g > 0
	}
	for passage, at := range s.at {
		if g := gain(passage, s.page[at], s.text[at], 0); g > 0 {
			c.answers[at] = g
		}
	}
	return c
}

func packTags() (out []string) {
	for _, p := range book().Packs() {
		out = append(out, p.Tag)
	}
	return out
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
	for step := 1; step <= 300; step++ {
		var parts [2]signs
		var wg sync.WaitGroup
		for part := range parts {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := part; i < len(cases); i += 2 {
					cases[i].gradient(w, &parts[part])
				}
			}()
		}
		wg.Wait()
		for k := range w {
			gk := (parts[0][k]+parts[1][k])/float64(len(cases)) - 0.002*w[k]
			m[k], v[k] = 0.9*m[k]+0.1*gk, 0.99*v[k]+0.01*gk*gk
			w[k] += 0.05 * m[k] / (math.Sqrt(v[k]) + 1e-8) / (1 + float64(step)/100)
		}
	}
	return w
}

func (c *fitCase) gradient(w signs, g *signs) {
	p := shares(*c, w)
	want := 0.0
	for i := range p {
		want += p[i] * c.gain[i]
	}
	for i := range p {
		d := p[i]*c.gain[i]/(want+1e-9) - p[i]
		if d < 1e-4 && d > -1e-4 {
			continue
		}
		for k, x := range c.leads[i].signs {
			g[k] += d * x
		}
	}
}

// readPairs reads passages with what is asked for them, and words with what belongs to them: they teach senses only.
func readPairs(t *testing.T, dir string) (out []sense.Shop) {
	lex := book().Lexicon()
	files, _ := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	out = make([]sense.Shop, len(files))
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := part; i < len(files); i += 2 {
				out[i] = readPairsFile(t, files[i])
			}
		}()
	}
	wg.Wait()
	raw, err := os.ReadFile("../../../../content/glosses/related.tsv")
	must(t, err)
	var s sense.Shop
	for line := range strings.Lines(string(raw)) {
		word, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		at := len(s.Passages)
		s.Passages = append(s.Passages, sense.Passage{Fields: []sense.Field{{Notions: lex.Notions(lex.Analyze(strings.ReplaceAll(list, ";", " ."), "en", lexicon.Written)), Weight: 1}}})
		s.Asks = append(s.Asks, sense.Ask{Notions: lex.Notions(lex.Analyze(word, "en", lexicon.Written)), Answers: map[int]float64{at: 1}})
	}
	return append(out, s)
}

func readPairsFile(t *testing.T, path string) (s sense.Shop) {
	e := New(book(), nil, nil)
	lines(t, path, func(raw []byte) {
		var p struct {
			Title, Heading, Text, Lang string
			Asks                       []string
			Ask                        map[string][]string
		}
		must(t, json.Unmarshal(raw, &p))
		page := &index.Page{Lang: firstOf(p.Lang, "en-US"), Title: p.Title}
		at := len(s.Passages)
		s.Passages = append(s.Passages, sense.Passage{Fields: e.toldFields(page, &index.Passage{Heading: p.Heading, Text: p.Text})})
		if len(p.Asks) > 0 {
			p.Ask = map[string][]string{"en-US": p.Asks}
		}
		for _, locale := range slices.Sorted(maps.Keys(p.Ask)) {
			for _, a := range p.Ask[locale] {
				u, err := e.understand(context.Background(), engine.Turn{ShopID: "s", ShopLocale: "en-US", Locales: []string{locale, "en-US"}, Locale: locale, Text: a, Now: now})
				must(t, err)
				s.Asks = append(s.Asks, sense.Ask{Notions: e.askedNotions(&u.Questions[0]), Answers: map[int]float64{at: 1}})
			}
		}
	})
	return s
}

// TestSenses measures the senses by themselves on shops that they were not learnt from.
func TestSenses(t *testing.T) {
	var shops []*fitShop
	for _, dir := range strings.Split(os.Getenv("PARLEY_FIT"), ",") {
		shops = append(shops, readFitShop(t, dir))
	}
	pairs := readPairs(t, os.Getenv("PARLEY_PAIRS"))
	for _, p := range pairs {
		fmt.Println(len(p.Passages), len(p.Asks))
	}
	for i, s := range shops {
		for _, epochs := range []int{tuning().Epochs} {
			tn := tuning()
			tn.Epochs = epochs
			s.mean(sense.Train(append(sensesWithout(shops, i), pairs...), tn))
			fmt.Printf("%s %d epochs: %s\n", filepath.Base(s.dir), epochs, alone(s))
		}
	}
}

// fitSure fits the chance that the best passage answers, and prints what answering from each chance on would give. Each question counts
// once more, with less weight, against a shop without the page that answers it: then nothing does.
func fitSure(shops []*fitShop) (w [10]float64) {
	type sample struct {
		x         [10]float64
		y, weight float64
	}
	var list []sample
	for _, s := range shops {
		for _, c := range s.all {
			if len(c.leads) == 0 {
				continue
			}
			best := weigh(c.leads)
			one := sample{x: c.leads[best].grounds(), weight: 1}
			if c.gain[best] > 0 {
				one.y = 1
			}
			list = append(list, one)
			if rest := c.without(); len(rest) > 0 {
				list = append(list, sample{x: rest[weigh(rest)].grounds(), weight: unanswerable})
			}
		}
	}
	var m, v [10]float64
	chance := func(x [10]float64) float64 {
		z := 0.0
		for k := range x {
			z += w[k] * x[k]
		}
		return 1 / (1 + math.Exp(-z))
	}
	for range 3000 {
		var g [10]float64
		for _, s := range list {
			d := s.y - chance(s.x)
			for k := range g {
				g[k] += s.weight * d * s.x[k] / float64(len(list))
			}
		}
		for k := range w {
			gk := g[k] - 0.0003*w[k]
			m[k], v[k] = 0.9*m[k]+0.1*gk, 0.99*v[k]+0.01*gk*gk
			w[k] += 0.02 * m[k] / (math.Sqrt(v[k]) + 1e-8)
		}
	}
	for _, from := range []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8} {
		said, right := 0.0, 0.0
		for _, s := range list {
			if chance(s.x) >= from {
				said += s.weight
				right += s.weight * s.y
			}
		}
		fmt.Printf("from %.1f on: says %.3f of %d, right %.3f of what is said\n", from, said/float64(len(list)), len(list), right/said)
	}
	return w
}

// unanswerable is how many questions that no article answers come upon one that some does.
const unanswerable = 0.2

// weigh scores leads and returns the best.
func weigh(list []lead) (best int) {
	for i := range list {
		list[i].score = 0
		for k, v := range list[i].signs {
			list[i].score += weights[k] * v
		}
		if list[i].score > list[best].score {
			best = i
		}
	}
	share(list)
	return best
}

// without are the leads from other pages than those that answer.
func (c *fitCase) without() (out []lead) {
	top := -1.0
	for _, l := range c.leads {
		if !contains(c.articles, l.hit.ID) {
			out = append(out, l)
			top = max(top, l.signs[signSense])
		}
	}
	for i := range out {
		out[i].signs[signSenseTop] = out[i].signs[signSense] - top
	}
	behind(out)
	return out
}
