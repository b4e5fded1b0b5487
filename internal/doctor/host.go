package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"parley/internal/backup"
)

var quiet = slog.New(slog.DiscardHandler)

// settings looks for settings that are each right and together wrong.
func (p Patient) settings() (list []Finding) {
	c := p.Config
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		list = append(list, problem("settings", "write listen as ADDRESS:PORT, for example 127.0.0.1:8080", "listen is %q", c.Listen))
	}
	open := host == "" || !net.ParseIP(host).IsLoopback() && host != "localhost"
	if c.Redis != "" && c.Database == "" {
		list = append(list, problem("settings", "set database to a PostgreSQL, or leave redis out", "redis is set, but SQLite serves one process only"))
	}
	if open && c.TrustProxy {
		list = append(list, warn("settings", "let only the proxy reach the port, by a firewall or by listening on 127.0.0.1", "trust_proxy believes X-Forwarded-For from whoever reaches %s", c.Listen))
	}
	if open && c.Demo {
		list = append(list, warn("settings", "leave demo out where customers are served", "the demo shop is open to everybody who reaches %s", c.Listen))
	}
	if c.LogLevel == "debug" {
		list = append(list, warn("settings", "set log_level to info", "log_level debug writes much"))
	}
	if len(list) == 0 {
		list = append(list, fine("settings", "no contradiction"))
	}
	return list
}

// folder examines the data folder: whose it is, how much fits, how fast it is.
func (p Patient) folder() []Finding {
	dir := p.Config.Data
	about, err := os.Stat(dir)
	if err != nil || !about.IsDir() {
		return []Finding{problem("data", "name the server's folder with --data; run the doctor as the server's user", "the data folder %s cannot be opened", dir)}
	}
	list := []Finding{private(dir, about)}
	if backup.Unfinished(dir) {
		list = append(list, problem("data", "run parley restore again", "a restore into this folder was interrupted"))
	}
	return append(list, secret(filepath.Join(dir, "secrets.json")), space(dir), speed(dir))
}

func private(dir string, about fs.FileInfo) Finding {
	if about.Mode().Perm()&0o007 != 0 {
		return warn("data", "chmod 0700 "+dir, "every user of this machine can look into %s (%04o)", dir, about.Mode().Perm())
	}
	return fine("data", "%s (%04o)", dir, about.Mode().Perm())
}

func secret(file string) Finding {
	about, err := os.Stat(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return warn("data", "start the server once; if it has run here before, bring a backup back", "there is no secrets.json yet")
	case err != nil:
		return problem("data", "run the doctor as the server's user", "secrets.json cannot be looked at").because(err)
	case about.Mode().Perm()&0o077 != 0:
		return problem("data", "chmod 0600 "+file, "others can read secrets.json (%04o)", about.Mode().Perm())
	}
	return fine("data", "secrets.json is readable by its owner only")
}

// What is free should last for a while: a full disk stops everything.
const (
	littleSpace = 5 << 30
	noSpace     = 500 << 20
)

func space(dir string) Finding {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return warn("disk", "", "the free space cannot be read").because(err)
	}
	free := s.Bavail * uint64(s.Bsize)
	found := fmt.Sprintf("%.1f GB free", float64(free)/1e9)
	switch {
	case free < noSpace:
		return problem("disk", "make room at once: without it no message can be kept", "%s", found)
	case free < littleSpace || s.Files > 0 && s.Ffree < 10_000:
		return warn("disk", "make room", "%s, %d files more", found, s.Ffree)
	}
	return fine("disk", "%s", found)
}

// An acknowledged message waits for one fsync.
const (
	slowSync = 25 * time.Millisecond
	badSync  = 250 * time.Millisecond
	syncs    = 15
)

func speed(dir string) Finding {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return problem("disk", "let the server's user write into the data folder", "nothing can be written").because(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	var took []time.Duration
	for range syncs {
		began := time.Now()
		_, err := f.Write(make([]byte, 4096))
		if err := errors.Join(err, f.Sync()); err != nil {
			return problem("disk", "look into the system's log: the disk may be failing", "a durable write fails").because(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	half := took[len(took)/2]
	found := fmt.Sprintf("a durable write takes %s (longest %s)", half.Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond))
	switch {
	case half > badSync:
		return problem("disk", "use a local SSD; network folders are no place for a database", "%s", found)
	case half > slowSync:
		return warn("disk", "a faster disk makes every message faster", "%s", found)
	}
	return fine("disk", "%s", found)
}

// synchronised asks the kernel whether anybody sets the clock.
func (p Patient) synchronised() []Finding {
	var t unix.Timex
	state, err := unix.Adjtimex(&t)
	if err != nil {
		return []Finding{warn("clock", "", "the kernel does not tell whether the clock is set").because(err)}
	}
	if state == unix.TIME_ERROR || t.Status&unix.STA_UNSYNC != 0 {
		return []Finding{warn("clock", "run an NTP client (systemd-timesyncd, chrony); in a container the host does it", "nobody sets this machine's clock")}
	}
	return []Finding{fine("clock", "set by NTP")}
}
