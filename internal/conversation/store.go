package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/internal/fault"
	"parley/internal/store"
)

const selectConversation = `SELECT c.id, c.shop, c.status, c.queue, c.locale, c.country, c.subject, c.assignee, c.assignee_name, c.head, c.unread,
	c.last_text, c.last_at, c.last_actor, c.last_name, c.waiting_since, c.handoff_reason, c.rating, c.page_url, c.page_title, c.page_product, c.created_at, c.updated_at,
	c.seen, c.staff_seen, c.tags, c.fields, c.snoozed_until, c.snoozed_by, c.snoozed_name, c.reminder, c.sends, c.merged_into, c.close_reason,
	p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at
	FROM conversations c JOIN contacts p ON p.id = c.contact `

type row interface{ Scan(dest ...any) error }

func scanConversation(r row) (Conversation, error) {
	var c Conversation
	var assignee Person
	var last Last
	var page Page
	var lastAt, waiting, created, updated, since, snoozed int64
	var sleeper Person
	var tags, fields string
	err := r.Scan(&c.ID, &c.Shop, &c.Status, &c.Queue, &c.Locale, &c.Country, &c.Subject, &assignee.ID, &assignee.Name, &c.Head, &c.Unread,
		&last.Text, &lastAt, &last.Actor.Kind, &last.Actor.Name, &waiting, &c.HandoffReason, &c.Rating, &page.URL, &page.Title, &page.Product, &created, &updated,
		&c.Seen, &c.StaffSeen, &tags, &fields, &snoozed, &sleeper.ID, &sleeper.Name, &c.Reminder, &c.Later, &c.MergedInto, &c.CloseReason,
		&c.Contact.ID, &c.Contact.Name, &c.Contact.Email, &c.Contact.Verified, &c.Contact.Locale, &c.Contact.Country, &c.Contact.Zone, &since)
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

// Filter chooses conversations for the inbox.
type Filter struct {
	Status   []Status
	Queue    string
	Assignee string // staff id, "none", or "" any
	Locale   string
	Mentions string // staff id: where she is mentioned
	Text     string
	Before   string // cursor of the page before
	Limit    int
}

// List reads a page of the inbox, newest activity first; only waiting ones: oldest first. Conversations without a message are not
// there yet.
func (c *Conversations) List(ctx context.Context, shop string, f Filter) (list []Conversation, next string, err error) {
	where, args := f.where(shop)
	order, oldest := "c.updated_at DESC, c.id DESC", len(f.Status) == 1 && f.Status[0] == Waiting
	if oldest {
		order = "c.waiting_since, c.id"
	}
	if f.Before != "" {
		at, id, err := cursor(f.Before)
		if err != nil {
			return nil, "", err
		}
		cond := "(c.updated_at < $%[1]d OR (c.updated_at = $%[1]d AND c.id < $%[2]d))"
		if oldest {
			cond = "(c.waiting_since > $%[1]d OR (c.waiting_since = $%[1]d AND c.id > $%[2]d))"
		}
		where += " AND " + fmt.Sprintf(cond, len(args)+1, len(args)+2)
		args = append(args, at, id)
	}
	args = append(args, f.Limit+1)
	list, err = c.list(ctx, fmt.Sprintf("%s ORDER BY %s LIMIT $%d", where, order, len(args)), args...)
	if err != nil || len(list) <= f.Limit {
		return list, "", err
	}
	list = list[:f.Limit]
	end := list[f.Limit-1]
	at := end.UpdatedAt
	if oldest && end.WaitingSince != nil {
		at = *end.WaitingSince
	}
	return list, fmt.Sprintf("%d-%s", store.Millis(at), end.ID), nil
}

func (f Filter) where(shop string) (string, []any) {
	where, args := "WHERE c.shop = $1 AND c.head > 0 AND c.merged_into = ''", []any{shop}
	add := func(cond string, arg any) {
		args = append(args, arg)
		where += " AND " + strings.ReplaceAll(cond, "?", fmt.Sprintf("$%d", len(args)))
	}
	if len(f.Status) > 0 {
		var marks []string
		for _, s := range f.Status {
			args = append(args, string(s))
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		where += " AND c.status IN (" + strings.Join(marks, ", ") + ")"
	}
	if f.Queue != "" {
		add("c.queue = ?", f.Queue)
	}
	switch f.Assignee {
	case "":
	case "none":
		where += " AND c.assignee = ''"
	default:
		add("c.assignee = ?", f.Assignee)
	}
	if f.Locale != "" {
		add(`c.locale LIKE ? ESCAPE '\'`, store.LikePrefix(f.Locale))
	}
	if f.Mentions != "" {
		add("EXISTS (SELECT 1 FROM mentions m WHERE m.conversation = c.id AND m.staff = ?)", f.Mentions)
	}
	if f.Text != "" {
		add(`(LOWER(p.name) LIKE ? ESCAPE '\' OR LOWER(p.email) LIKE ? ESCAPE '\' OR LOWER(c.subject) LIKE ? ESCAPE '\' OR LOWER(c.last_text) LIKE ? ESCAPE '\')`,
			store.Like(f.Text))
	}
	return where, args
}

func cursor(s string) (at int64, id string, err error) {
	if n, err := fmt.Sscanf(s, "%d-%s", &at, &id); n != 2 || err != nil {
		return 0, "", fault.Wrong(fault.Field{Location: "query.before", Message: "use the value of next from the page before"})
	}
	return at, id, nil
}

// Counts is how many conversations are in each state, and how many are the caller's.
func (c *Conversations) Counts(ctx context.Context, shop, staff string) (map[string]int, error) {
	rows, err := c.db.Query(ctx, `SELECT status, COUNT(*), COALESCE(SUM(CASE WHEN assignee = $2 AND status = 'taken' THEN 1 ELSE 0 END), 0)
		FROM conversations WHERE shop = $1 AND head > 0 AND merged_into = '' GROUP BY status`, shop, staff)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{"open": 0, "waiting": 0, "taken": 0, "closed": 0, "mine": 0}
	if counts["mentioned"], err = c.unreadMentions(ctx, shop, staff); err != nil {
		return nil, err
	}
	for rows.Next() {
		var status string
		var n, mine int
		if err := rows.Scan(&status, &n, &mine); err != nil {
			return nil, err
		}
		counts[status] = n
		counts["mine"] += mine
	}
	return counts, rows.Err()
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
