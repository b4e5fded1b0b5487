// Package corpus invents a shop's articles, and the questions that they answer: several languages, many products, real words. The
// same number always gives the same articles.
package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Article is a line of an import file.
type Article struct {
	ID       string    `json:"id"`
	Lang     string    `json:"lang"`
	Title    string    `json:"title"`
	Body     string    `json:"body"`
	Tags     []string  `json:"tags"`
	Variants []Variant `json:"variants,omitempty"`

	product product
	topic   int
}

// Variant is the article in another language.
type Variant struct {
	Locale string `json:"locale"`
	Title  string `json:"title"`
	Body   string `json:"body"`
}

// Question asks what an article answers.
type Question struct {
	Article string
	Locale  string
	Text    string
}

// product is something that the shop sells.
type product struct {
	model string
	kind  int
}

// Make invents n articles: each product has one on each topic, in a language of its own; every fifth also exists in a second one.
func Make(n int) []Article {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]Article, 0, n)
	for i := range n {
		p := product{model(i / len(topics)), (i / len(topics)) % len(languages[0].kinds)}
		a := Article{ID: fmt.Sprintf("a%05d", i), product: p, topic: i % len(topics)}
		first := i / len(topics) % len(languages)
		l := languages[first]
		figure := topics[a.topic].figure(r)
		a.Lang, a.Title, a.Body = l.locale, l.title(a), l.body(r, a, figure)
		a.Tags = []string{topics[a.topic].name, p.model}
		if i%5 == 0 {
			v := languages[(first+1+r.IntN(len(languages)-1))%len(languages)]
			a.Variants = []Variant{{v.locale, v.title(a), v.body(r, a, figure)}}
		}
		list = append(list, a)
	}
	return list
}

// Lines is the import file.
func Lines(list []Article) []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, a := range list {
		_ = out.Encode(a) // strings always encode
	}
	return b.Bytes()
}

// Ask invents a question about any of the articles, in the article's language or, one time in five, in another.
func Ask(r *rand.Rand, list []Article) Question {
	a := list[r.IntN(len(list))]
	l := of(a.Lang)
	if r.IntN(5) == 0 {
		l = languages[r.IntN(len(languages))]
	}
	return Question{a.ID, l.locale, l.fill(l.topics[a.topic].ask, a, "")}
}

func of(locale string) language {
	for _, l := range languages {
		if l.locale == locale {
			return l
		}
	}
	return languages[0]
}

// model invents a name, as makers do: 625 different ones. It holds no number, which could be read as an order's.
func model(i int) string {
	first := []string{"Nu", "Ve", "Lu", "Ka", "Or", "Zen", "Mira", "Tal", "Bri", "Sol", "Fen", "Gra", "Hel", "Iso", "Jor", "Kel", "Lin", "Mon", "Nor", "Ost", "Pel", "Quin", "Ras", "Sten", "Tor"}
	last := []string{"vo", "lora", "mix", "don", "tek", "ra", "via", "bel", "cus", "dero", "fino", "gard", "hane", "jet", "kora", "lund", "mira", "nox", "pax", "quil", "ris", "sano", "tune", "wick", "zeo"}
	return first[i%len(first)] + last[(i/len(first)+i)%len(last)]
}

// fill puts product, model and figure into a sentence.
func (l language) fill(text string, a Article, figure string) string {
	return strings.NewReplacer("{kind}", l.kinds[a.product.kind], "{model}", a.product.model, "{n}", figure).Replace(text)
}

func (l language) title(a Article) string { return l.fill(l.topics[a.topic].title, a, "") }

// body is about 120 words: the answer stands somewhere among what else there is to say.
func (l language) body(r *rand.Rand, a Article, figure string) string {
	order := r.Perm(len(l.fillers))[:8]
	var b strings.Builder
	b.WriteString(l.fill(l.intro, a, "") + l.space)
	at := r.IntN(len(order))
	for i, n := range order {
		switch {
		case i == at:
			b.WriteString(l.fill(l.topics[a.topic].say, a, figure) + l.space)
		case i == len(order)/2:
			b.WriteString("\n\n## " + l.heading + "\n\n")
		}
		b.WriteString(l.fillers[n] + l.space)
	}
	return strings.TrimSpace(b.String())
}
