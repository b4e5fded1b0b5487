import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PromiseList } from "@/features/promises/list";

export function PromisesPage() {
  const { t } = useTranslation();
  const { show } = useSearch({ from: "/inside/promises" });
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${t("nav.promises")} · Parley`;
  }, [t]);
  return (
    <PromiseList
      view={show ?? "due"}
      onView={(v) => navigate({ to: ".", search: { show: v === "due" ? undefined : v }, replace: true })}
    />
  );
}
