// Command parley is the whole of Parley: the server, and the few commands that prepare, fill and examine it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"parley/internal/app"
	"parley/internal/config"
)

const usage = `Parley: customer service for shops that sell across borders.

  parley serve [--demo] [--data DIR] [--listen ADDR] [--config FILE] [--database postgres://…] [--redis redis://…]
  parley shop create --data DIR --name NAME --slug S [--industry I]
  parley token create --data DIR --shop S --role owner|admin|operator|agent|viewer
  parley import articles|products|orders FILE.jsonl --url U --token T
  parley eval FILE.jsonl --url U --token T [--json]
  parley wordbook add FILE --data DIR [--name N] [--from LANG] [--to LANG] [--licence TEXT]
  parley wordbook list|remove NAME --data DIR
  parley backup FILE|FOLDER --data DIR [--database postgres://…] [--passphrase-file F] [--keep N]
  parley restore FILE --data DIR [--database postgres://…] [--passphrase-file F] [--force] [--check]
  parley doctor [the flags of serve] [--url https://…] [--json] [--bundle FILE.zip [--log FILE]] [--quick]
  parley version

Each command tells more with -h.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its world handed in; it returns the exit code: 0 done, 1 failed, 2 called wrongly.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	commands := map[string]func(context.Context, []string, io.Writer, io.Writer) int{
		"serve": serve, "shop": shopCommand, "token": tokenCommand, "import": importCommand, "eval": evalCommand, "wordbook": wordbookCommand,
		"backup": backupCommand, "restore": restoreCommand, "doctor": doctorCommand,
		"version": func(context.Context, []string, io.Writer, io.Writer) int { fmt.Fprintln(stdout, app.Version); return 0 },
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(stdout, usage)
		return 0
	}
	command, ok := commands[args[0]]
	if !ok {
		fmt.Fprintf(stderr, "parley: there is no command %q\n\n%s", args[0], usage)
		return 2
	}
	return command(ctx, args[1:], stdout, stderr)
}

func serve(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, err := config.Load(args, os.Environ(), stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return fail(stderr, 2, err)
	}
	a, err := app.New(ctx, c, nil)
	if err != nil {
		return fail(stderr, 1, err)
	}
	if err := a.Serve(ctx, func(address string) { a.Welcome(ctx, stdout, address) }); err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

func fail(stderr io.Writer, code int, err error) int {
	fmt.Fprintln(stderr, "parley:", err)
	return code
}
