package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const evalQuestion = `{"id":"q1","locale":"en-US","country":"US","text":"How long can I return it?","expect":{"kind":"article","article_ids":["returns"],"must_contain":[["30"]],"must_not_contain":[],"reply_lang":"en"}}`

// evalServer answers every question alike; what it says is right when days is "30".
func evalServer(t *testing.T, days string) string {
	mux := http.NewServeMux()
	reply := func(pattern, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
	}
	reply("GET /api/v1/shop", `{"slug":"demo"}`)
	reply("POST /api/v1/visitor/sessions", `{"token":"v"}`)
	reply("POST /api/v1/visitor/conversations", `{"id":"c"}`)
	reply("POST /api/v1/visitor/conversations/c/messages", `{"seq":1,"kind":"message","actor":{"kind":"contact"},"payload":{}}`)
	reply("GET /api/v1/visitor/conversations/c/events", `{"events":[{"seq":2,"kind":"message","actor":{"kind":"assistant"},"payload":{"text":"You have `+days+
		` days.","locale":"en-US","outcome":"answered","evidence":[{"id":"e1","kind":"article","ref":"returns","quote":"","title":"Returns"}],"first_token_ms":1}}]}`)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestEvalCommand(t *testing.T) {
	file, bad, empty := filepath.Join(t.TempDir(), "q.jsonl"), filepath.Join(t.TempDir(), "bad.jsonl"), filepath.Join(t.TempDir(), "empty.jsonl")
	for name, text := range map[string]string{file: evalQuestion, bad: `{"id":"q1","colour":1}` + "\n" + `{"id":"q2","size":1}`, empty: "\n"} {
		if err := os.WriteFile(name, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	right, wrong := evalServer(t, "30"), evalServer(t, "60")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, c := range []struct {
		name             string
		args             []string
		code             int
		stdout, stderr   string
		notOut, notError string
	}{
		{"right", []string{file, "--url", right, "--token", "t"}, 0, "right              100.0%  (1 of 1;", "", "failures (", "parley"},
		{"flags first", []string{"--json", "--url=" + right + "/", "--token=t", file}, 0, `"rate": 1`, "", "interval", "parley"},
		{"wrong answers are no error", []string{file, "--url", wrong, "--token", "t"}, 0, `failed   must_contain: says none of "30"`, "", "no failures", "parley"},
		{"help", []string{"-h"}, 0, "", "-timeout", "", "which"},
		{"no file", []string{"--token", "t"}, 2, "", "which file?", "", ""},
		{"two files", []string{file, bad, "--token", "t"}, 2, "", "one file at a time", "", ""},
		{"no token", []string{file}, 2, "", "which token?", "", ""},
		{"not an address", []string{file, "--url", "localhost", "--token", "t"}, 2, "", `"localhost" is not the address`, "", ""},
		{"unknown flag", []string{file, "--tokens", "t"}, 2, "", "use parley eval FILE.jsonl", "", ""},
		{"no such file", []string{file + "x", "--token", "t"}, 2, "", "no such file", "", ""},
		{"bad file", []string{bad, "--token", "t"}, 2, "", "line 2, size is not a field", "", ""},
		{"empty file", []string{empty, "--token", "t"}, 2, "", "there is nothing in it", "", ""},
		{"no server", []string{file, "--url", gone.URL, "--token", "t"}, 1, "", "the server at " + gone.URL + " cannot be reached", "right", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := evalCommand(context.Background(), c.args, &stdout, &stderr); code != c.code {
				t.Errorf("exit %d, want %d: %s", code, c.code, stderr.String())
			}
			if !strings.Contains(stdout.String(), c.stdout) || c.notOut != "" && strings.Contains(stdout.String(), c.notOut) {
				t.Errorf("stdout: %s", stdout.String())
			}
			if !strings.Contains(stderr.String(), c.stderr) || c.notError != "" && strings.Contains(stderr.String(), c.notError) {
				t.Errorf("stderr: %s", stderr.String())
			}
			if strings.Contains(strings.Join(c.args, " "), "--json") && !json.Valid(stdout.Bytes()) {
				t.Error("that is not one JSON document")
			}
		})
	}
}
