package api

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"parley/internal/jsonl"
	"parley/internal/shop"
)

// Products and orders.

func (a *API) catalogueRoutes() {
	t := "catalogue"
	handle(a, route{"GET", "/products", "List and search", viewer, 0, 0, t}, a.listProducts)
	handle(a, route{"GET", "/products/{id}", "One product", viewer, 0, 0, t}, a.getProduct)
	handle(a, route{"POST", "/products/import", "Import a JSON Lines file", oper, 0, maxImport, t}, a.importer("products.import", a.Shops.ImportProducts))
	handle(a, route{"GET", "/orders", "List and search", viewer, 0, 0, t}, a.listOrders)
	handle(a, route{"GET", "/orders/{id}", "One order", viewer, 0, 0, t}, a.getOrder)
	handle(a, route{"POST", "/orders/import", "Import a JSON Lines file", oper, 0, maxImport, t}, a.importer("orders.import", a.Shops.ImportOrders))
}

func counted(n int) string { return fmt.Sprintf("%d records", n) }

func (a *API) importer(action string, do func(ctx context.Context, shop string, file io.Reader) (jsonl.Imported, error)) func(context.Context, *importInput) (*out[jsonl.Imported], error) {
	return func(ctx context.Context, in *importInput) (*out[jsonl.Imported], error) {
		c := who(ctx)
		n, err := do(ctx, c.shop, bytes.NewReader(in.RawBody))
		if err != nil {
			return nil, err
		}
		a.audit(ctx, c.shop, c.person(), action, "", counted(n.Imported))
		return ok(n)
	}
}

type searchQuery struct {
	Text  string `query:"q" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// RecordPath names a record of the catalogue or of the staff.
type RecordPath struct {
	ID string `path:"id" maxLength:"200"`
}

type productList struct {
	Products []shop.Product `json:"products"`
}

func (a *API) listProducts(ctx context.Context, in *searchQuery) (*out[productList], error) {
	found, err := a.Shops.Products(ctx, who(ctx).shop, in.Text, in.Limit)
	if err != nil {
		return nil, err
	}
	return ok(productList{found})
}

func (a *API) getProduct(ctx context.Context, in *RecordPath) (*out[shop.Product], error) {
	found, err := a.Shops.Product(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(found)
}

type orderList struct {
	Orders []shop.Order `json:"orders"`
}

func (a *API) listOrders(ctx context.Context, in *searchQuery) (*out[orderList], error) {
	found, err := a.Shops.Orders(ctx, who(ctx).shop, in.Text, in.Limit)
	if err != nil {
		return nil, err
	}
	return ok(orderList{found})
}

func (a *API) getOrder(ctx context.Context, in *RecordPath) (*out[shop.Order], error) {
	found, err := a.Shops.Order(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(found)
}
