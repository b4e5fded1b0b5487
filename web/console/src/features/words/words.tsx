import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AddWord } from "./add";
import { Decided } from "./decided";
import { Unknown } from "./unknown";
import classes from "./words.module.css";

export type WordsView = "unknown" | "meant" | "hidden";
const views: WordsView[] = ["unknown", "meant", "hidden"];

interface Props {
  head: ReactNode;
  view: WordsView;
  q?: string;
  onView: (v: WordsView) => void;
  onSearch: (q?: string) => void;
}

/** Words of customers that nobody knows, and what the shop says they mean. */
export function Words({ head, view, q, onView, onSearch }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        {head}
        <div className={classes.tools}>
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(v) => onView(v as WordsView)}
            data={views.map((v) => ({ value: v, label: t(`words.view.${v}`) }))}
            aria-label={t("words.view.label")}
            data-testid="words-view"
          />
          <AddWord />
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("words.title")}>
        {view === "unknown" ? <Unknown /> : <Decided key={view} state={view} q={q} onSearch={onSearch} />}
      </div>
    </div>
  );
}
