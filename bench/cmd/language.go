package main

import (
	"context"
	"time"
	"unicode/utf8"

	"parley/bench/blind"
	"parley/bench/figure"
	"parley/content"
	"parley/internal/insight"
	"parley/internal/locale"
)

// heard is a text whose language was to be told.
type heard struct {
	id, locale, text string
	as               string // the language it was taken for
}

func (h heard) right() bool { return locale.Base(h.as) == locale.Base(h.locale) }

// lengths are the classes of texts, longest first, each from so many characters on: the shorter, the harder.
var lengths = []struct {
	name string
	from int
}{{"20", 20}, {"10_19", 10}, {"under_10", 0}}

// language measures how often the language of a message is told rightly from the message alone: nothing is known of the customer.
func language(_ context.Context, _ *world, r figure.Report) error {
	texts, err := spoken()
	if err != nil {
		return err
	}
	book, err := locale.Open(content.FS)
	if err != nil {
		return err
	}
	var took figure.Sample
	for i := range texts {
		began := time.Now()
		texts[i].as, _ = book.Detect(texts[i].text, "")
		took.Took(time.Since(began))
		if !texts[i].right() && !blind.Unseen(texts[i].id) {
			note("%s: %q is taken for %q", texts[i].id, texts[i].text, texts[i].as)
		}
	}
	for i, class := range lengths {
		to := int(^uint(0) >> 1)
		if i > 0 {
			to = lengths[i-1].from
		}
		accuracy(r, "accuracy_"+class.name, between(texts, class.from, to))
	}
	r.Times("time_ms", &took)
	return nil
}

// spoken are all blind questions and the short messages.
func spoken() (list []heard, err error) {
	items, err := blind.Items()
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		if q := i.Question; q != nil {
			list = append(list, heard{id: q.ID, locale: q.Expect.ReplyLang, text: q.Text})
		}
	}
	short, err := blind.Short()
	for _, m := range short {
		list = append(list, heard{id: m.ID, locale: m.Locale, text: m.Text})
	}
	return list, err
}

func between(texts []heard, from, to int) (list []heard) {
	for _, t := range texts {
		if n := utf8.RuneCountInString(t.text); n >= from && n < to {
			list = append(list, t)
		}
	}
	return list
}

// accuracy prints how many were right: of all, of the unseen half, and of the locale that is served worst.
func accuracy(r figure.Report, metric string, texts []heard) {
	count := func(belongs func(heard) bool) insight.Share {
		hits, n := 0, 0
		for _, t := range texts {
			if !belongs(t) {
				continue
			}
			if n++; t.right() {
				hits++
			}
		}
		return insight.Wilson(hits, n)
	}
	interval(r, metric, count(func(heard) bool { return true }))
	interval(r, metric+"_unseen", count(func(h heard) bool { return blind.Unseen(h.id) }))
	worst, at := insight.Share{Rate: 1}, ""
	for _, tag := range content.Locales() {
		if s := count(func(h heard) bool { return h.locale == tag }); s.N > 0 && s.Rate < worst.Rate {
			worst, at = s, tag
		}
	}
	if at != "" {
		interval(r, metric+"_worst_"+at, worst)
	}
}
