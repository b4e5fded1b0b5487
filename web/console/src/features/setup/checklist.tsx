import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { articlesQuery } from "@/api/articles";
import { countsQuery } from "@/api/conversations";
import { staffQuery } from "@/api/staff";
import { tried } from "@/kit/tried";
import classes from "./setup.module.css";

interface Step {
  id: string;
  done: boolean;
  link: Pick<LinkProps, "to" | "params">;
}

/** What a new shop does first, in the order in which it helps. Each step knows by itself whether it is done. */
export function Checklist() {
  const { t } = useTranslation();
  const articles = useInfiniteQuery(articlesQuery({}));
  const counts = useQuery(countsQuery).data;
  const staff = useQuery(staffQuery).data;
  const talked = counts ? counts.open + counts.waiting + counts.taken + counts.closed > 0 : false;
  useEffect(() => {
    document.title = `${t("start.title")} · Parley`;
  }, [t]);

  const steps: Step[] = [
    { id: "shop", done: true, link: { to: "/settings/$section", params: { section: "shop" } } },
    { id: "articles", done: (articles.data?.pages[0]?.articles.length ?? 0) > 0, link: { to: "/knowledge" } },
    {
      id: "try",
      done: tried(),
      link: { to: "/knowledge/$id", params: { id: articles.data?.pages[0]?.articles[0]?.id ?? "new" } },
    },
    { id: "tag", done: talked, link: { to: "/settings/$section", params: { section: "widget" } } },
    { id: "invite", done: (staff?.length ?? 0) > 1, link: { to: "/settings/$section", params: { section: "staff" } } },
  ];
  const next = steps.find((s) => !s.done)?.id;
  return (
    <div className={classes.start}>
      <div className={classes.inner}>
        <h1>{t("start.title")}</h1>
        <p className={classes.lead}>{t(next ? "start.lead" : "start.all_done")}</p>
        <ol className={classes.steps}>
          {steps.map((s, i) => (
            <li key={s.id} data-done={s.done || undefined} data-testid={`start-${s.id}`}>
              <span className={classes.number}>
                {s.done ? <IconCheck size={15} role="img" aria-label={t("start.done")} /> : i + 1}
              </span>
              <span>
                <b>{t(`start.${s.id}`)}</b>
                <span className={classes.text}>{t(`start.${s.id}_hint`)}</span>
              </span>
              <Button
                size="xs"
                variant={s.id === next ? "filled" : "default"}
                renderRoot={(props) => <Link {...s.link} {...props} />}
              >
                {t(`start.${s.id}_do`)}
              </Button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
