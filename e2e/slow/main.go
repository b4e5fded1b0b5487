// Command slow is Parley with an engine that releases its answer word by word, with a pause before each word. The tests use it
// to prove what must happen in the middle of an answer. Asked for a story it tells always the same one, whatever the engine behind it
// would say. Told to "break 6 times" it fails that often. It is no part of the product.
//
// It takes the flags of `parley serve`, and PARLEY_TEST_DELAY for the pause (80ms).
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode"

	"parley/internal/app"
	"parley/internal/assistant/engine"
	"parley/internal/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "slow:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	delay := 80 * time.Millisecond
	if text := os.Getenv("PARLEY_TEST_DELAY"); text != "" {
		var err error
		if delay, err = time.ParseDuration(text); err != nil {
			return err
		}
	}
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "serve" {
		args = args[1:]
	}
	c, err := config.Load(args, os.Environ(), os.Stderr)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, func(e engine.Engine) engine.Engine { return &slow{Engine: e, delay: delay, broken: map[string]int{}} })
	if err != nil {
		return err
	}
	return a.Serve(ctx, func(address string) { a.Welcome(ctx, os.Stdout, address) })
}

// slow releases what another engine composes word by word.
type slow struct {
	engine.Engine
	delay  time.Duration
	mu     sync.Mutex
	broken map[string]int // by question: how often it has failed
}

var toBreak = regexp.MustCompile(`(?i)break (\d+) times`)

// breaks tells whether it is to fail now.
func (s *slow) breaks(question string) bool {
	wish := toBreak.FindStringSubmatch(question)
	if wish == nil {
		return false
	}
	times, _ := strconv.Atoi(wish[1]) // digits
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken[question]++
	return s.broken[question] <= times
}

// story is long enough to be interrupted, and holds nothing that anybody could check.
const story = "Once upon a time a small shop sold lamps to people in many lands, and every lamp found a home."

// Compose ends at once when ctx does.
func (s *slow) Compose(ctx context.Context, t engine.Turn, release func(engine.Sentence, []engine.Evidence) error) (engine.Reply, error) {
	if s.breaks(t.Text) {
		return engine.Reply{}, errors.New("the engine is broken")
	}
	slowly := func(sentence engine.Sentence, evidence []engine.Evidence) error {
		for _, word := range words(sentence.Text) {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(s.delay):
			}
			var refused *engine.Refused
			if err := release(engine.Sentence{Text: word, Cites: sentence.Cites}, evidence); err != nil && !errors.As(err, &refused) {
				return err
			}
		}
		return nil
	}
	if strings.Contains(t.Text, "story") {
		reply := engine.Reply{Locale: t.Locale, Outcome: engine.Smalltalk, Engine: "slow"}
		return reply, slowly(engine.Sentence{Text: story}, nil)
	}
	return s.Engine.Compose(ctx, t, slowly)
}

// words cuts a text into pieces that give it back when they are joined: words with the space after them, and pairs of characters
// where a language writes no spaces.
func words(text string) (pieces []string) {
	var b strings.Builder
	n := 0
	flush := func() {
		if b.Len() > 0 {
			pieces = append(pieces, b.String())
			b.Reset()
			n = 0
		}
	}
	space := false
	for _, r := range text {
		if space && !unicode.IsSpace(r) || n >= 2 {
			flush()
		}
		space = unicode.IsSpace(r)
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			n++
		}
		b.WriteRune(r)
	}
	flush()
	return pieces
}
