import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Words } from "@/features/words/words";
import { KnowledgeHead } from "./knowledge-head";

export function WordsPage() {
  const { t } = useTranslation();
  const { show, q } = useSearch({ from: "/inside/knowledge/words" });
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${t("words.title")} · Parley`;
  }, [t]);
  return (
    <Words
      head={<KnowledgeHead />}
      view={show ?? "unknown"}
      q={q}
      onView={(v) => navigate({ to: "/knowledge/words", search: { show: v === "unknown" ? undefined : v } })}
      onSearch={(text) => navigate({ to: "/knowledge/words", search: { show, q: text }, replace: true })}
    />
  );
}
