import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/auth";
import { Problem } from "@/api/client";
import { close, conversationKeys, giveBack, reopen, take } from "@/api/conversations";
import { putRow } from "@/api/rows";
import type { Row } from "@/api/types";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { undoLine } from "@/kit/undo-line";

/** What an agent does with a conversation. The screen changes at once and goes back if the server says no. */
export function useActions(row: Row | undefined) {
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
  const doReopen = () => row && simply({ status: "open", assignee: undefined }, () => reopen(row.id));

  return {
    asking,
    stopAsking: () => setAsking(null),
    take: () => {
      if (row?.status === "taken" && row.assignee && row.assignee.id !== staff.id) setAsking(row.assignee.name);
      else doTake(false);
    },
    takeAnyway: () => doTake(true),
    giveBack: () => row && simply({ status: "open", assignee: undefined }, () => giveBack(row.id)),
    close: async () => {
      if (!row) return;
      if (await simply({ status: "closed", waiting_since: undefined }, () => close(row.id)))
        undo(t("conversation.closed_now"), t("conversation.reopen"), doReopen);
    },
    reopen: doReopen,
  };
}
