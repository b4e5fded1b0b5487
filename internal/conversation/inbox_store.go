package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"parley/internal/store"
)

// conditions is a WHERE that grows; ? stands for the argument.
type conditions struct {
	text string
	args []any
}

func (w *conditions) add(cond string, args ...any) {
	if w.text != "" {
		w.text += " AND "
	}
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.text += cond
}

// where repeats the conditions of the partial indexes word by word (0014), so that both databases use them.
func (f Filter) where(shop, me string, now time.Time) *conditions {
	w := &conditions{}
	w.add("c.shop = ? AND c.head > 0 AND c.merged_into = ''", shop)
	f.whereStatus(w)
	f.whereAssignee(w, me)
	if f.Queue != "" {
		w.add("c.queue = ?", f.Queue)
	}
	if f.Locale != "" {
		w.add(`c.locale LIKE ? ESCAPE '\'`, store.LikePrefix(f.Locale))
	}
	if f.Country != "" {
		w.add("c.country = ?", f.Country)
	}
	if f.Unread {
		w.add("c.unread > 0")
	}
	if f.Tag != "" {
		w.add("EXISTS (SELECT 1 FROM conversation_tags t WHERE t.conversation = c.id AND t.tag = ?)", f.Tag)
	}
	if f.Mentioned != "" {
		w.add("c.id IN (SELECT m.conversation FROM mentions m WHERE m.staff = ? AND m.shop = c.shop)", self(f.Mentioned, me))
	}
	if f.Snoozed != nil {
		w.add(map[bool]string{true: "c.snoozed_until > 0", false: "c.snoozed_until = 0"}[*f.Snoozed])
	}
	if f.WaitingOver > 0 {
		w.add("c.waiting_since > 0 AND c.waiting_since <= ?", store.Millis(now.Add(-time.Duration(f.WaitingOver)*time.Minute)))
	}
	if f.UpdatedAfter != nil {
		w.add("c.updated_at >= ?", store.Millis(*f.UpdatedAfter))
	}
	if f.UpdatedBefore != nil {
		w.add("c.updated_at < ?", store.Millis(*f.UpdatedBefore))
	}
	return w
}

func (f Filter) whereStatus(w *conditions) {
	closed, marks, args := false, []string{}, []any{}
	for _, s := range f.Status {
		closed = closed || s == Closed
		marks, args = append(marks, "?"), append(args, string(s))
	}
	switch {
	case f.order() == LongestWaited || len(f.Status) == 1 && f.Status[0] == Waiting:
		w.add("c.status = 'waiting'")
	case len(f.Status) == 1:
		w.add("c.status = ?", args...)
	case len(f.Status) > 0 && !closed:
		w.add("c.status <> 'closed'")
		if len(f.Status) < len(Statuses)-1 {
			w.add("c.status IN ("+strings.Join(marks, ", ")+")", args...)
		}
	case closed && len(f.Status) < len(Statuses):
		w.add("c.status IN ("+strings.Join(marks, ", ")+")", args...)
	}
}

func (f Filter) whereAssignee(w *conditions, me string) {
	switch f.Assignee {
	case "":
	case "none":
		w.add("c.assignee = ''")
	default:
		w.add("c.assignee = ? AND c.assignee <> ''", self(f.Assignee, me))
	}
}

// self lets a view say "me" and mean whoever looks.
func self(id, me string) string {
	if id == "me" {
		return me
	}
	return id
}

// listed reads a page by its order's index. The cursor is the place of its last row, so that a page neither repeats nor leaves out what
// has not moved meanwhile.
func (c *Conversations) listed(ctx context.Context, shop string, f Filter, page PageOf) ([]Conversation, string, error) {
	column, way, beyond := "c.updated_at", " DESC", "<"
	switch f.order() {
	case LongestWaited:
		column, way, beyond = "c.waiting_since", "", ">"
	case Oldest:
		way, beyond = "", ">"
	}
	w := f.where(shop, page.Me, c.now())
	if page.Before != "" {
		at, id, err := cursor(page.Before)
		if err != nil {
			return nil, "", err
		}
		w.add("("+column+", c.id) "+beyond+" (?, ?)", at, id)
	}
	w.args = append(w.args, page.Limit+1)
	list, err := c.list(ctx, fmt.Sprintf("WHERE %s ORDER BY %s%s, c.id%s LIMIT $%d", w.text, column, way, way, len(w.args)), w.args...)
	if err != nil || len(list) <= page.Limit {
		return list, "", err
	}
	list = list[:page.Limit]
	end := list[page.Limit-1]
	at := end.UpdatedAt
	if f.order() == LongestWaited && end.WaitingSince != nil {
		at = *end.WaitingSince
	}
	return list, fmt.Sprintf("%d-%s", store.Millis(at), end.ID), nil
}

func cursor(s string) (at int64, id string, err error) {
	if n, err := fmt.Sscanf(s, "%d-%s", &at, &id); n != 2 || err != nil {
		return 0, "", wrongCursor()
	}
	return at, id, nil
}

// manyClosed is where counting closed conversations stops: nobody needs to know, and a shop has had hundreds of thousands.
const manyClosed = 1000

// Counts is how many conversations are in each state, are the caller's own, wait for nobody in particular, rest, or call her and she has not
// looked. Those that rest count only there; of closed ones it counts up to a thousand.
func (c *Conversations) Counts(ctx context.Context, shop, staff string) (map[string]int, error) {
	rows, err := c.db.Query(ctx, `SELECT status, CASE WHEN snoozed_until > 0 THEN 1 ELSE 0 END AS rests, COUNT(*), COALESCE(SUM(CASE WHEN assignee = $2 AND $2 <> '' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN assignee = '' AND status = 'waiting' THEN 1 ELSE 0 END), 0)
		FROM conversations WHERE shop = $1 AND status <> 'closed' AND head > 0 GROUP BY status, CASE WHEN snoozed_until > 0 THEN 1 ELSE 0 END`, shop, staff)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{"open": 0, "waiting": 0, "taken": 0, "mine": 0, "unassigned": 0, "snoozed": 0}
	for rows.Next() {
		var status string
		var rests, n, mine, nobodys int
		if err := rows.Scan(&status, &rests, &n, &mine, &nobodys); err != nil {
			return nil, err
		}
		if rests == 1 {
			counts["snoozed"] += n
			continue
		}
		counts[status] = n
		counts["mine"] += mine
		counts["unassigned"] += nobodys
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if counts["mentioned"], err = c.unreadMentions(ctx, shop, staff); err != nil {
		return nil, err
	}
	var closed int
	err = c.db.QueryRow(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM conversations WHERE shop = $1 AND status = 'closed' LIMIT $2) AS counted", shop, manyClosed).Scan(&closed)
	counts["closed"] = closed
	return counts, err
}

// count counts what a filter shows, up to a limit.
func (c *Conversations) count(ctx context.Context, shop string, f Filter, me string, limit int) (n int, err error) {
	w := f.where(shop, me, c.now())
	w.args = append(w.args, limit)
	err = c.db.QueryRow(ctx, fmt.Sprintf("SELECT COUNT(*) FROM (SELECT 1 FROM conversations c WHERE %s LIMIT $%d) AS counted", w.text, len(w.args)), w.args...).Scan(&n)
	return n, err
}

// MarkUnread puts a conversation back among those that nobody of the shop has read.
func (c *Conversations) MarkUnread(ctx context.Context, shop, id string) error {
	if _, err := c.Get(ctx, shop, id); err != nil {
		return err
	}
	if _, err := c.db.Exec(ctx, "UPDATE conversations SET unread = 1 WHERE id = $1 AND shop = $2 AND unread = 0", id, shop); err != nil {
		return err
	}
	return c.ShowRow(ctx, shop, id)
}
