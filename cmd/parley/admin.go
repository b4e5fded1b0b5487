package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"parley/internal/app"
	"parley/internal/config"
	"parley/internal/staff"
)

// where are the flags that name a database; they work beside a running server.
type where struct{ data, database string }

func (w *where) flags(f *flag.FlagSet) {
	f.StringVar(&w.data, "data", cmp.Or(os.Getenv("PARLEY_DATA"), "data"), "the server's data folder")
	f.StringVar(&w.database, "database", os.Getenv("PARLEY_DATABASE"), "postgres://… when the server uses it")
}

// parse reads flags and refuses what is left over. done is true when the command is over already.
func parse(f *flag.FlagSet, args []string, stderr io.Writer) (code int, done bool) {
	f.SetOutput(stderr)
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0, true
	case err != nil:
		return 2, true
	case f.NArg() > 0:
		return fail(stderr, 2, fmt.Errorf("what is %q? see %s -h", f.Arg(0), f.Name())), true
	}
	return 0, false
}

func verb(args []string, want, usage string, stderr io.Writer) ([]string, bool) {
	if len(args) == 0 || args[0] != want {
		fmt.Fprintln(stderr, "parley: use", usage)
		return nil, false
	}
	return args[1:], true
}

func shopCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	args, ok := verb(args, "create", "parley shop create --data DIR --name NAME --slug S", stderr)
	if !ok {
		return 2
	}
	f := flag.NewFlagSet("parley shop create", flag.ContinueOnError)
	var at where
	at.flags(f)
	var s app.NewShop
	f.StringVar(&s.Name, "name", "", "what the shop is called")
	f.StringVar(&s.Slug, "slug", "", "its short name, in addresses and in the widget's tag")
	f.StringVar(&s.Industry, "industry", "", "what it sells, for example electronics")
	f.StringVar(&s.Locale, "locale", "", "its default locale (en-US)")
	f.StringVar(&s.Country, "country", "", "its country, two letters")
	if code, done := parse(f, args, stderr); done {
		return code
	}
	id, err := app.CreateShop(ctx, config.Config{Data: at.data, Database: at.database, LogLevel: "warn"}, s)
	if err != nil {
		return fail(stderr, 1, err)
	}
	fmt.Fprintln(stdout, id)
	return 0
}

func tokenCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	args, ok := verb(args, "create", "parley token create --data DIR --shop S --role ROLE", stderr)
	if !ok {
		return 2
	}
	f := flag.NewFlagSet("parley token create", flag.ContinueOnError)
	var at where
	at.flags(f)
	slug := f.String("shop", "", "the shop's slug")
	role := f.String("role", "", "owner, admin, operator, agent or viewer")
	name := f.String("name", "command line", "what the token is for")
	if code, done := parse(f, args, stderr); done {
		return code
	}
	secret, err := app.CreateToken(ctx, config.Config{Data: at.data, Database: at.database, LogLevel: "warn"}, *slug, *name, staff.Role(*role))
	if err != nil {
		return fail(stderr, 1, err)
	}
	fmt.Fprintln(stdout, secret)
	return 0
}
