// Package demo is a complete invented shop, so that a newcomer can be a customer within a minute of starting Parley.
//
// Halvora sells electronics and small appliances across borders. The package holds what such a shop would bring along:
// its articles, products and orders (the same files `parley import` takes), a few customers to be, and a small
// storefront with the widget on every page. It knows nothing of Parley's rooms: whoever mounts it hands in what it needs.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed demo/*.jsonl demo/help.json demo/macros.json customers.json words assets templates pictures
var files embed.FS

// Files gives the embedded files, rooted at this folder: "demo/articles.jsonl", "customers.json" and so on.
func Files() fs.FS { return files }

// Shop is what has to be created before the storefront makes sense. The three files are JSON Lines in the import format.
type Shop struct {
	Slug, Name, Locale, Country, Accent string

	Articles, Products, Orders []byte

	// Help are the settings of its help centre, as the API takes them.
	Help []byte
	// Macros is a JSON list of canned replies.
	Macros []byte
}

// Seed describes the demo shop.
func Seed() Shop {
	return Shop{
		Slug:     "demo",
		Name:     "Halvora",
		Locale:   "en-US",
		Country:  "US",
		Accent:   "#0f6b66",
		Articles: mustRead("demo/articles.jsonl"),
		Products: mustRead("demo/products.jsonl"),
		Orders:   mustRead("demo/orders.jsonl"),
		Help:     mustRead("demo/help.json"),
		Macros:   mustRead("demo/macros.json"),
	}
}

// mustRead may panic: the files are embedded, so a missing one is a build that should never have been made.
func mustRead(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return b
}
