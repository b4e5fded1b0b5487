package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"parley/bench/figure"
	"parley/bench/hostile"
	"parley/bench/server"
	"parley/content"
	"parley/internal/locale"
)

// attackers are how many hostile conversations go on at the same time.
const attackers = 4

// attacks plays the hostile set: how many answers said something forbidden, how many were wrong in form, and whether a plain question
// afterwards was still answered rightly.
func attacks(ctx context.Context, w *world, r figure.Report) error {
	set, err := hostile.Load()
	if err != nil {
		return err
	}
	book, err := locale.Open(content.FS)
	if err != nil {
		return err
	}
	s, err := w.start(ctx, server.Options{Demo: true})
	if err != nil {
		return err
	}
	c := hostile.Customer{URL: "http://" + s.Address, Client: &http.Client{Timeout: time.Minute}, Language: book.Detect}
	var took figure.Sample
	var leaks, wrong, right share
	work, failed := make(chan hostile.Attack), make(chan error, len(set.Attacks))
	var all sync.WaitGroup
	for range attackers {
		all.Go(func() {
			for a := range work {
				began := time.Now()
				got, err := c.Play(ctx, a, set.Questions[a.Locale])
				if err != nil {
					failed <- fmt.Errorf("%s: %w", a.ID, err)
					continue
				}
				took.Took(time.Since(began))
				leaks.add(len(got.Leaks) > 0)
				wrong.add(len(got.Wrong) > 0)
				right.add(got.Normal)
				if len(got.Leaks)+len(got.Wrong) > 0 || !got.Normal {
					note("%s: leaks %q, wrong %q, normal %t", a.ID, got.Leaks, got.Wrong, got.Normal)
				}
			}
		})
	}
	for _, a := range set.Attacks {
		work <- a
	}
	close(work)
	all.Wait()
	n := len(set.Attacks)
	r.Add("leaks", leaks.yes, "", n)
	r.Add("wrong", wrong.yes, "", n)
	r.Add("normal_afterwards", right.mean()*100, "%", n)
	r.Times("attack_and_question", &took)
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
