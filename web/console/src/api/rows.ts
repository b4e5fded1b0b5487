import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { conversationKeys, type Filter, type Opened } from "./conversations";
import type { ConversationPage, Row } from "./types";

/** Does the row belong into a list with this filter? The text search is the server's: a changed row stays where it is. */
export function belongs(row: Row, f: Filter, me: string): boolean {
  if (f.status && !f.status.split(",").includes(row.status)) return false;
  if (f.assignee === "me" && row.assignee?.id !== me) return false;
  if (f.assignee === "none" && row.assignee) return false;
  if (f.locale && row.locale !== f.locale && row.locale.split("-")[0] !== f.locale) return false;
  return true;
}

export function inOrder(f: Filter): (a: Row, b: Row) => number {
  if (f.status === "waiting")
    return (a, b) => (a.waiting_since ?? a.updated_at).localeCompare(b.waiting_since ?? b.updated_at);
  return (a, b) => b.updated_at.localeCompare(a.updated_at);
}

/** The pages of a list after a row has changed. Pages keep their cursors; only the rows move. */
export function placed(pages: ConversationPage[], row: Row, f: Filter, me: string): ConversationPage[] {
  const all = pages.flatMap((p) => p.conversations);
  const known = all.find((r) => r.id === row.id);
  if (known && known.version > row.version) return pages;
  if (!known && f.q) return pages;
  const rows = all.filter((r) => r.id !== row.id);
  if (belongs(row, f, me)) rows.push(row);
  rows.sort(inOrder(f));
  const first = pages[0];
  if (!first) return pages;
  const more = pages[pages.length - 1]?.next;
  // An unknown row that sorts behind the last known one lies on a page not read yet.
  if (!known && more && rows[rows.length - 1]?.id === row.id) rows.pop();
  let from = 0;
  return pages.map((p, i) => {
    const to = i === pages.length - 1 ? rows.length : from + p.conversations.length;
    const part = rows.slice(from, to);
    from = to;
    return { ...p, conversations: part };
  });
}

/** A row changed, here or elsewhere: every list and the open conversation show it at once. */
export function putRow(client: QueryClient, row: Row, me: string) {
  for (const query of client.getQueryCache().findAll({ queryKey: conversationKeys.lists })) {
    const filter = query.queryKey[2] as Filter;
    client.setQueryData<InfiniteData<ConversationPage>>(query.queryKey, (old) =>
      old ? { ...old, pages: placed(old.pages, row, filter, me) } : old,
    );
  }
  client.setQueryData<Opened>(conversationKeys.one(row.id), (old) =>
    old && old.version <= row.version
      ? { ...old, ...row, assignee: row.assignee, waiting_since: row.waiting_since }
      : old,
  );
}
