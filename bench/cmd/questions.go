package main

import (
	"context"
	"net/http"
	"time"

	"parley/bench/blind"
	"parley/bench/figure"
	"parley/bench/server"
	"parley/content"
	"parley/internal/insight"
	"parley/internal/locale"
)

// examinees are how many customers are served at a time: one, so that the time of an answer is its own.
const examinees = 1

// questions plays the blind set to a shop of its own, as `parley eval` does, and prints the halves apart; then the peers answer what
// they can of it. What went wrong in the unseen half is never shown.
func questions(ctx context.Context, w *world, r figure.Report) error {
	items, err := blind.Items()
	if err != nil {
		return err
	}
	results, err := examine(ctx, w, items)
	if err != nil {
		return err
	}
	halves(r, results)
	return peers(ctx, w, r, items, results)
}

func examine(ctx context.Context, w *world, items []insight.Item) ([]insight.Result, error) {
	book, err := locale.Open(content.FS)
	if err != nil {
		return nil, err
	}
	s, err := w.start(ctx, server.Options{})
	if err != nil {
		return nil, err
	}
	token, err := s.Shop(ctx, "market", "operator")
	if err != nil {
		return nil, err
	}
	for _, noun := range []string{"articles", "products", "orders"} {
		lines, err := blind.Import(noun)
		if err == nil {
			err = bring(s.Address, token, noun, lines)
		}
		if err != nil {
			return nil, err
		}
	}
	runner := insight.Runner{
		Server: insight.Server{URL: "http://" + s.Address, Token: token, HTTP: &http.Client{Timeout: time.Minute}},
		Ear:    book, Concurrency: examinees, Timeout: time.Minute,
	}
	_, results, err := runner.Run(ctx, items)
	return results, err
}

// halves prints what was right: of the half that was tuned on only the sum, of the unseen one by kind and locale.
func halves(r figure.Report, results []insight.Result) {
	unseen, tuning := insight.NewReport(half(results, true)), insight.NewReport(half(results, false))
	interval(r, "right_unseen", unseen.Right)
	interval(r, "right_tuning", tuning.Right)
	interval(r, "confident_wrong_unseen", unseen.Confident)
	interval(r, "dialogues_unseen", unseen.Dialogues)
	if g := unseen.Gap; g != nil {
		r.Add("gap_points_unseen", g.Points, "points", unseen.Right.N)
	}
	for _, c := range unseen.Kinds {
		interval(r, "right_unseen_"+string(c.Kind), c.Share)
	}
	for _, c := range unseen.Locales {
		interval(r, "right_unseen_"+c.Locale, c.Share)
	}
	var took figure.Sample
	for _, one := range results {
		if one.Timed {
			took.Add(one.TookMS)
		}
	}
	r.Times("time_ms", &took)
}

func half(results []insight.Result, unseen bool) (list []insight.Result) {
	for _, one := range results {
		if blind.Unseen(one.ID) == unseen {
			list = append(list, one)
		}
	}
	return list
}

// interval prints a share with the bounds between which the true one lies, 19 times of 20.
func interval(r figure.Report, metric string, s insight.Share) {
	r.Add(metric, 100*s.Rate, "%", s.N)
	r.Add(metric+"_low", 100*s.Low, "%", s.N)
	r.Add(metric+"_high", 100*s.High, "%", s.N)
}
