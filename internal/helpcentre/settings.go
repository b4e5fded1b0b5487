package helpcentre

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/locale"
	"parley/internal/shop"
	"parley/internal/store"
)

// Settings are what an admin decides about the help centre.
type Settings struct {
	Enabled bool              `json:"enabled" doc:"anybody may read what is published"`
	Title   map[string]string `json:"title" nullable:"false" doc:"by locale; the shop's name where there is none"`
	Welcome map[string]string `json:"welcome" nullable:"false" doc:"a line above the search, by locale"`
	Locales []string          `json:"locales" nullable:"false" maxItems:"50" doc:"empty: all of the shop"`
	Topics  []Topic           `json:"topics" nullable:"false" maxItems:"30" doc:"in their order; without any the tags of the articles are shown"`
	Links   []Link            `json:"links" nullable:"false" maxItems:"10" doc:"at the end of each page"`
	Thumbs  bool              `json:"thumbs" doc:"customers may say in the widget whether an answer helped"`
}

// Topic gathers articles by their tags.
type Topic struct {
	ID    string            `json:"id" minLength:"1" maxLength:"60" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"stands in the address"`
	Tags  []string          `json:"tags" nullable:"false" maxItems:"50"`
	Names map[string]string `json:"names" nullable:"false" doc:"by locale"`
}

// Link leads to a page of the shop.
type Link struct {
	Label string `json:"label" maxLength:"80"`
	URL   string `json:"url" maxLength:"500"`
}

// Logo is the picture beside the title.
type Logo struct {
	Type  string
	Bytes []byte
}

// MaxLogo is how heavy a logo may be, in bytes: it comes with every first visit.
const MaxLogo = 20_000

// Bounds of texts.
const (
	maxTitle   = 80
	maxWelcome = 300
)

// Settings reads them; a shop that has saved none gets the defaults.
func (c *Centre) Settings(ctx context.Context, shopID string) (Settings, bool, error) {
	s, err := c.shops.ByID(ctx, shopID)
	if err != nil {
		return Settings{}, false, err
	}
	k, err := c.readSettings(ctx, s.ID)
	return k.fill(nil), k.Logo.Type != "", err
}

// settings are those of a page: with all of the shop's locales where none was chosen.
func (c *Centre) settings(ctx context.Context, s shop.Shop) (Settings, Logo, error) {
	k, err := c.readSettings(ctx, s.ID)
	return k.fill(s.Locales), k.Logo, err
}

// fill leaves no list or map unset. Locales that the shop no longer serves are left out.
func (k kept) fill(all []string) Settings {
	s := k.Settings
	if s.Title == nil {
		s.Title = map[string]string{}
	}
	if s.Welcome == nil {
		s.Welcome = map[string]string{}
	}
	if all != nil {
		s.Locales = slices.DeleteFunc(slices.Clone(s.Locales), func(l string) bool { return !slices.Contains(all, l) })
		if len(s.Locales) == 0 {
			s.Locales = all
		}
	}
	s.Locales, s.Topics, s.Links = unset(s.Locales), unset(s.Topics), unset(s.Links)
	for i := range s.Topics {
		s.Topics[i].Tags = unset(s.Topics[i].Tags)
	}
	return s
}

func unset[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Save keeps them.
func (c *Centre) Save(ctx context.Context, shopID string, s Settings) (Settings, error) {
	of, err := c.shops.ByID(ctx, shopID)
	if err != nil {
		return s, err
	}
	if wrong := s.check(of.Locales); wrong != nil {
		return s, fault.Wrong(wrong...)
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error { return writeSettings(ctx, tx, shopID, s, c.now()) })
	return kept{Settings: s}.fill(nil), err
}

// SaveLogo keeps the picture; an empty one takes it away.
func (c *Centre) SaveLogo(ctx context.Context, shopID string, logo Logo) error {
	if len(logo.Bytes) > MaxLogo {
		return fault.Wrong(fault.Field{Location: "body.file", Message: "is larger than 20 kB; it comes with every first visit", Reason: fault.TooLong, Values: fault.Values{"max": MaxLogo}})
	}
	if len(logo.Bytes) > 0 && !slices.Contains([]string{"image/png", "image/jpeg", "image/webp", "image/gif"}, logo.Type) {
		return fault.Wrong(fault.Field{Location: "body.file", Message: "send a PNG, JPEG, WebP or GIF", Reason: fault.FileType})
	}
	return c.db.Tx(ctx, func(tx *store.Tx) error { return writeLogo(ctx, tx, shopID, logo, c.now()) })
}

func (s Settings) check(locales []string) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string, why fault.Reason, values fault.Values) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: "body." + field, Message: message, Reason: why, Values: values})
		}
	}
	for i, l := range s.Locales {
		add(slices.Contains(locales, l), fmt.Sprintf("locales[%d]", i), "the shop does not serve this locale", fault.Choice, fault.Values{"options": strings.Join(locales, ", ")})
	}
	for l, text := range s.Title {
		add(utf8.RuneCountInString(text) <= maxTitle, "title."+l, "use at most 80 characters", fault.TooLong, fault.Values{"max": maxTitle})
	}
	for l, text := range s.Welcome {
		add(utf8.RuneCountInString(text) <= maxWelcome, "welcome."+l, "use at most 300 characters", fault.TooLong, fault.Values{"max": maxWelcome})
	}
	for i, link := range s.Links {
		add(strings.TrimSpace(link.Label) != "", fmt.Sprintf("links[%d].label", i), "is empty", fault.Missing, nil)
		add(webAddress(link.URL), fmt.Sprintf("links[%d].url", i), "write an address that begins with https://", fault.Endpoint, nil)
	}
	seen := map[string]bool{}
	for i, t := range s.Topics {
		add(!seen[t.ID], fmt.Sprintf("topics[%d].id", i), "stands twice", fault.Slug, nil)
		add(len(t.Tags) > 0, fmt.Sprintf("topics[%d].tags", i), "name the tags whose articles belong to it", fault.Missing, nil)
		add(nameIn(t.Names, "") != "", fmt.Sprintf("topics[%d].names", i), "give it a name", fault.Missing, nil)
		seen[t.ID] = true
	}
	return wrong
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// nameIn is a text in a locale, in a sister of it, in English, or any: the same one each time.
func nameIn(texts map[string]string, tag string) string {
	for _, want := range []string{tag, "en"} {
		if found := locale.Resolve(want, keysOf(texts)); texts[found] != "" {
			return texts[found]
		}
	}
	for _, key := range keysOf(texts) {
		return texts[key]
	}
	return ""
}

// keysOf are the locales in which something is written, in a steady order.
func keysOf(texts map[string]string) (out []string) {
	for key, text := range texts {
		if strings.TrimSpace(text) != "" {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
