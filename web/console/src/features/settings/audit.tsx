import { Button, Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditQuery } from "@/api/audit";
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
        {entries.map((e) => (
          <li key={e.id}>
            <Ago at={e.at} />
            <div>
              <b>{e.actor.name || t("actor.system")}</b>{" "}
              {t(`audit.${e.action.replace(/\./g, "_")}`, { defaultValue: e.action })}{" "}
              {e.target && <code>{e.target}</code>}
              {e.detail && <span className={classes.quiet}> {e.detail}</span>}
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
