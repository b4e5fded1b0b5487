package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"parley/internal/knowledge/wordbook"
)

const wordbookUsage = "parley wordbook add FILE | list | remove NAME, each with --data DIR"

// wordbookCommand keeps the word books of a server; a running one takes a change in within a second.
func wordbookCommand(_ context.Context, args []string, stdout, stderr io.Writer) int {
	words, flags := split(args)
	f := flag.NewFlagSet("parley wordbook", flag.ContinueOnError)
	data := f.String("data", "data", "the server's data folder")
	var o wordbook.Order
	f.StringVar(&o.Name, "name", "", "what the book is called (add; otherwise as its file)")
	f.StringVar(&o.From, "from", "", "the language of its words, for example de (add; otherwise as the book says)")
	f.StringVar(&o.To, "to", "", "the language of what they mean (add; otherwise as the book says)")
	f.StringVar(&o.Licence, "licence", "", "its licence (add; otherwise as the book says)")
	if code, done := parse(f, flags, stderr); done {
		return code
	}
	shelf := wordbook.Open(*data, slog.New(slog.NewTextHandler(stderr, nil)))
	var err error
	switch {
	case len(words) == 2 && words[0] == "add":
		err = addBook(shelf, words[1], o, stdout)
	case len(words) == 1 && words[0] == "list":
		err = listBooks(shelf, stdout)
	case len(words) == 2 && words[0] == "remove":
		err = shelf.Remove(words[1])
	default:
		fmt.Fprintln(stderr, "parley: use", wordbookUsage)
		return 2
	}
	if err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

func addBook(shelf *wordbook.Shelf, path string, o wordbook.Order, stdout io.Writer) error {
	a, err := shelf.Add(path, o)
	if err == nil {
		tell(stdout, a)
	}
	return err
}

func listBooks(shelf *wordbook.Shelf, stdout io.Writer) error {
	list, err := shelf.List()
	for _, a := range list {
		tell(stdout, a)
	}
	return err
}

// tell shows a book with its licence: whoever uses it must know under which terms.
func tell(stdout io.Writer, a wordbook.About) {
	fmt.Fprintf(stdout, "%s  %s → %s  %d words  %s\n", a.Name, a.From, a.To, a.Entries, a.Format)
	licence := a.Licence
	if licence == "" {
		licence = "The book states no licence; look where you got it, and add it again with --licence."
	}
	for _, line := range strings.Split(licence, "\n") {
		fmt.Fprintf(stdout, "    %s\n", line)
	}
}
