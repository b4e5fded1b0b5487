import { queryOptions } from "@tanstack/react-query";
import { get, post, put } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

/** A shop's embeddings endpoint; its key goes to the server and never comes back. */
export type Embeddings = Omit<Schemas["EmbeddingsAnswer"], "$schema">;
export type EmbeddingsDraft = Omit<Schemas["EmbeddingsBody"], "$schema">;
export type EmbeddingsTrial = Schemas["EmbeddingsTrial"];

export const embeddingsQuery = queryOptions({
  queryKey: ["shop", "embeddings"],
  queryFn: ({ signal }) => get<Embeddings>("/shop/embeddings", undefined, { signal }),
});

export const saveEmbeddings = (body: EmbeddingsDraft) => put<Embeddings>("/shop/embeddings", body);
export const testEmbeddings = (body: EmbeddingsDraft) => post<EmbeddingsTrial>("/shop/embeddings/test", body);
