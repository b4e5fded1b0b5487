package app

import (
	"time"

	"golang.org/x/text/language"

	"parley/internal/locale"
)

// words lets the roof ask the locale room for what it needs.
type words struct{ book *locale.Book }

// Match is the best of the offered locales; the first when none speaks the language.
func (w words) Match(wanted string, offered []string) string {
	if found := locale.Resolve(wanted, offered); found != "" {
		return found
	}
	if len(offered) > 0 {
		return offered[0]
	}
	return wanted
}

// pack is what serves a locale: a shop may name one whose language nobody speaks yet; its customers are greeted in English.
func (w words) pack(tag string) *locale.Pack {
	if p, ok := w.book.Pack(tag); ok {
		return p
	}
	p, _ := w.book.Pack("en-US")
	return p
}

// Greeting is what stands beside the launcher, by the hour where most people of the locale live.
func (w words) Greeting(tag string, at time.Time) string {
	region, _ := language.Make(tag).Region()
	if zone, ok := locale.Zone(region.String()); ok {
		at = at.In(zone)
	}
	return w.pack(tag).Hello(at)
}

// Disclosure says at first contact that she talks with a machine.
func (w words) Disclosure(tag, shop string) string {
	return w.pack(tag).Say("disclosure", "shop", shop)
}

// RightToLeft tells how the language is written.
func (w words) RightToLeft(tag string) bool { return w.pack(tag).Direction == "rtl" }
