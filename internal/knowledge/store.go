package knowledge

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"parley/internal/fault"
	"parley/internal/store"
)

const articleColumns = "id, shop, lang, title, body, tags, market, variants, state, version, answers, updated_at, updated_by"

func scanArticle(r interface{ Scan(...any) error }) (Article, error) {
	var a Article
	var tags, variants string
	var updated int64
	err := r.Scan(&a.ID, &a.Shop, &a.Lang, &a.Title, &a.Body, &tags, &a.Market, &variants, &a.State, &a.Version, &a.Answers, &updated, &a.UpdatedBy)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.New(fault.NotFound, "There is no such article")
	}
	if err != nil {
		return a, err
	}
	a.UpdatedAt = store.Time(updated)
	return a, errors.Join(json.Unmarshal([]byte(tags), &a.Tags), json.Unmarshal([]byte(variants), &a.Variants))
}

func getArticle(ctx context.Context, q store.Querier, shop, id string) (Article, error) {
	return scanArticle(q.QueryRow(ctx, "SELECT "+articleColumns+" FROM articles WHERE shop = $1 AND id = $2", shop, id))
}

func write(ctx context.Context, tx *store.Tx, a Article) error {
	if a.Tags == nil {
		a.Tags = []string{}
	}
	if a.Variants == nil {
		a.Variants = []Variant{}
	}
	tags, err := json.Marshal(a.Tags)
	if err != nil {
		return err
	}
	variants, err := json.Marshal(a.Variants)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO articles ("+articleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (shop, id) DO UPDATE SET lang = excluded.lang, title = excluded.title, body = excluded.body, tags = excluded.tags, market = excluded.market,
			variants = excluded.variants, state = excluded.state, version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
		a.ID, a.Shop, a.Lang, a.Title, a.Body, string(tags), a.Market, string(variants), string(a.State), a.Version, a.Answers, store.Millis(a.UpdatedAt), a.UpdatedBy)
	return err
}

// Filter chooses articles for the list.
type Filter struct {
	Text   string
	Lang   string
	State  State
	Before string
	Limit  int
}

func (k *Knowledge) list(ctx context.Context, query string, args ...any) ([]Article, error) {
	rows, err := k.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Article{}
	for rows.Next() {
		a, err := scanArticle(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// List reads a page of articles, the newest change first.
func (k *Knowledge) List(ctx context.Context, shop string, f Filter) (list []Article, next string, err error) {
	where, args := "WHERE shop = $1", []any{shop}
	add := func(cond string, arg any) {
		args = append(args, arg)
		where += " AND " + strings.ReplaceAll(cond, "?", fmt.Sprintf("$%d", len(args)))
	}
	if f.Text != "" {
		add(`(LOWER(title) LIKE ? ESCAPE '\' OR LOWER(body) LIKE ? ESCAPE '\' OR LOWER(tags) LIKE ? ESCAPE '\' OR LOWER(variants) LIKE ? ESCAPE '\' OR LOWER(id) LIKE ? ESCAPE '\')`, store.Like(f.Text))
	}
	if f.Lang != "" {
		args = append(args, f.Lang+"%", `%"locale":"`+f.Lang+"%")
		where += fmt.Sprintf(" AND (lang LIKE $%d OR variants LIKE $%d)", len(args)-1, len(args))
	}
	if f.State != "" {
		add("state = ?", string(f.State))
	}
	if f.Before != "" {
		var at int64
		var id string
		if n, err := fmt.Sscanf(f.Before, "%d-%s", &at, &id); n != 2 || err != nil {
			return nil, "", fault.Wrong(fault.Field{Location: "query.before", Message: "use the value of next from the page before"})
		}
		args = append(args, at, id)
		where += fmt.Sprintf(" AND (updated_at < $%[1]d OR (updated_at = $%[1]d AND id < $%[2]d))", len(args)-1, len(args))
	}
	args = append(args, f.Limit+1)
	list, err = k.list(ctx, fmt.Sprintf("SELECT %s FROM articles %s ORDER BY updated_at DESC, id DESC LIMIT $%d", articleColumns, where, len(args)), args...)
	if err != nil || len(list) <= f.Limit {
		return list, "", err
	}
	list = list[:f.Limit]
	end := list[f.Limit-1]
	return list, fmt.Sprintf("%d-%s", store.Millis(end.UpdatedAt), end.ID), nil
}
