import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/auth";
import { Problem } from "@/api/client";
import {
  close,
  conversationKeys,
  giveBack,
  type Log,
  merge,
  reopen,
  snooze,
  split,
  tag,
  take,
  undo as undoEvent,
  wake,
} from "@/api/conversations";
import { putRow } from "@/api/rows";
import type { Row } from "@/api/types";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { undoLine } from "@/kit/undo-line";

/** What an agent does with a conversation. The screen changes at once and goes back if the server says no. */
export function useActions(row: Row | undefined, onOpen: (id: string) => void) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const { staff } = useSession();
  const [asking, setAsking] = useState<string | null>(null);

  const act = async (hope: Partial<Row>, send: () => Promise<Row>) => {
    if (!row) return false;
    putRow(client, { ...row, ...hope }, staff.id);
    try {
      putRow(client, await send(), staff.id);
      client.invalidateQueries({ queryKey: conversationKeys.events(row.id) });
      return true;
    } catch (err) {
      putRow(client, row, staff.id);
      client.invalidateQueries({ queryKey: conversationKeys.one(row.id) });
      if (err instanceof Problem && err.code === "conflict") throw err;
      tellProblem(err);
      return false;
    } finally {
      client.invalidateQueries({ queryKey: conversationKeys.counts });
    }
  };

  const doTake = async (force: boolean) => {
    if (!row) return;
    setAsking(null);
    const mine = { status: "taken" as const, assignee: { id: staff.id, name: staff.name }, waiting_since: undefined };
    try {
      await act(mine, () => take(row.id, force));
    } catch {
      setAsking(row.assignee?.name ?? t("conversation.somebody"));
    }
  };

  const undo = (message: string, label: string, run: () => void) => {
    const id = notify(
      undoLine(message, label, () => {
        notifications.hide(id);
        run();
      }),
      { stay: 7000 },
    );
  };

  const simply = async (hope: Partial<Row>, send: () => Promise<Row>) => {
    try {
      return await act(hope, send);
    } catch (err) {
      tellProblem(err);
      return false;
    }
  };
  const doReopen = (asBefore = false) =>
    row && simply({ status: "open", assignee: undefined }, () => reopen(row.id, asBefore));

  /** Says what was done and offers to undo it; the event to undo is the newest of its kind in that log. */
  const offerUndo = (of: string, kind: "merged" | "split", message: string, back: () => void) =>
    undo(message, t("do.undo"), async () => {
      try {
        const log = await client.fetchQuery<Log>({ queryKey: conversationKeys.events(of) });
        const event = log.events.findLast((e) => e.kind === kind);
        if (!event) return;
        putRow(client, await undoEvent(of, event.seq), staff.id);
        client.invalidateQueries({ queryKey: ["conversations"] });
        back();
      } catch (err) {
        tellProblem(err);
      }
    });

  return {
    asking,
    stopAsking: () => setAsking(null),
    take: () => {
      if (row?.status === "taken" && row.assignee && row.assignee.id !== staff.id) setAsking(row.assignee.name);
      else doTake(false);
    },
    takeAnyway: () => doTake(true),
    giveBack: async () => {
      if (!row || !(await simply({ status: "open", assignee: undefined }, () => giveBack(row.id)))) return;
      undo(t("conversation.given_back"), t("do.undo"), () => doTake(false));
    },
    close: async (why: { reason?: string; comment?: string } = {}) => {
      if (!row) return;
      if (await simply({ status: "closed", waiting_since: undefined }, () => close(row.id, why)))
        undo(t("conversation.closed_now"), t("do.undo"), () => doReopen(true));
    },
    reopen: () => doReopen(),
    snooze: async (until?: Date) => {
      if (!row) return;
      const by = { id: staff.id, name: staff.name };
      const at = until?.toISOString();
      if (await simply({ snoozed: { until: at, by } }, () => snooze(row.id, at)))
        undo(t("conversation.snoozed_now"), t("do.undo"), () => simply({ snoozed: undefined }, () => wake(row.id)));
    },
    wake: () => row && simply({ snoozed: undefined }, () => wake(row.id)),
    tag: async (add: string[], off: string[]) => {
      if (!row) return;
      const tags = [...row.tags.filter((id) => !off.includes(id)), ...add];
      if (off.length > 0 && (await simply({ tags }, () => tag(row.id, add, off))))
        undo(t("conversation.untagged"), t("do.undo"), () => simply({ tags: row.tags }, () => tag(row.id, off, add)));
      else if (off.length === 0) await simply({ tags }, () => tag(row.id, add));
    },
    merge: async (other: string) => {
      if (!row) return;
      try {
        const survivor = await merge(row.id, other);
        client.invalidateQueries({ queryKey: ["conversations"] });
        onOpen(survivor.id);
        offerUndo(survivor.id, "merged", t("conversation.merged_now"), () => onOpen(row.id));
      } catch (err) {
        tellProblem(err);
      }
    },
    split: async (seq: number) => {
      if (!row) return;
      try {
        const made = await split(row.id, seq);
        client.invalidateQueries({ queryKey: ["conversations"] });
        onOpen(made.id);
        offerUndo(row.id, "split", t("conversation.split_now"), () => onOpen(row.id));
      } catch (err) {
        tellProblem(err);
      }
    },
  };
}
