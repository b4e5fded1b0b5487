import { Link, useParams } from "@tanstack/react-router";
import { type ComponentType, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import { Macros } from "@/features/macros/macros";
import { AuditLog } from "@/features/settings/audit";
import { DeskWordSettings } from "@/features/settings/desk-words";
import { EmbeddingsSettings } from "@/features/settings/embeddings";
import { Failures } from "@/features/settings/failures";
import { ModelSettings } from "@/features/settings/model";
import { Profile } from "@/features/settings/profile";
import { ShopSettings } from "@/features/settings/shop";
import { StaffSettings } from "@/features/settings/staff";
import { TokenSettings } from "@/features/settings/tokens";
import { WidgetSettings } from "@/features/settings/widget";
import classes from "./settings.module.css";

const sections: { id: string; admin?: boolean; page: ComponentType }[] = [
  { id: "shop", page: ShopSettings },
  { id: "widget", page: WidgetSettings },
  { id: "macros", page: Macros },
  { id: "conversations", page: DeskWordSettings },
  { id: "model", admin: true, page: ModelPage },
  { id: "staff", admin: true, page: StaffSettings },
  { id: "tokens", admin: true, page: TokenSettings },
  { id: "audit", admin: true, page: AuditLog },
  { id: "failures", admin: true, page: Failures },
  { id: "profile", page: Profile },
];

function ModelPage() {
  return (
    <>
      <ModelSettings />
      <EmbeddingsSettings />
    </>
  );
}

export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = useParams({ from: "/inside/settings/$section" });
  const admin = useMay("admin");
  const current = sections.find((s) => s.id === section) ?? sections[0];
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${t("nav.settings")} · Parley`;
  }, [t]);
  // On a phone the sections stand in one row, wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is another item to show
  useEffect(() => {
    nav.current?.querySelector("[data-active]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [section]);
  if (!current) return null;
  return (
    <div className={classes.page}>
      <nav ref={nav} className={classes.nav} aria-label={t("nav.settings")}>
        {sections.map((s) => (
          <Link
            key={s.id}
            to="/settings/$section"
            params={{ section: s.id }}
            activeProps={{ "data-active": true }}
            className={classes.item}
            data-testid={`settings-${s.id}`}
          >
            {t(`settings.${s.id}`)}
          </Link>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.body} tabIndex={0} role="region" aria-label={t(`settings.${current.id}`)}>
        <div className={classes.inner}>
          <h1>{t(`settings.${current.id}`)}</h1>
          <p className={classes.lead}>{t(`settings.lead.${current.id}`)}</p>
          {current.admin && !admin ? <p className={classes.closed}>{t("settings.admin_only")}</p> : <current.page />}
        </div>
      </div>
    </div>
  );
}
