import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ArticleEditor } from "@/features/articles/editor";
import { ArticleList } from "@/features/articles/list";
import { KnowledgeHead } from "./knowledge-head";

function useTitle() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t("nav.knowledge")} · Parley`;
  }, [t]);
}

export function KnowledgePage() {
  useTitle();
  const filter = useSearch({ from: "/inside/knowledge" });
  const navigate = useNavigate();
  return (
    <ArticleList
      head={<KnowledgeHead />}
      filter={filter}
      onFilter={(part) => navigate({ to: "/knowledge", search: (s) => ({ ...s, ...part }), replace: true })}
      onNew={() => navigate({ to: "/knowledge/$id", params: { id: "new" } })}
    />
  );
}

export function ArticlePage() {
  useTitle();
  const { id } = useParams({ from: "/inside/knowledge/$id" });
  const navigate = useNavigate();
  return (
    <ArticleEditor
      key={id}
      id={id === "new" ? undefined : id}
      onCreated={(made) => navigate({ to: "/knowledge/$id", params: { id: made }, replace: true, ignoreBlocker: true })}
      onGone={() => navigate({ to: "/knowledge", ignoreBlocker: true })}
    />
  );
}
