import { queryOptions } from "@tanstack/react-query";
import { get, patch, post } from "./client";
import type { Shop } from "./types";

export const shopQuery = queryOptions({
  queryKey: ["shop"],
  queryFn: ({ signal }) => get<Shop>("/shop", undefined, { signal }),
});

export type ShopPatch = Partial<Pick<Shop, "name" | "locale" | "country" | "accent" | "locales" | "domains">>;
export const patchShop = (body: ShopPatch) => patch<Shop>("/shop", body);

export const readSecret = async () => (await get<{ secret: string }>("/shop/identity-secret")).secret;
export const renewSecret = async () => (await post<{ secret: string }>("/shop/identity-secret")).secret;
