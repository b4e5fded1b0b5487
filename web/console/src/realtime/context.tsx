import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { articleKeys } from "@/api/articles";
import { useSession } from "@/api/auth";
import { conversationKeys } from "@/api/conversations";
import { refreshPromises } from "@/api/promises";
import { putRow } from "@/api/rows";
import { readHere } from "@/api/staff";
import { type Connection, connect, type InboxNews, presenceStore } from "./connection";
import { createShown } from "./shown";

const Context = createContext<Connection | null>(null);
export const useConnection = () => useContext(Context);

/** Connects while somebody is signed in and lets the news of the inbox flow into the query cache. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { staff, shop } = useSession();
  const [connection, setConnection] = useState<Connection | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another person or shop is another connection
  useEffect(() => {
    let counting: ReturnType<typeof setTimeout> | undefined;
    const countSoon = () => {
      counting ??= setTimeout(() => {
        counting = undefined;
        client.invalidateQueries({ queryKey: conversationKeys.counts });
      }, 1000);
    };
    const shown = createShown();
    const onNews = (news: InboxNews) => {
      if (news.type === "heads" && shown.behind(news.heads)) client.invalidateQueries({ queryKey: ["conversations"] });
      if (news.type === "row") {
        shown.row(news.row.id, news.row.version);
        putRow(client, news.row, staff.id);
        countSoon();
      }
      if (news.type === "mention" && news.staff === staff.id) countSoon();
      if (news.type === "promises") refreshPromises(client, news.conversation);
      if (news.type === "article") client.invalidateQueries({ queryKey: articleKeys.all });
    };
    const onLine = (again: boolean) => {
      readHere()
        .then(presenceStore.set)
        .catch(() => {});
      if (again) client.invalidateQueries({ queryKey: ["conversations"] });
    };
    const made = connect(onNews, onLine);
    setConnection(made);
    return () => {
      clearTimeout(counting);
      made.stop();
      setConnection(null);
    };
  }, [staff.id, shop.id, client]);

  return <Context value={connection}>{children}</Context>;
}
