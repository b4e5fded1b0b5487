package conversation

import (
	"context"
	"database/sql"
	"errors"
	"io"

	"parley/internal/fault"
	"parley/internal/store"
)

// MaxAttachment is the largest file, in bytes.
const MaxAttachment = 10 << 20

// allowed are the types of files that may be sent. SVG and HTML are not among them: they could carry scripts.
var allowed = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "application/pdf": true, "text/plain; charset=utf-8": true,
}

// Files is where bytes are kept.
type Files interface {
	Put(ctx context.Context, key string, r io.Reader) error
	Open(ctx context.Context, key string) (io.ReadCloser, error)
}

// Attach registers a file of a conversation; its bytes lie in files under the attachment's id. kind is what the bytes are, not what
// the sender says.
func (c *Conversations) Attach(ctx context.Context, files Files, shop, id, name, kind string, size int64, data io.Reader) (Attachment, error) {
	if !allowed[kind] {
		return Attachment{}, fault.Wrong(fault.Field{Location: "body.file", Message: "send a picture (PNG, JPEG, GIF, WebP), a PDF or plain text", Reason: fault.FileType})
	}
	a := Attachment{ID: c.newID("at"), Name: clip(c.Mask(clip(Clean(name), 1000)), 120), Type: kind, Size: size}
	if err := files.Put(ctx, a.ID, data); err != nil {
		return a, err
	}
	_, err := c.db.Exec(ctx, "INSERT INTO attachments (id, shop, conversation, name, type, size, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		a.ID, shop, id, a.Name, a.Type, a.Size, store.Millis(c.now()))
	a.URL = attachmentURL(a.ID)
	return a, err
}

func attachmentURL(id string) string { return "/api/v1/visitor/attachments/" + id }

// AttachmentOf finds a file and the conversation it belongs to.
func (c *Conversations) AttachmentOf(ctx context.Context, shop, id string) (a Attachment, conversation string, err error) {
	err = c.db.QueryRow(ctx, "SELECT id, name, type, size, conversation, recalled FROM attachments WHERE id = $1 AND shop = $2", id, shop).
		Scan(&a.ID, &a.Name, &a.Type, &a.Size, &conversation, &a.Recalled)
	if errors.Is(err, sql.ErrNoRows) {
		return a, "", notFound("file")
	}
	a.URL = attachmentURL(a.ID)
	return a, conversation, err
}

// attachments reads the files that a message names; each must belong to its conversation.
func (c *Conversations) attachments(ctx context.Context, shop, id string, ids []string) ([]Attachment, error) {
	var list []Attachment
	for _, one := range ids {
		a, conversation, err := c.AttachmentOf(ctx, shop, one)
		if err == nil && conversation != id {
			err = c.goesOnIn(ctx, shop, conversation, id)
		}
		if err != nil {
			return nil, fault.Wrong(fault.Field{Location: "body.attachments", Message: "there is no file " + one + " in this conversation; upload it first", Reason: fault.UnknownFile})
		}
		list = append(list, a)
	}
	return list, nil
}

// goesOnIn checks that a conversation was merged into another: what was uploaded to it may be sent there.
func (c *Conversations) goesOnIn(ctx context.Context, shop, id, into string) error {
	have, err := c.Get(ctx, shop, id)
	if err == nil && have.MergedInto != into {
		err = notFound("file")
	}
	return err
}
