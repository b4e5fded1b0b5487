// Package app puts the program together: it opens what has to be open, wires the rooms, starts what runs for long and stops it in
// reverse.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"parley/content"
	"parley/demo"
	"parley/internal/api"
	"parley/internal/assistant"
	"parley/internal/assistant/engine"
	"parley/internal/assistant/engine/builtin"
	"parley/internal/assistant/engine/openai"
	"parley/internal/backup"
	"parley/internal/blob"
	"parley/internal/cluster"
	"parley/internal/config"
	"parley/internal/conversation"
	"parley/internal/desk"
	"parley/internal/desk/macro"
	"parley/internal/desk/promise"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/helpcentre"
	"parley/internal/jobs"
	"parley/internal/knowledge"
	"parley/internal/knowledge/embed"
	vectors "parley/internal/knowledge/embed/openai"
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/ownwords"
	"parley/internal/knowledge/wordbook"
	"parley/internal/locale"
	"parley/internal/mask"
	"parley/internal/realtime"
	"parley/internal/shop"
	"parley/internal/staff"
	"parley/internal/store"
	"parley/web"
)

// App is the whole program, wired.
type App struct {
	Config  config.Config
	Log     *slog.Logger
	secrets secrets

	db        *store.DB
	flow      *flow.Log
	cluster   *cluster.Cluster
	jobs      *jobs.Jobs
	hub       *realtime.Hub
	shops     *shop.Shops
	staff     *staff.Staff
	locales   *locale.Book
	knowledge *knowledge.Knowledge
	help      *helpcentre.Centre
	books     *wordbook.Shelf
	macros    *macro.Macros
	api       *api.API
	Handler   http.Handler

	conversations *conversation.Conversations
}

// Wrap, when set, stands between the program and its engine; tests use it to slow an engine down.
type Wrap func(engine.Engine) engine.Engine

// Version is set by the build.
var Version = "dev"

// New opens and wires everything; nothing serves yet. Out gets what a person at the terminal should read.
func New(ctx context.Context, c config.Config, wrap Wrap) (*App, error) {
	a := &App{Config: c, Log: logger(c)}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	if backup.Unfinished(c.Data) {
		return nil, fmt.Errorf("a restore into %s was interrupted: run parley restore again before you start the server", c.Data)
	}
	var err error
	if a.secrets, err = openSecrets(filepath.Join(c.Data, "secrets.json")); err != nil {
		return nil, err
	}
	if a.db, err = store.Open(ctx, c.Data, c.Database, a.Log); err != nil {
		return nil, err
	}
	if err := a.meet(ctx); err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	return a, a.wire(ctx, wrap)
}

// meet prepares what this process needs to work beside others on the same database.
func (a *App) meet(ctx context.Context) (err error) {
	if err := a.secrets.share(ctx, a.db); err != nil {
		return err
	}
	installation, err := a.db.Installed(ctx, "id", store.NewID("parley"))
	if err != nil {
		return err
	}
	if a.cluster, err = cluster.Open(a.Config.Redis, installation, a.secrets.Node, a.Log); err != nil {
		return err
	}
	a.hub, err = realtime.New(a.cluster, a.Log)
	return err
}

// wire makes the rooms, lowest floor first.
func (a *App) wire(ctx context.Context, wrap Wrap) error {
	book, err := locale.Open(content.FS)
	if err != nil {
		return err
	}
	a.locales = book
	files, err := blob.Open(cmp.Or(a.Config.Files, filepath.Join(a.Config.Data, "files")))
	if err != nil {
		return err
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	a.flow = flow.New(a.db, a.secrets.Node, a.Log)
	a.flow.Share(a.cluster)
	if a.jobs, err = jobs.Open(ctx, a.db, a.Log); err != nil {
		return err
	}
	a.shops, a.staff = shop.New(a.db, content.Locales()), staff.New(a.db)
	presence := desk.NewPresence(a.hub, a.staff)
	conversations := conversation.New(a.db, a.flow, a.hub, presence, a.Log)
	conversations.Share(a.cluster)
	conversations.Colleagues = colleagues{a.staff}
	conversations.Work(a.jobs)
	hide := func(text string) string { masked, _ := mask.Text(text); return masked }
	conversations.Mask = hide
	a.conversations = conversations
	if err := conversations.OpenSearch(ctx); err != nil {
		return fmt.Errorf("the search of the inbox could not be opened: %w", err)
	}
	a.knowledge = knowledge.New(a.db, a.flow, book.Lexicon(), book.Senses(), a.Log, func(shop string, c knowledge.Change) {
		a.hub.Publish(realtime.InboxOf(shop), map[string]any{"type": "articles", "ids": c.IDs})
	})
	a.knowledge.Share(a.cluster)
	embedder := vectors.New()
	a.knowledge.Embed(embedder, endpoints{a.shops})
	a.help = helpcentre.New(helpcentre.Parts{DB: a.db, Shops: a.shops, Articles: a.knowledge, Book: book, Tokens: web.Tokens(), Mask: hide})
	domains, err := a.Config.HelpDomains()
	if err != nil {
		return err
	}
	catalogue := assistant.NewStore(a.shops, book.Lexicon())
	a.books = wordbook.Open(a.Config.Data, a.Log)
	explained := ownwords.New(a.db, a.flow, book.Lexicon(), a.knowledge)
	own := builtin.New(book, a.knowledge, catalogue)
	own.Words, own.Own = a.books, explained
	model := openai.New(catalogue, own, openai.DefaultLimits, a.Log)
	var composer engine.Engine = model
	if wrap != nil {
		composer = wrap(composer)
	}
	answers := assistant.New(assistant.Parts{Log: a.flow, Conversations: conversations, Shops: a.shops, Cited: a.knowledge, Duty: presence, Engine: composer,
		Hidden: openai.Hidden(), Files: files, Book: book, Logger: a.Log, Metrics: metrics})
	deadlines, err := locale.OpenDeadlines(book, content.FS)
	if err != nil {
		return err
	}
	ledger := promise.New(a.db, a.flow, conversations, deadlines, a.hub)
	a.macros = macro.New(a.db, book)
	a.api = api.New(api.Parts{DB: a.db, Log: a.flow, Conversations: conversations, Shops: a.shops, Staff: a.staff, Knowledge: a.knowledge, OwnWords: explained, Assistant: answers, Model: model, Embedder: embedder,
		Desk: desk.New(a.db, a.flow, conversations, a.shops, ledger, book), Macros: a.macros, Presence: presence, Promises: ledger, Hub: a.hub, Cluster: a.cluster, Files: files, Words: words{book},
		Help: a.help, HelpDomains: domains,
		EngineWith: func(ctx context.Context, shop string, draft knowledge.Record) (engine.Engine, error) {
			x, err := a.knowledge.With(ctx, shop, draft)
			try := builtin.New(book, one{x}, catalogue)
			try.Words, try.Own = a.books, explained
			return try, err
		},
		Widget: web.Widget(), Console: web.Console(), Demo: a.storefront(ctx), SetupCode: a.secrets.SetupCode,
		Limits:     api.Limits{Sessions: a.Config.Sessions, Messages: a.Config.Messages, Requests: a.Config.Requests, SignIns: a.Config.SignIns, Feedback: a.Config.Feedback},
		TrustProxy: a.Config.TrustProxy, Metrics: metrics, Logger: a.Log, Version: Version})
	a.Handler = a.api.Handler()
	return nil
}

// colleagues are the shop's staff as the conversation room names them.
type colleagues struct{ staff *staff.Staff }

func (s colleagues) NameOf(ctx context.Context, shop, id string) (string, error) {
	m, err := s.staff.Get(ctx, shop, id)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && m.Disabled) {
		return "", nil
	}
	return m.Name, err
}

// endpoints are the shops' settings as the knowledge room takes them.
type endpoints struct{ shops *shop.Shops }

func (e endpoints) Embeddings(ctx context.Context) (map[string]embed.Setting, error) {
	list, err := e.shops.AllEmbeddings(ctx)
	out := map[string]embed.Setting{}
	for id, s := range list {
		out[id] = embed.Setting{BaseURL: s.BaseURL, Key: s.Key, Model: s.Model}
	}
	return out, err
}

// one is the index of a single try.
type one struct{ x *index.Index }

func (o one) Search(_ context.Context, _ string, q index.Query) ([]index.Hit, error) {
	return o.x.Search(q), nil
}

func logger(c config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // config has checked it
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(store.Calm(slog.NewJSONHandler(os.Stderr, options)))
	}
	return slog.New(store.Calm(slog.NewTextHandler(os.Stderr, options)))
}

// stopTime is the longest a graceful stop takes, all in all.
const stopTime = 28 * time.Second

// Serve runs until ctx ends, then stops within half a minute: streams are told to reconnect, running answers are finished.
// ready, when set, gets the address once requests are answered.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("cannot serve on %s: %w; choose another address with --listen", a.Config.Listen, err)
	}
	if a.Config.Demo {
		if err := a.seed(ctx); err != nil {
			return fmt.Errorf("the demo shop could not be made: %w", err)
		}
	}
	server := &http.Server{Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	// What the parts stand on ends after them: while an answer is finished, the other processes must know that this one lives.
	under, sink := context.WithCancel(context.WithoutCancel(ctx))
	defer sink()
	parts := []func(context.Context) error{a.flow.Run, a.api.Heal, a.knowledge.Run, a.jobs.Run, a.conversations.RunSearch}
	ended := make(chan error, len(parts)+3)
	for _, run := range parts {
		go func() { ended <- run(background) }()
	}
	grounds := make(chan error, 2)
	go func() { grounds <- a.cluster.Run(under) }()
	go func() { grounds <- a.db.Watch(under) }()
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			ended <- err
		}
	}()
	go a.warm(background)
	system := newSupervisor()
	go system.watch(background, listener.Addr().String())
	system.tell("READY=1")
	if ready != nil {
		ready(listener.Addr().String())
	}
	select {
	case <-ctx.Done():
	case err = <-ended:
		a.Log.Error("A part of the program ended by itself", "error", err)
	}
	system.tell("STOPPING=1")
	err = errors.Join(err, a.stop(server, cancel, ended, len(parts)))
	sink()
	return errors.Join(err, <-grounds, <-grounds, a.db.Close())
}

// stop goes in the reverse order of the start.
func (a *App) stop(server *http.Server, cancel context.CancelFunc, ended <-chan error, parts int) error {
	ctx, done := context.WithTimeout(context.Background(), stopTime)
	defer done()
	a.Log.Info("Stopping")
	a.api.Closing()
	err := server.Shutdown(ctx)
	a.api.Closed(ctx)
	cancel()
	for range parts {
		select {
		case e := <-ended:
			err = errors.Join(err, e)
		case <-ctx.Done():
		}
	}
	return errors.Join(err, a.hub.Close(ctx))
}

// warm reads the word books and builds the indexes of all shops, so that the first customer does not wait for hers. Then it gives back
// what only the start needed: reading, indexing and the hashes of the demo's passwords take more than what remains, and while nobody
// comes no collection would return it for minutes.
func (a *App) warm(ctx context.Context) {
	defer debug.FreeOSMemory()
	a.books.Load()
	ids, err := a.shops.All(ctx)
	if err != nil {
		return // the database is not there; requests will tell
	}
	for _, id := range ids {
		if _, err := a.knowledge.Index(ctx, id); err != nil && ctx.Err() == nil {
			a.Log.Error("The articles of a shop could not be read", "shop", id, "error", err)
		}
	}
	a.locales.Lexicon().Warm()
}

// Close ends an app that does not serve.
func (a *App) Close() error {
	return errors.Join(a.hub.Close(context.Background()), a.db.Close())
}

// Welcome tells the person at the terminal where to go.
func (a *App) Welcome(ctx context.Context, out io.Writer, address string) {
	base := "http://" + address
	fmt.Fprintf(out, "\nParley %s serves on %s\n", Version, base)
	if a.Config.Demo {
		fmt.Fprintf(out, "\n  the demo shop   %s/demo/\n  the console     %s/console/\n  sign in as      %s  (owner)\n             or   %s  (agent)\n  password        %s\n\n",
			base, base, demoOwner, demoAgent, a.secrets.DemoPassword)
		return
	}
	if none, err := a.staff.None(ctx); err == nil && none {
		fmt.Fprintf(out, "\n  set it up       %s/console/setup?code=%s\n\n", base, a.secrets.SetupCode)
		return
	}
	fmt.Fprintf(out, "\n  the console     %s/console/\n\n", base)
}

func (a *App) storefront(ctx context.Context) http.Handler {
	if !a.Config.Demo {
		return nil
	}
	return demo.Handler(demo.Config{Shop: demo.Seed().Slug, Console: "/console/", StaffEmail: demoOwner, StaffPassword: a.secrets.DemoPassword,
		IdentityToken: func(customerID, email, name string) (string, error) {
			s, err := a.shops.BySlug(ctx, demo.Seed().Slug)
			if err != nil {
				return "", err
			}
			return s.SignIdentity(customerID, email, name, time.Now())
		}})
}

// Graph draws the steps, for docs/map.md.
func (a *App) Graph() string { return a.flow.Graph() }
