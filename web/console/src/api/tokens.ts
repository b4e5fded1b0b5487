import { queryOptions } from "@tanstack/react-query";
import { get, post, remove } from "./client";
import type { Role, Token } from "./types";

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await get<{ tokens: Token[] }>("/tokens", undefined, { signal })).tokens,
});

export const createToken = (body: { name: string; role: Role }) => post<Token & { token: string }>("/tokens", body);
export const revokeToken = (id: string) => remove(`/tokens/${id}`);
