import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Contact, ContactWithRows } from "./types";

export const contactsQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", "list", q],
    queryFn: async ({ signal }) => (await get<{ contacts: Contact[] }>("/contacts", { q }, { signal })).contacts,
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", "one", id],
    queryFn: ({ signal }) => get<ContactWithRows>(`/contacts/${id}`, undefined, { signal }),
  });
