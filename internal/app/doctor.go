package app

import (
	"context"
	"log/slog"

	"parley/content"
	"parley/internal/assistant"
	"parley/internal/assistant/engine/openai"
	"parley/internal/cluster"
	"parley/internal/config"
	"parley/internal/doctor"
	"parley/internal/knowledge/embed"
	vectors "parley/internal/knowledge/embed/openai"
	"parley/internal/shop"
	"parley/internal/store"
)

// Patient is this installation, for the doctor. url is where customers reach it, when that shall be looked at.
func Patient(c config.Config, url string) doctor.Patient {
	return doctor.Patient{Config: c, URL: url, Program: Version, Services: func(ctx context.Context, db *store.DB) ([]doctor.Service, error) {
		list, err := endpointsOf(ctx, shop.New(db, content.Locales()))
		if c.Redis != "" {
			list = append(list, doctor.Service{Check: "redis", What: "Redis", Do: "is it running, is the address right, may this machine reach it?",
				Ask: func(ctx context.Context) error { return cluster.Ping(ctx, c.Redis) }})
		}
		return list, err
	}}
}

// endpointsOf are the models and embeddings that shops have switched on. Each is asked as “test it” asks in the console.
func endpointsOf(ctx context.Context, shops *shop.Shops) (list []doctor.Service, err error) {
	ids, err := shops.All(ctx)
	if err != nil {
		return nil, err
	}
	const advice = "console, Settings → Language model: test it there; until then the built-in engine answers"
	model, embedder := openai.New(nil, nil, openai.DefaultLimits, slog.New(slog.DiscardHandler)), vectors.New()
	for _, id := range ids {
		m, err := shops.Model(ctx, id)
		if err != nil {
			return nil, err
		}
		if m.Enabled {
			list = append(list, doctor.Service{Check: "model", What: "the language model of shop " + id, Do: advice,
				Ask: func(ctx context.Context) error { _, err := model.Try(ctx, assistant.Setting(m)); return err }})
		}
		e, err := shops.Embeddings(ctx, id)
		if err != nil {
			return nil, err
		}
		if e.Enabled {
			list = append(list, doctor.Service{Check: "embeddings", What: "the embeddings endpoint of shop " + id, Do: advice, Ask: func(ctx context.Context) error {
				_, err := embedder.Embed(ctx, embed.Setting{BaseURL: e.BaseURL, Key: e.Key, Model: e.Model}, []string{"ready"})
				return err
			}})
		}
	}
	return list, nil
}
