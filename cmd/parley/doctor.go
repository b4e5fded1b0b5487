package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"parley/internal/app"
	"parley/internal/config"
	"parley/internal/doctor"
)

// consultation is what parley doctor was asked, beside the server's own settings.
type consultation struct {
	url, bundle, log string
	json, quick      bool
}

func (c *consultation) flags(f *flag.FlagSet) {
	f.StringVar(&c.url, "url", "", "where customers reach the server: looks at the proxy in front of it")
	f.BoolVar(&c.json, "json", false, "one JSON document instead of lines")
	f.BoolVar(&c.quick, "quick", false, "only ask the running server whether it is ready")
	f.StringVar(&c.bundle, "bundle", "", "pack the report and what a helper asks for next into this new .zip, without secrets or customers' words")
	f.StringVar(&c.log, "log", "", "the server's log, whose fixed sentences go into the bundle")
}

// doctorCommand examines an installation. It takes the flags of serve, so that it sees what the server sees. Exit code 1: there is a
// problem.
func doctorCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var ask consultation
	c, err := config.LoadFor("parley doctor", ask.flags, args, os.Environ(), stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var wrong *config.Wrong
	switch {
	case errors.As(err, &wrong):
		report := doctor.Report{Program: app.Version, At: time.Now().UTC(), Findings: []doctor.Finding{
			{Check: "settings", State: doctor.Problem, Found: wrong.Error(), Do: "docs/configuration.md lists the settings"}}}
		return ask.tell(report, stdout, stderr)
	case err != nil:
		return fail(stderr, 2, err)
	case ask.quick:
		if err := doctor.Ready(ctx, c.Listen); err != nil {
			return fail(stderr, 1, err)
		}
		fmt.Fprintln(stdout, "ready")
		return 0
	}
	patient := app.Patient(c, ask.url)
	report := patient.Examine(ctx)
	code := ask.tell(report, stdout, stderr)
	if ask.bundle != "" {
		if err := patient.Bundle(ctx, ask.bundle, ask.log, report); err != nil {
			return fail(stderr, 1, err)
		}
		fmt.Fprintln(stderr, "packed into", ask.bundle)
	}
	return code
}

func (c consultation) tell(r doctor.Report, stdout, stderr io.Writer) int {
	write := r.WriteText
	if c.json {
		write = r.WriteJSON
	}
	if err := write(stdout); err != nil {
		return fail(stderr, 1, err)
	}
	if r.Worst() == doctor.Problem {
		return 1
	}
	return 0
}
