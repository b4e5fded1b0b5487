package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// importCommand sends a file to a running server, which takes it whole or not at all.
func importCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	const how = "parley import articles|products|orders FILE.jsonl --url U --token T"
	words, flags := split(args)
	f := flag.NewFlagSet("parley import", flag.ContinueOnError)
	url := f.String("url", "http://127.0.0.1:8080", "where the server is")
	token := f.String("token", "", "an API token with the role operator")
	if code, done := parse(f, flags, stderr); done {
		return code
	}
	if len(words) != 2 || !strings.Contains(" articles products orders ", " "+words[0]+" ") {
		fmt.Fprintln(stderr, "parley: use", how)
		return 2
	}
	file, err := os.Open(words[1])
	if err != nil {
		return fail(stderr, 1, err)
	}
	defer file.Close()
	if err := send(ctx, strings.TrimRight(*url, "/")+"/api/v1/"+words[0]+"/import", *token, file, stdout); err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

// split parts words from flags, so that flags may stand anywhere.
func split(args []string) (words, flags []string) {
	for i := 0; i < len(args); i++ {
		switch {
		case !strings.HasPrefix(args[i], "-"):
			words = append(words, args[i])
		case strings.Contains(args[i], "=") || i+1 == len(args) || args[i] == "-h" || args[i] == "--help":
			flags = append(flags, args[i])
		default:
			flags = append(flags, args[i], args[i+1])
			i++
		}
	}
	return words, flags
}

func send(ctx context.Context, url, token string, body io.Reader, stdout io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/jsonl")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the server cannot be reached: %w", err)
	}
	defer res.Body.Close()
	var answer struct {
		Imported, Created, Updated int
		Detail                     string
		Errors                     []struct{ Location, Message string }
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return fmt.Errorf("the server answered %s with something that is not JSON; is the address right?", res.Status)
	}
	if res.StatusCode != http.StatusOK {
		lines := []string{answer.Detail}
		for _, e := range answer.Errors {
			lines = append(lines, "  "+e.Location+": "+e.Message)
		}
		return fmt.Errorf("nothing was imported: %s", strings.Join(lines, "\n"))
	}
	fmt.Fprintf(stdout, "imported %d: %d new, %d replaced\n", answer.Imported, answer.Created, answer.Updated)
	return nil
}
