import { Button, Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditQuery } from "@/api/audit";
import type { AuditEntry } from "@/api/types";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { Ago } from "@/kit/time";
import classes from "./settings.module.css";

export function AuditLog() {
  const { t } = useTranslation();
  const log = useInfiniteQuery(auditQuery);
  const entries = log.data?.pages.flatMap((p) => p.entries) ?? [];
  if (log.isPending) return <Skeleton height={120} />;
  if (log.isError) return <Failed error={log.error} retry={() => log.refetch()} />;
  if (entries.length === 0)
    return (
      <Empty icon={IconHistory} title={t("settings.no_audit")}>
        {t("settings.no_audit_hint")}
      </Empty>
    );
  return (
    <>
      <ul className={classes.audit} data-testid="audit">
        {entries.map((e, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the log is only added to at its end
          <li key={i}>
            <Ago at={e.at} />
            <div>
              <b>{actorOf(e)}</b> {t(`audit.${e.action.replace(/\./g, "_")}`, { defaultValue: e.action })}{" "}
              {e.target && <code>{e.target}</code>}
              <Detail detail={e.detail} />
            </div>
          </li>
        ))}
      </ul>
      {log.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={log.isFetchingNextPage}
          onClick={() => log.fetchNextPage()}
        >
          {t("do.load_more")}
        </Button>
      )}
    </>
  );
}

function actorOf(e: AuditEntry): string {
  if (!e.actor) return "–";
  return typeof e.actor === "string" ? e.actor : e.actor.name || e.actor.id || "–";
}

function Detail({ detail }: { detail: unknown }) {
  if (detail === null || detail === undefined || detail === "") return null;
  const text = typeof detail === "string" ? detail : JSON.stringify(detail);
  if (text === "{}" || text === "[]") return null;
  return (
    <div>
      <code>{text}</code>
    </div>
  );
}
