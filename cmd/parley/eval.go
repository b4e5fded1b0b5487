package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"parley/content"
	"parley/internal/fault"
	"parley/internal/insight"
	"parley/internal/locale"
)

// examination is what parley eval was asked to do.
type examination struct {
	file, url, token string
	json             bool
	concurrency      int
	timeout          time.Duration
}

// evalCommand plays a file of questions and dialogues to a running server and reports how many replies were right.
func evalCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	e, err := readExamination(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "parley:", err)
		return 2
	}
	items, err := e.read()
	if err != nil {
		fmt.Fprintf(stderr, "parley: %s: %v\n", e.file, err)
		fieldsOf(err, stderr)
		return 2
	}
	report, err := e.run(ctx, items)
	if err == nil {
		err = e.write(report, stdout)
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped before the end; nothing is reported")
	}
	if err != nil {
		fmt.Fprintln(stderr, "parley:", err)
		return 1
	}
	return 0
}

// readExamination reads flags and the file's name, in any order.
func readExamination(args []string, stderr io.Writer) (e examination, err error) {
	const how = "use parley eval FILE.jsonl --url U --token T [--json]"
	f := flag.NewFlagSet("parley eval", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&e.url, "url", "http://127.0.0.1:8080", "where the server is")
	f.StringVar(&e.token, "token", "", "an API token of the shop; any role will do")
	f.BoolVar(&e.json, "json", false, "one JSON document instead of the table")
	f.IntVar(&e.concurrency, "concurrency", 8, "conversations at a time")
	f.DurationVar(&e.timeout, "timeout", time.Minute, "how long to wait for one reply")
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return e, err
		} else if err != nil {
			return e, errors.New(how) // flag has said what is wrong
		}
		if f.NArg() == 0 {
			break
		}
		if e.file != "" {
			return e, fmt.Errorf("one file at a time: %q and %q; %s", e.file, f.Arg(0), how)
		}
		e.file, args = f.Arg(0), f.Args()[1:]
	}
	return e, e.check(how)
}

func (e examination) check(how string) error {
	at, err := url.Parse(e.url)
	switch {
	case e.file == "":
		return errors.New("which file? " + how)
	case e.token == "":
		return errors.New("which token? " + how)
	case err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https":
		return fmt.Errorf("%q is not the address of a server, for example http://127.0.0.1:8080", e.url)
	case e.concurrency < 1 || e.timeout <= 0:
		return errors.New("--concurrency and --timeout are more than nothing")
	}
	return nil
}

func (e examination) read() ([]insight.Item, error) {
	f, err := os.Open(e.file)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer f.Close()
	items, err := insight.Read(f)
	if err == nil && len(items) == 0 {
		err = errors.New("there is nothing in it")
	}
	return items, err
}

// fieldsOf names the other wrong fields; the first stands in the error's own text.
func fieldsOf(err error, stderr io.Writer) {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Fields) < 2 {
		return
	}
	for _, w := range f.Fields[1:] {
		fmt.Fprintf(stderr, "  %s %s\n", w.Location, w.Message)
	}
}

func (e examination) run(ctx context.Context, items []insight.Item) (insight.Report, error) {
	book, err := locale.Open(content.FS)
	if err != nil {
		return insight.Report{}, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = e.concurrency
	r := insight.Runner{
		Server: insight.Server{URL: e.url, Token: e.token, HTTP: &http.Client{Transport: transport, Timeout: time.Minute}},
		Ear:    book, Concurrency: e.concurrency, Timeout: e.timeout,
	}
	shop, results, err := r.Run(ctx, items)
	report := insight.NewReport(results)
	report.File, report.Server, report.Shop = e.file, e.url, shop
	return report, err
}

func (e examination) write(r insight.Report, stdout io.Writer) error {
	if !e.json {
		return r.WriteText(stdout)
	}
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
