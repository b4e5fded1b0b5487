import { get, post, setCsrf } from "./client";
import type { Session } from "./types";

export interface SetupForm {
  code: string;
  shop: { name: string; slug: string; locale: string; country: string };
  owner: { name: string; email: string; password: string; locale?: string };
}

export const setupNeeded = async () => (await get<{ needed: boolean }>("/setup")).needed;

export async function setUp(form: SetupForm): Promise<Session> {
  const session = await post<Session>("/setup", form, { quiet: true });
  setCsrf(session.csrf);
  return session;
}
