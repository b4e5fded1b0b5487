import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, setCsrf } from "./client";
import { atLeast } from "./roles";
import type { Role, Session } from "./types";

function remember(session: Session): Session {
  setCsrf(session.csrf);
  return session;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => remember(await get<Session>("/me", undefined, { quiet: true })),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export async function signIn(body: { email: string; password: string; shop?: string }): Promise<Session> {
  return remember(await post<Session>("/auth/sign-in", body, { quiet: true }));
}

export const signOut = () => post<void>("/auth/sign-out");

export interface MePatch {
  name?: string;
  locale?: string;
  password?: { old: string; new: string };
  away?: boolean;
}

/** Everybody inside the shell is signed in, so there is always a session to read. */
export function useSession(): Session {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("used outside the signed-in shell");
  return data;
}

export function useMay(least: Role): boolean {
  return atLeast(useSession().staff.role, least);
}

export function usePatchMe() {
  const client = useQueryClient();
  return async (body: MePatch) => {
    const session = await patch<Session>("/me", body);
    client.setQueryData(meQuery.queryKey, remember(session));
  };
}
