package api

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"parley/internal/conversation"
	"parley/internal/fault"
)

// Files that customers and staff send each other.

type uploadInput struct {
	ConversationPath
	RawBody multipart.Form
}

// upload takes a file for a customer's next message.
func (a *API) upload(ctx context.Context, in *uploadInput) (*out[conversation.Attachment], error) {
	c := who(ctx)
	if _, err := a.Conversations.Owned(ctx, c.shop, c.customer.Contact.ID, in.ID); err != nil {
		return nil, err
	}
	return a.keepFile(ctx, c.shop, in)
}

// staffUpload takes a file for an agent's next reply.
func (a *API) staffUpload(ctx context.Context, in *uploadInput) (*out[conversation.Attachment], error) {
	c := who(ctx)
	if _, err := a.Conversations.Get(ctx, c.shop, in.ID); err != nil {
		return nil, err
	}
	return a.keepFile(ctx, c.shop, in)
}

func (a *API) keepFile(ctx context.Context, shop string, in *uploadInput) (*out[conversation.Attachment], error) {
	files := in.RawBody.File["file"]
	if len(files) != 1 {
		return nil, fault.Wrong(fault.Field{Location: "body.file", Message: "send exactly one file", Reason: fault.OneFile})
	}
	if files[0].Size > conversation.MaxAttachment {
		return nil, fault.New(fault.TooLarge, "A file has at most 10 MB").Because(fault.FileSize, fault.Values{"megabytes": conversation.MaxAttachment >> 20})
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	kind, err := sniff(f)
	if err != nil {
		return nil, err
	}
	kept, err := a.Conversations.Attach(ctx, a.Files, shop, in.ID, files[0].Filename, kind, files[0].Size, f)
	if err != nil {
		return nil, err
	}
	return sent(kept, true)
}

// sniff tells what the bytes are (WHATWG MIME Sniffing); the sender's word does not count.
func sniff(f io.ReadSeeker) (string, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return "", err
	}
	_, err = f.Seek(0, io.SeekStart)
	return http.DetectContentType(head[:n]), err
}

// download serves a file to its customer or to the shop's staff.
func (a *API) download(w http.ResponseWriter, r *http.Request) {
	file, body, err := a.fileFor(r)
	if err != nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
		return
	}
	defer body.Close()
	h := w.Header()
	h.Set("Content-Type", file.Type)
	h.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, max-age=3600")
	if !strings.HasPrefix(file.Type, "image/") {
		h.Set("Content-Disposition", "attachment")
	}
	_, _ = io.Copy(w, body) // the client is gone if this fails
}

func (a *API) fileFor(r *http.Request) (conversation.Attachment, io.ReadCloser, error) {
	c, err := a.admit(r, visitor)
	customer := err == nil
	if !customer {
		if c, err = a.admit(r, viewer); err != nil {
			return conversation.Attachment{}, nil, err
		}
	}
	file, in, err := a.Conversations.AttachmentOf(r.Context(), c.shop, r.PathValue("id"))
	if err != nil {
		return file, nil, err
	}
	if customer && file.Recalled {
		return file, nil, fault.New(fault.NotFound, "There is no such file")
	}
	if customer {
		if _, err := a.Conversations.Owned(r.Context(), c.shop, c.customer.Contact.ID, in); err != nil {
			return file, nil, err
		}
	}
	body, err := a.Files.Open(r.Context(), file.ID)
	return file, body, err
}
