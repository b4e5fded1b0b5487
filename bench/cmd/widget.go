package main

import (
	"context"

	"parley/bench/figure"
)

func widget(ctx context.Context, w *world, r figure.Report) error { return nil }
