import { queryOptions } from "@tanstack/react-query";
import { get, post, put } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];

/** A shop's language model; its key goes to the server and never comes back. */
export type Model = Omit<Schemas["ModelAnswer"], "$schema">;
export type ModelDraft = Omit<Schemas["ModelBody"], "$schema">;
export type ModelTrial = Schemas["ModelTrial"];

export const modelQuery = queryOptions({
  queryKey: ["shop", "model"],
  queryFn: ({ signal }) => get<Model>("/shop/model", undefined, { signal }),
});

export const saveModel = (body: ModelDraft) => put<Model>("/shop/model", body);
export const testModel = (body: ModelDraft) => post<ModelTrial>("/shop/model/test", body);
