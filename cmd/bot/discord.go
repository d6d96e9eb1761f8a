package main

import (
	"cmp"
	"context"

	"dateline/adapters/discord"
	"dateline/adapters/kit"
)

// newDiscord makes the adapter, which connects to nothing yet.
func (a *app) newDiscord() (*discord.Adapter, error) {
	o := discord.Options{
		Token: kit.Token(a.config.DiscordToken.reveal()), BaseURL: a.config.DiscordAPIURL, Guild: a.config.DiscordGuildID,
		Shards: a.config.shards, Language: a.language(), Now: a.now,
		Tell: func(_ context.Context, what string, err error) { a.logPlatform("discord", what, err) },
	}
	client, err := platformClient(cmp.Or(o.BaseURL, discord.BaseURL))
	if err != nil {
		return nil, err
	}
	o.Client = client
	return discord.New(o)
}
