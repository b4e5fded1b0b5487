package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"parley/internal/store"
)

const conversationColumns = `c.id, c.shop, c.status, c.queue, c.locale, c.country, c.subject, c.assignee, c.assignee_name, c.head, c.unread,
	c.last_text, c.last_at, c.last_actor, c.last_name, c.waiting_since, c.handoff_reason, c.rating, c.page_url, c.page_title, c.page_product, c.created_at, c.updated_at,
	c.seen, c.staff_seen, c.tags, c.fields, c.snoozed_until, c.snoozed_by, c.snoozed_name, c.reminder, c.sends, c.merged_into, c.close_reason,
	p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at`

const selectConversation = "SELECT " + conversationColumns + " FROM conversations c JOIN contacts p ON p.id = c.contact "

type row interface{ Scan(dest ...any) error }

// scanConversation reads conversationColumns, and more that stands behind them.
func scanConversation(r row, more ...any) (Conversation, error) {
	var c Conversation
	var assignee Person
	var last Last
	var page Page
	var lastAt, waiting, created, updated, since, snoozed int64
	var sleeper Person
	var tags, fields string
	err := r.Scan(append([]any{&c.ID, &c.Shop, &c.Status, &c.Queue, &c.Locale, &c.Country, &c.Subject, &assignee.ID, &assignee.Name, &c.Head, &c.Unread,
		&last.Text, &lastAt, &last.Actor.Kind, &last.Actor.Name, &waiting, &c.HandoffReason, &c.Rating, &page.URL, &page.Title, &page.Product, &created, &updated,
		&c.Seen, &c.StaffSeen, &tags, &fields, &snoozed, &sleeper.ID, &sleeper.Name, &c.Reminder, &c.Later, &c.MergedInto, &c.CloseReason,
		&c.Contact.ID, &c.Contact.Name, &c.Contact.Email, &c.Contact.Verified, &c.Contact.Locale, &c.Contact.Country, &c.Contact.Zone, &since}, more...)...)
	c.CreatedAt, c.UpdatedAt, c.Contact.CreatedAt = store.Time(created), store.Time(updated), store.Time(since)
	if assignee.ID != "" {
		c.Assignee = &assignee
	}
	if lastAt > 0 {
		last.At = store.Time(lastAt)
		c.Last = &last
	}
	if waiting > 0 {
		t := store.Time(waiting)
		c.WaitingSince = &t
	}
	if page.URL != "" {
		c.Page = &page
	}
	c.Version = c.Head
	c.Snoozed = snoozedOf(snoozed, sleeper)
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(tags), &c.Tags), json.Unmarshal([]byte(fields), &c.Fields))
	}
	return c, err
}

// Get reads a conversation of the shop.
func (c *Conversations) Get(ctx context.Context, shop, id string) (Conversation, error) {
	return get(ctx, c.db, shop, id)
}

func get(ctx context.Context, q store.Querier, shop, id string) (Conversation, error) {
	have, err := scanConversation(q.QueryRow(ctx, selectConversation+"WHERE c.id = $1 AND c.shop = $2", id, shop))
	if errors.Is(err, sql.ErrNoRows) {
		return have, notFound("conversation")
	}
	return have, err
}

// standing is what a customer's verb must know of her conversation.
type standing struct {
	name   string // hers
	status Status
	stirs  bool   // something waits for her to write: a snooze, messages for later
	into   string // the conversation that goes on instead of this one
}

// own checks that the conversation is the contact's, and tells how it stands.
func (c *Conversations) own(ctx context.Context, q store.Querier, shop, contact, id string) (s standing, err error) {
	err = q.QueryRow(ctx, `SELECT p.name, c.status, c.snoozed_until > 0 OR c.sends > 0, c.merged_into
		FROM conversations c JOIN contacts p ON p.id = c.contact WHERE c.id = $1 AND c.shop = $2 AND c.contact = $3`, id, shop, contact).
		Scan(&s.name, &s.status, &s.stirs, &s.into)
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("conversation")
	}
	return s, err
}

// Owned reads a conversation of the contact.
func (c *Conversations) Owned(ctx context.Context, shop, contact, id string) (Conversation, error) {
	have, err := c.Get(ctx, shop, id)
	if err == nil && have.Contact.ID != contact {
		return Conversation{}, notFound("conversation")
	}
	return have, err
}

// Start opens an empty conversation.
func (c *Conversations) Start(ctx context.Context, s Session) (Conversation, error) {
	id, now := c.newID("cv"), store.Millis(c.now())
	_, err := c.db.Exec(ctx, `INSERT INTO conversations (id, shop, contact, status, locale, country, page_url, page_title, page_product, created_at, updated_at)
		VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $9)`,
		id, s.Shop, s.Contact.ID, s.Locale, s.Country, s.Page.URL, s.Page.Title, s.Page.Product, now)
	if err != nil {
		return Conversation{}, err
	}
	return c.Get(ctx, s.Shop, id)
}

// OfContact lists a contact's conversations that have a message, newest first.
func (c *Conversations) OfContact(ctx context.Context, shop, contact string, limit int) ([]Conversation, error) {
	return c.list(ctx, "WHERE c.shop = $1 AND c.contact = $2 AND c.head > 0 AND c.merged_into = '' ORDER BY c.created_at DESC LIMIT $3", shop, contact, limit)
}

// Newest is the contact's newest conversation that is not closed; nil when there is none.
func (c *Conversations) Newest(ctx context.Context, shop, contact string) (*Conversation, error) {
	found, err := c.list(ctx, "WHERE c.shop = $1 AND c.contact = $2 AND c.status <> 'closed' ORDER BY c.created_at DESC LIMIT 1", shop, contact)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func (c *Conversations) list(ctx context.Context, where string, args ...any) ([]Conversation, error) {
	rows, err := c.db.Query(ctx, selectConversation+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Conversation{}
	for rows.Next() {
		one, err := scanConversation(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// Today is what has happened in a shop since a time.
type Today struct {
	Conversations int     `json:"conversations"`
	Answered      int     `json:"answered"`
	HandedOff     int     `json:"handed_off"`
	Rated         int     `json:"rated"`
	Rating        float64 `json:"rating,omitempty"`
}

// Since counts what has happened in the shop since t.
func (c *Conversations) Since(ctx context.Context, shop string, t time.Time) (n Today, err error) {
	err = c.db.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN handoff_reason <> '' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN rating > 0 THEN 1 ELSE 0 END), 0), COALESCE(AVG(CASE WHEN rating > 0 THEN rating END), 0)
		FROM conversations WHERE shop = $1 AND head > 0 AND created_at >= $2`, shop, store.Millis(t)).Scan(&n.Conversations, &n.HandedOff, &n.Rated, &n.Rating)
	n.Answered = n.Conversations - n.HandedOff
	return n, err
}
