package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"parley/bench/blind"
	"parley/bench/figure"
	"parley/bench/peer"
	"parley/internal/insight"
	"parley/internal/locale"
)

// puzzle is a question that is to be answered from an article.
type puzzle struct {
	id, language, text string
	articles           []string // any of them is right
	own                bool     // one of them is written in the language of the question
}

// pick says whether the right article was found, or only another one, and how long that took. Neither is right nor wrong when nothing
// was found.
type pick struct {
	right, wrong bool
	ms           float64
}

// peers lets Parley's answers, BM25 and nlp.js stand side by side in the one thing that all can do: find the article. Parley finds an
// article when its answer cites it.
func peers(ctx context.Context, w *world, r figure.Report, items []insight.Item, results []insight.Result) error {
	articles, err := blind.Articles()
	if err != nil {
		return err
	}
	list := puzzles(items, articles)
	picks, each, answers := cited(list, results)
	found(r, list, picks)
	r.Add("articles_cited", each, "", answers)
	texts := readable(articles)
	r.Peer = "bm25"
	found(r, list, byWords(list, texts))
	r.Peer = "nlp.js"
	note("installing and training %s …", r.Peer)
	picks, trainMS, err := byIntent(ctx, w, list, texts)
	if err != nil {
		return err
	}
	found(r, list, picks)
	r.Add("train_ms", trainMS, "ms", len(texts))
	return nil
}

func puzzles(items []insight.Item, articles []blind.Article) (list []puzzle) {
	language := map[string]string{}
	for _, a := range articles {
		language[a.ID] = locale.Base(a.Lang)
	}
	for _, i := range items {
		q := i.Question
		if q == nil || q.Expect.Kind != insight.Article {
			continue
		}
		p := puzzle{id: q.ID, language: locale.Base(q.Expect.ReplyLang), text: q.Text, articles: q.Expect.ArticleIDs}
		p.own = slices.ContainsFunc(p.articles, func(id string) bool { return language[id] == p.language })
		list = append(list, p)
	}
	return list
}

func (p puzzle) pick(article string, took time.Duration) pick {
	right := slices.Contains(p.articles, article)
	return pick{right, !right && article != "", figure.Milliseconds(took)}
}

// cited are the picks of Parley, and how many articles an answer that cites any cites on average.
func cited(list []puzzle, results []insight.Result) (picks []pick, each float64, answers int) {
	of := map[string]insight.Result{}
	for _, one := range results {
		of[one.ID] = one
	}
	articles := 0
	for _, p := range list {
		var ids []string
		for _, c := range of[p.id].Reply.Evidence {
			if c.Kind == "article" && !slices.Contains(ids, c.Ref) {
				ids = append(ids, c.Ref)
			}
		}
		right := slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(p.articles, id) })
		picks = append(picks, pick{right, !right && len(ids) > 0, of[p.id].TookMS})
		if len(ids) > 0 {
			answers, articles = answers+1, articles+len(ids)
		}
	}
	return picks, float64(articles) / float64(max(answers, 1)), answers
}

// readable is what the peers learn: an article with its title and the texts of its variants.
func readable(articles []blind.Article) (texts []peer.Text) {
	for _, a := range articles {
		parts := []string{a.Title, a.Body}
		for _, v := range a.Variants {
			parts = append(parts, v.Title, v.Body)
		}
		texts = append(texts, peer.Text{ID: a.ID, Language: locale.Base(a.Lang), Body: strings.Join(parts, "\n")})
	}
	return texts
}

func byWords(list []puzzle, texts []peer.Text) (picks []pick) {
	search := peer.NewBM25(texts)
	for _, p := range list {
		began := time.Now()
		id := search.Find(p.text)
		picks = append(picks, p.pick(id, time.Since(began)))
	}
	return picks
}

func byIntent(ctx context.Context, w *world, list []puzzle, texts []peer.Text) (picks []pick, trainMS float64, err error) {
	dir, err := os.MkdirTemp(w.dir, "nlpjs-")
	if err != nil {
		return nil, 0, err
	}
	var asked []peer.Asked
	for _, p := range list {
		asked = append(asked, peer.Asked{Language: p.language, Text: p.text})
	}
	trainMS, answers, err := peer.NLPjs(ctx, dir, texts, asked)
	if err != nil {
		return nil, 0, err
	}
	for i, a := range answers {
		picks = append(picks, list[i].pick(a.Article, time.Duration(a.MS*float64(time.Millisecond))))
	}
	return picks, trainMS, nil
}

// found prints how often one of them found the article: of all questions, of the unseen ones, and of those that are in the language of
// the article, which is all that word search and intents are made for; and how often it came with a wrong one.
func found(r figure.Report, list []puzzle, picks []pick) {
	right := func(p pick) bool { return p.right }
	unseen := func(p puzzle) bool { return blind.Unseen(p.id) }
	share := func(metric string, hit func(pick) bool, counts func(puzzle) bool) {
		hits, n := 0, 0
		for i, p := range list {
			if !counts(p) {
				continue
			}
			if n++; hit(picks[i]) {
				hits++
			}
		}
		interval(r, metric, insight.Wilson(hits, n))
	}
	share("article_found", right, func(puzzle) bool { return true })
	share("article_found_unseen", right, unseen)
	share("article_found_own_language", right, func(p puzzle) bool { return p.own })
	share("article_found_own_language_unseen", right, func(p puzzle) bool { return p.own && unseen(p) })
	share("article_wrong_unseen", func(p pick) bool { return p.wrong }, unseen)
	var took figure.Sample
	for _, p := range picks {
		took.Add(p.ms)
	}
	r.Times("time_per_question_ms", &took)
}
