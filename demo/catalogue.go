package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// The storefront reads the same files the importer takes, and of them only what it shows.
type product struct {
	ID         string             `json:"id"`
	Name       string             `json:"name"`
	Category   string             `json:"category"`
	Price      map[string]float64 `json:"price"`
	Attributes map[string]any     `json:"attributes"`
	InStock    bool               `json:"in_stock"`
	Related    []string           `json:"related"`
	Promotions []string           `json:"promotions"`
	Images     []string           `json:"images"`
	Names      map[string]string  `json:"names"`
}

type order struct {
	ID       string  `json:"id"`
	Email    string  `json:"email"`
	Customer string  `json:"customer"`
	Country  string  `json:"country"`
	Items    []item  `json:"items"`
	Status   string  `json:"status"`
	Dates    dates   `json:"dates"`
	Carrier  string  `json:"carrier,omitempty"`
	Tracking string  `json:"tracking_number,omitempty"`
	Subtotal float64 `json:"subtotal"`
	Shipping float64 `json:"shipping"`
	Total    float64 `json:"total"`
	Currency string  `json:"currency"`
	Payment  string  `json:"payment_method"`
}

type item struct {
	Product   string  `json:"product_id"`
	Name      string  `json:"name"`
	Variant   string  `json:"variant,omitempty"`
	Quantity  int     `json:"qty"`
	UnitPrice float64 `json:"unit_price"`
}

// dates count backwards from the import, so the shop never looks abandoned.
type dates struct {
	Ordered   *int `json:"ordered_days_ago"`
	Shipped   *int `json:"shipped_days_ago,omitempty"`
	Delivered *int `json:"delivered_days_ago,omitempty"`
	Closed    *int `json:"closed_days_ago,omitempty"`
}

// Customer is someone a newcomer can be. Sub is what the shop's own backend would call her.
type Customer struct {
	Sub     string   `json:"sub"`
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Locale  string   `json:"locale"`
	Country string   `json:"country"`
	Orders  []string `json:"orders"`
}

// Customers lists the demo customers, one for each market.
func Customers() []Customer {
	var all []Customer
	if err := json.Unmarshal(mustRead("customers.json"), &all); err != nil {
		panic(err)
	}
	return all
}

type catalogue struct {
	products  []product
	byID      map[string]product
	orders    map[string]order
	customers []Customer
}

func readCatalogue() (catalogue, error) {
	c := catalogue{byID: map[string]product{}, orders: map[string]order{}, customers: Customers()}
	products, err := readLines[product]("demo/products.jsonl")
	if err != nil {
		return c, err
	}
	orders, err := readLines[order]("demo/orders.jsonl")
	if err != nil {
		return c, err
	}
	c.products = products
	for _, p := range products {
		c.byID[p.ID] = p
	}
	for _, o := range orders {
		c.orders[o.ID] = o
	}
	return c, nil
}

// readLines is strict, because the importer is: an unknown field is a mistake in the file.
func readLines[T any](name string) ([]T, error) {
	var out []T
	for i, line := range bytes.Split(bytes.TrimSpace(mustRead(name)), []byte("\n")) {
		var v T
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", name, i+1, err)
		}
		out = append(out, v)
	}
	return out, nil
}

func (c catalogue) customer(sub string) (Customer, bool) {
	i := slices.IndexFunc(c.customers, func(x Customer) bool { return x.Sub == sub })
	if i < 0 {
		return Customer{}, false
	}
	return c.customers[i], true
}

func (c catalogue) customerOf(locale string) (Customer, bool) {
	i := slices.IndexFunc(c.customers, func(x Customer) bool { return x.Locale == locale })
	if i < 0 {
		return Customer{}, false
	}
	return c.customers[i], true
}

// shape is what Picture draws for a product: its own drawing when there is one, else its kind's.
func (p product) shape() string {
	if hasPicture(p.ID) {
		return p.ID
	}
	return p.Category
}

func (p product) colours() []string {
	list, _ := p.Attributes["colours"].([]any)
	var out []string
	for _, c := range list {
		if s, ok := c.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func (p product) name(locale string) string {
	if n := p.Names[locale]; n != "" {
		return n
	}
	return p.Name
}

// groups are the shelves of the storefront, in order.
var groups = []struct {
	Name       string
	Categories []string
}{
	{"sound", []string{"headphones", "earbuds", "speaker"}},
	{"kitchen", []string{"espresso machine", "coffee grinder", "kettle", "blender"}},
	{"home", []string{"robot vacuum", "air purifier", "lamp", "hair dryer"}},
	{"wear", []string{"watch", "camera", "e-reader"}},
	{"desk", []string{"monitor", "charger", "power bank", "adapter"}},
	{"parts", []string{"accessory"}},
}

func (p product) group() string {
	for _, g := range groups {
		if slices.Contains(g.Categories, p.Category) {
			return g.Name
		}
	}
	return ""
}
