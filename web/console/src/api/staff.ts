import { queryOptions } from "@tanstack/react-query";
import { get, patch, post } from "./client";
import type { Role, Staff } from "./types";

export const staffQuery = queryOptions({
  queryKey: ["staff"],
  queryFn: async ({ signal }) => (await get<{ staff: Staff[] }>("/staff", undefined, { signal })).staff,
});

/** Who is connected right now; later changes come through the socket. */
export const readHere = async () =>
  (await get<{ here?: { id: string; name: string; away: boolean }[] }>("/staff")).here ?? [];

export const addStaff = (body: { name: string; email: string; role: Role; password: string }) =>
  post<Staff>("/staff", body);

export const patchStaff = (id: string, body: { name?: string; role?: Role; disabled?: boolean; password?: string }) =>
  patch<Staff>(`/staff/${id}`, body);
