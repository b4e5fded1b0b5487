package demo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// view is what every page knows; the pages add their own part.
type view struct {
	storefront
	Kind, Path, Title string
	Version           string
	Shop, Console     string
	Fronts            []storefront
	Customer          *Customer // who the visitor is, if anyone
	Offer             *Customer // who she could be here
	Token             string
	Product           *productView

	Groups   []groupView
	Products []productView
	Orders   []orderView
	Cast     []castView
	Staff    struct{ Email, Password string }
}

type groupView struct {
	Name, Label string
	Active      bool
}

type productView struct {
	ID, Name, Price, Group, Picture, Colour string
	InStock                                 bool
	Swatches                                []swatch
	Specs                                   []spec
	Offers                                  []string
	Related                                 []productView
}

type swatch struct {
	Name, Label, Fill string
	Active            bool
}

type orderView struct{ ID, Status, State, Items, Total, Picture, Chip, Question string }

type castView struct {
	Customer
	Region string
	Count  int
}

// T makes the texts of the page's language reachable as {{.T "key"}}.
func (v view) T(key string, pairs ...string) string { return v.Words.T(key, pairs...) }

// familyFirst are the languages whose names begin with the family name.
var familyFirst = []string{"zh", "ja", "ko", "vi"}

// GivenName is how the page's button can stay short: the first part of the name, or all of it where the family name
// comes first.
func (c Customer) GivenName() string {
	if slices.Contains(familyFirst, lang(c.Locale)) {
		return c.Name
	}
	for i, r := range c.Name {
		if r == ' ' {
			return c.Name[:i]
		}
	}
	return c.Name
}

func (s *site) view(r *http.Request, kind string, front storefront) view {
	v := view{
		storefront: front, Kind: kind, Path: r.URL.Path, Version: s.version,
		Shop: s.cfg.Shop, Console: s.cfg.Console, Fronts: s.storefronts,
	}
	v.Title = v.T("brand")
	v.Staff.Email, v.Staff.Password = s.cfg.StaffEmail, s.cfg.StaffPassword
	s.identify(r, &v)
	return v
}

// identify is the part a real shop's backend plays: it knows who is signed in and vouches for her with a fresh token.
func (s *site) identify(r *http.Request, v *view) {
	if s.cfg.IdentityToken == nil {
		return
	}
	if c, ok := s.catalogue.customerOf(v.Locale); ok {
		v.Offer = &c
	}
	cookie, err := r.Cookie(customerCookie)
	if err != nil {
		return
	}
	c, ok := s.catalogue.customer(cookie.Value)
	if !ok {
		return
	}
	token, err := s.cfg.IdentityToken(c.Sub, c.Email, c.Name)
	if err != nil {
		return
	}
	v.Customer, v.Token = &c, token
}

func (s *site) landing(w http.ResponseWriter, r *http.Request) {
	v := s.view(r, "landing", s.ofBrowser(r))
	if s.cfg.IdentityToken != nil {
		for i, c := range s.catalogue.customers {
			front := s.storefronts[i]
			if f, _, ok := s.find(c.Locale); ok {
				front = f
			}
			v.Cast = append(v.Cast, castView{c, front.Words.T("region"), len(c.Orders)})
		}
	}
	for _, id := range []string{"crema-one", "aria-500", "rondo-7"} {
		v.Products = append(v.Products, v.card(s.catalogue.byID[id]))
	}
	s.render(w, http.StatusOK, "landing", v)
}

func (s *site) shop(w http.ResponseWriter, r *http.Request) {
	front, canonical, ok := s.find(r.PathValue("locale"))
	switch {
	case !ok:
		s.lost(w, r)
		return
	case !canonical || r.URL.Path != "/demo/"+front.Locale:
		http.Redirect(w, r, "/demo/"+front.Locale, http.StatusFound)
		return
	}
	v := s.view(r, "shop", front)
	group := r.URL.Query().Get("group")
	v.Groups = v.shelves(group)
	for _, p := range s.catalogue.products {
		if group == "" || p.group() == group {
			v.Products = append(v.Products, v.card(p))
		}
	}
	v.Orders = s.orders(v)
	s.render(w, http.StatusOK, "shop", v)
}

func (s *site) product(w http.ResponseWriter, r *http.Request) {
	front, canonical, ok := s.find(r.PathValue("locale"))
	p, known := s.catalogue.byID[r.PathValue("id")]
	switch {
	case !ok || !known:
		s.lost(w, r)
		return
	case !canonical:
		http.Redirect(w, r, "/demo/"+front.Locale+"/products/"+p.ID, http.StatusFound)
		return
	}
	v := s.view(r, "product", front)
	full := v.full(p, r.URL.Query().Get("colour"))
	for _, id := range p.Related {
		full.Related = append(full.Related, v.card(s.catalogue.byID[id]))
	}
	v.Product, v.Title = &full, full.Name+" · "+v.T("brand")
	s.render(w, http.StatusOK, "product", v)
}

func (s *site) lost(w http.ResponseWriter, r *http.Request) {
	v := s.view(r, "lost", s.ofBrowser(r))
	v.Title = v.T("not_found")
	s.render(w, http.StatusNotFound, "lost", v)
}

func (v view) shelves(active string) []groupView {
	out := []groupView{{"", v.T("group_all"), active == ""}}
	for _, g := range groups {
		out = append(out, groupView{g.Name, v.T("group_" + g.Name), active == g.Name})
	}
	return out
}

func (v view) card(p product) productView {
	return productView{
		ID: p.ID, Name: p.name(v.nameLocale()), Price: money(v.Locale, v.Currency, p.Price[v.Currency]),
		Group: v.T("group_" + p.group()), Picture: "/demo/media/" + p.ID + ".svg", InStock: p.InStock,
	}
}

// nameLocale: products have no British names of their own.
func (v view) nameLocale() string {
	if v.Locale == "en-GB" {
		return "en-US"
	}
	return v.Locale
}

func (v view) full(p product, colour string) productView {
	out := v.card(p)
	out.Specs, out.Colour = v.specs(p), p.colourOr(colour)
	out.Picture += "?colour=" + out.Colour
	for _, c := range p.colours() {
		out.Swatches = append(out.Swatches, swatch{c, v.T("colour_" + c), paints[c].base, c == out.Colour})
	}
	for _, promotion := range p.Promotions {
		out.Offers = append(out.Offers, v.offer(promotion))
	}
	return out
}

// offerWords: promotions are one text in the import file; the storefront knows these in every language.
var offerWords = map[string]string{
	"New customers: 10% off the first order with HELLO10": "offer_hello",
	"15% off the Crema Mill when bought together":         "offer_mill",
}

func (v view) offer(text string) string {
	if key, ok := offerWords[text]; ok {
		return v.T(key)
	}
	return text
}

// orders shows no dates: they were fixed when the file was imported, and only Parley knows when that was.
func (s *site) orders(v view) []orderView {
	if v.Customer == nil {
		return nil
	}
	var out []orderView
	for i := len(v.Customer.Orders) - 1; i >= 0; i-- {
		o := s.catalogue.orders[v.Customer.Orders[i]]
		first := o.Items[0]
		items := s.catalogue.byID[first.Product].name(v.nameLocale())
		if more := len(o.Items) - 1; more > 0 {
			items += " +" + strconv.Itoa(more)
		}
		chip, question := v.ask(o)
		out = append(out, orderView{
			ID: o.ID, Chip: chip, Question: question, Status: v.T("status_" + o.Status), State: o.Status, Items: items,
			Total: money(v.Locale, o.Currency, o.Total), Picture: "/demo/media/" + first.Product + ".svg?colour=" + colourOf(first.Variant),
		})
	}
	return out
}

// colourOf: a variant reads "red, 120 V".
func colourOf(variant string) string {
	colour, _, _ := strings.Cut(variant, ",")
	return colour
}

// ask is the question an order in that state makes one think of; none when all is settled.
func (v view) ask(o order) (chip, question string) {
	about := map[string]string{
		"processing": "order", "shipped": "order", "in_customs": "order", "delivered": "return", "returned": "refund",
	}[o.Status]
	if about == "" {
		return "", ""
	}
	return v.T("ask_" + about), v.T("q_"+about, "order", o.ID)
}

// Questions are the chips of the help strip, ProductQuestions those beside a product.
func (v view) Questions() []string        { return []string{"q1", "q2", "q3", "q4", "q5", "q6"} }
func (v view) ProductQuestions() []string { return []string{"pq1", "pq2", "pq3"} }

// tile is a product together with the page it stands on.
type tile struct {
	view
	Item productView
}

// With lets a template pass a product to the tile without losing the language.
func (v view) With(p productView) tile { return tile{v, p} }

// Initial stands in for a portrait.
func (c Customer) Initial() string {
	for _, r := range c.Name {
		return string(r)
	}
	return ""
}
