package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/rueidis"
)

// Ping asks a Redis once whether it answers, for whoever examines an installation.
func Ping(ctx context.Context, address string) error {
	options, err := rueidis.ParseURL(address)
	if err != nil {
		return fmt.Errorf("its address cannot be read: %w", err)
	}
	options.DisableRetry, options.DisableCache, options.ForceSingleClient = true, true, true
	options.Dialer.Timeout = 2 * time.Second
	client, err := rueidis.NewClient(options)
	if err != nil {
		return err
	}
	defer client.Close()
	return client.Do(ctx, client.B().Ping().Build()).Error()
}
