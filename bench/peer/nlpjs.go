package peer

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed nlpjs
var program embed.FS

// Asked is a question with its base language.
type Asked struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// Answer is the article that was chosen and the time it took.
type Answer struct {
	Article string  `json:"article"`
	MS      float64 `json:"ms"`
}

// NLPjs installs nlp.js in dir, trains it with the texts, each an intent and each of its sentences an utterance, and asks it. A question
// in a language that no text is in is asked in the language of the first one: names and figures may still be known there.
func NLPjs(ctx context.Context, dir string, texts []Text, asked []Asked) (trainMS float64, answers []Answer, err error) {
	if err := install(ctx, dir); err != nil {
		return 0, nil, err
	}
	in, err := json.Marshal(order(texts, asked))
	if err != nil {
		return 0, nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "in.json"), in, 0o600); err != nil {
		return 0, nil, err
	}
	if err := run(ctx, dir, "node", "ask.cjs", "in.json", "out.json"); err != nil {
		return 0, nil, err
	}
	out, err := os.ReadFile(filepath.Join(dir, "out.json"))
	if err != nil {
		return 0, nil, err
	}
	var said struct {
		TrainMS float64 `json:"train_ms"`
		Answers []Answer
	}
	if err = json.Unmarshal(out, &said); err == nil && len(said.Answers) != len(asked) {
		err = fmt.Errorf("%d answers to %d questions", len(said.Answers), len(asked))
	}
	return said.TrainMS, said.Answers, err
}

func install(ctx context.Context, dir string) error {
	for _, name := range []string{"package.json", "package-lock.json", "ask.cjs"} {
		text, err := program.ReadFile("nlpjs/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	return run(ctx, dir, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
}

func run(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w: %.2000s", name, args[0], err, said.String())
	}
	return nil
}

type utterance struct {
	Language string `json:"language"`
	Text     string `json:"text"`
	Intent   string `json:"intent"`
}

// orders is what ask.cjs reads.
type orders struct {
	Languages []string    `json:"languages"`
	Train     []utterance `json:"train"`
	Ask       []Asked     `json:"ask"`
}

func order(texts []Text, asked []Asked) (o orders) {
	for _, t := range texts {
		if !slices.Contains(o.Languages, t.Language) {
			o.Languages = append(o.Languages, t.Language)
		}
		for _, s := range sentences(t.Body) {
			o.Train = append(o.Train, utterance{t.Language, s, t.ID})
		}
	}
	for _, q := range asked {
		if !slices.Contains(o.Languages, q.Language) {
			q.Language = o.Languages[0]
		}
		o.Ask = append(o.Ask, q)
	}
	return o
}

var (
	markup = regexp.MustCompile(`[#*|>]+|:?-{2,}:?`)
	ends   = regexp.MustCompile(`[.!?]\s+|[。！？]|\n`)
)

// sentences cuts an article written in Markdown: titles, headings, table rows and sentences.
func sentences(body string) (list []string) {
	for _, s := range ends.Split(body, -1) {
		if s = strings.Join(strings.Fields(markup.ReplaceAllString(s, " ")), " "); s != "" {
			list = append(list, s)
		}
	}
	return list
}
