// Package config reads the settings: defaults, then a YAML file, then PARLEY_… from the environment, then flags. An unknown key is
// an error. The settings' own tags make the help text and docs/configuration.md.
package config

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Config is every setting of the server.
type Config struct {
	Data       string  `yaml:"data" default:"data" doc:"folder for the database, files and secrets"`
	Listen     string  `yaml:"listen" default:"127.0.0.1:8080" doc:"address and port to serve on"`
	Database   string  `yaml:"database" doc:"postgres://… instead of SQLite in the data folder"`
	Redis      string  `yaml:"redis" doc:"redis://… when several processes serve one PostgreSQL database"`
	Files      string  `yaml:"files" doc:"folder for attachments, the same for all processes of one database; files in the data folder when it is empty"`
	Demo       bool    `yaml:"demo" doc:"add the demo shop and its storefront"`
	TrustProxy bool    `yaml:"trust_proxy" doc:"believe X-Forwarded-For: only behind a proxy of your own"`
	LogLevel   string  `yaml:"log_level" default:"info" doc:"debug, info, warn or error"`
	LogFormat  string  `yaml:"log_format" default:"text" doc:"text or json"`
	Sessions   float64 `yaml:"rate_sessions" default:"50" doc:"new customer sessions a second from one address; 0 no limit"`
	Messages   float64 `yaml:"rate_messages" default:"200" doc:"customer messages a second from one address; 0 no limit"`
	Requests   float64 `yaml:"rate_requests" default:"1000" doc:"other customer requests a second from one address; 0 no limit"`
	SignIns    float64 `yaml:"rate_sign_ins" default:"20" doc:"tries to sign in a minute from one address; 0 no limit"`
	Feedback   float64 `yaml:"rate_feedback" default:"20" doc:"votes and comments on help articles a minute from one address; 0 no limit"`
	HelpHosts  string  `yaml:"help_domains" doc:"domains of help centres with the slug of their shop: help.example.com=demo, hilfe.example.de=demo"`
}

// setting is one field of Config.
type setting struct {
	key, flag, env, def, doc string
	value                    reflect.Value
}

func settings(c *Config) []setting {
	v := reflect.ValueOf(c).Elem()
	var list []setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := f.Tag.Get("yaml")
		list = append(list, setting{key, strings.ReplaceAll(key, "_", "-"), "PARLEY_" + strings.ToUpper(key), f.Tag.Get("default"), f.Tag.Get("doc"), v.Field(i)})
	}
	return list
}

func (s setting) set(text string) error {
	switch s.value.Kind() {
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%s is true or false, not %q", s.key, text)
		}
		s.value.SetBool(b)
	case reflect.Float64:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("%s is a number that is not negative, not %q", s.key, text)
		}
		s.value.SetFloat(n)
	default:
		s.value.SetString(text)
	}
	return nil
}

// Wrong is a setting that cannot be; flags that nobody knows are another error.
type Wrong struct{ error }

// Unwrap hands on what is wrong.
func (w *Wrong) Unwrap() error { return w.error }

// Load reads the settings of `parley serve ARGS`.
func Load(args []string, env []string, help io.Writer) (Config, error) {
	return LoadFor("parley serve", func(*flag.FlagSet) {}, args, env, help)
}

// LoadFor reads the same settings for another command, which has more flags of its own.
func LoadFor(command string, own func(*flag.FlagSet), args []string, env []string, help io.Writer) (Config, error) {
	var c Config
	list := settings(&c)
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(help)
	own(flags)
	file := flags.String("config", lookup(env, "PARLEY_CONFIG"), "a YAML file with any of these settings")
	given := map[string]string{}
	for _, s := range list {
		if s.value.Kind() == reflect.Bool {
			flags.BoolFunc(s.flag, s.doc, func(text string) error { given[s.key] = text; return nil })
		} else {
			flags.Func(s.flag, strings.TrimSpace(s.doc+def(s)), func(text string) error { given[s.key] = text; return nil })
		}
	}
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("what is %q? %s takes only flags; see %s -h", flags.Arg(0), command, command)
	}
	if err := c.fill(list, *file, env, given); err != nil {
		return c, &Wrong{err}
	}
	return c, nil
}

func def(s setting) string {
	if s.def == "" {
		return ""
	}
	return " (default " + s.def + ")"
}

// fill applies the sources in their order.
func (c *Config) fill(list []setting, file string, env []string, given map[string]string) error {
	for _, s := range list {
		if s.def != "" {
			if err := s.set(s.def); err != nil {
				return err
			}
		}
	}
	if file != "" {
		if err := c.read(file); err != nil {
			return err
		}
	}
	known := map[string]bool{"PARLEY_CONFIG": true}
	for _, s := range list {
		known[s.env] = true
		if text := lookup(env, s.env); text != "" {
			if err := s.set(text); err != nil {
				return fmt.Errorf("environment: %w", err)
			}
		}
		if text, ok := given[s.key]; ok {
			if err := s.set(text); err != nil {
				return err
			}
		}
	}
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "PARLEY_") && !known[name] && !strings.HasPrefix(name, "PARLEY_TEST_") {
			return fmt.Errorf("%s is in the environment, but there is no such setting; docs/configuration.md lists them", name)
		}
	}
	return c.check()
}

func (c *Config) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("the configuration cannot be read: %w", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func (c *Config) check() error {
	switch {
	case c.LogLevel != "debug" && c.LogLevel != "info" && c.LogLevel != "warn" && c.LogLevel != "error":
		return fmt.Errorf("log_level is debug, info, warn or error, not %q", c.LogLevel)
	case c.LogFormat != "text" && c.LogFormat != "json":
		return fmt.Errorf("log_format is text or json, not %q", c.LogFormat)
	case c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://"):
		return fmt.Errorf("database begins with postgres://; leave it out for SQLite")
	}
	_, err := c.HelpDomains()
	return err
}

// HelpDomains reads the domains of help centres: host → slug of the shop.
func (c *Config) HelpDomains() (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(c.HelpHosts, ",") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		host, slug, ok := strings.Cut(pair, "=")
		if host, slug = strings.TrimSpace(host), strings.TrimSpace(slug); !ok || host == "" || slug == "" || strings.Contains(host, "/") {
			return nil, fmt.Errorf("help_domains is a list of domain=shop, for example help.example.com=demo, not %q", pair)
		}
		out[strings.ToLower(host)] = slug
	}
	return out, nil
}

func lookup(env []string, name string) string {
	for _, pair := range env {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}

// Manual is the table of all settings in Markdown.
func Manual() string {
	var b strings.Builder
	b.WriteString("| setting (YAML) | flag | environment | default | what it does |\n|---|---|---|---|---|\n")
	for _, s := range settings(&Config{}) {
		fmt.Fprintf(&b, "| `%s` | `--%s` | `%s` | %s | %s |\n", s.key, s.flag, s.env, s.def, s.doc)
	}
	return b.String()
}
