import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import classes from "./knowledge-head.module.css";

/** The two halves of what a shop knows: its articles, and its words. Words are for operators. */
export function KnowledgeHead() {
  const { t } = useTranslation();
  const may = useMay("operator");
  if (!may) return <h1 className={classes.title}>{t("nav.knowledge")}</h1>;
  return (
    <div className={classes.head}>
      <h1 className={classes.title}>{t("nav.knowledge")}</h1>
      <nav className={classes.tabs} aria-label={t("nav.knowledge")}>
        <Link to="/knowledge" activeOptions={{ exact: true, includeSearch: false }} data-testid="tab-articles">
          {t("words.articles")}
        </Link>
        <Link to="/knowledge/words" activeOptions={{ includeSearch: false }} data-testid="tab-words">
          {t("words.title")}
        </Link>
      </nav>
    </div>
  );
}
