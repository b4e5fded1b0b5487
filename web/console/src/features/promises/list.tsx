import { SegmentedControl, Skeleton } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type PromiseView, promisesQuery } from "@/api/promises";
import type { DatedPromise } from "@/api/types";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useNow } from "@/kit/now";
import { PromiseItem } from "@/kit/promise";
import { type Group, groups } from "./groups";
import classes from "./promises.module.css";

const views: PromiseView[] = ["due", "kept", "withdrawn"];

/** Everything that was promised to a customer by a time: what is over, what comes next, what has ended. */
export function PromiseList({ view, onView }: { view: PromiseView; onView: (v: PromiseView) => void }) {
  const { t } = useTranslation();
  const list = useQuery({ ...promisesQuery(view), placeholderData: (old) => old });
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t("nav.promises")}</h1>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(v) => onView(v as PromiseView)}
          data={views.map((v) => ({ value: v, label: t(`promises.view.${v}`) }))}
          aria-label={t("promises.view.label")}
          data-testid="promises-view"
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("nav.promises")}>
        {list.isPending && <Skeleton height={120} m={16} />}
        {list.isError && !list.data && <Failed error={list.error} retry={() => list.refetch()} />}
        {list.data && <Lists promises={list.data} view={view} />}
      </div>
    </div>
  );
}

function Lists({ promises, view }: { promises: DatedPromise[]; view: PromiseView }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  if (promises.length === 0)
    return (
      <div data-testid="promises-none">
        <Empty icon={IconChecklist} title={t(`promises.none.${view}`)}>
          {t("promises.none_hint")}
        </Empty>
      </div>
    );
  const lists: [Group | "", DatedPromise[]][] = view === "due" ? groups(promises, now) : [["", promises]];
  return lists.map(([name, list]) => (
    <section key={name} className={classes.group} data-testid={`promises-${name || view}`}>
      {name && (
        <h2 data-group={name}>
          {t(`promises.group.${name}`)} <span>{list.length}</span>
        </h2>
      )}
      <ul>
        {list.map((p) => (
          <PromiseItem key={p.id} promise={p} from={<Whom promise={p} />} />
        ))}
      </ul>
    </section>
  ));
}

function Whom({ promise: p }: { promise: DatedPromise }) {
  const { t } = useTranslation();
  return (
    <Link to="/inbox/$id" params={{ id: p.conversation }} className={classes.whom} data-testid="promise-conversation">
      <bdi>{p.contact || t("promises.conversation")}</bdi>
    </Link>
  );
}
