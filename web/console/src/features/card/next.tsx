import {
  IconAlertTriangle,
  IconArchive,
  IconClockExclamation,
  IconFilePlus,
  IconHeart,
  IconId,
  IconMessage,
  IconPlane,
  IconTruck,
} from "@tabler/icons-react";
import { relative } from "@ui/time";
import { useTranslation } from "react-i18next";
import type { Card } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { useNow } from "@/kit/now";
import classes from "./card.module.css";

type Step = Card["next"][number];

const icons = {
  keep_promise: IconClockExclamation,
  calm: IconHeart,
  safety: IconAlertTriangle,
  answer: IconMessage,
  check_parcel: IconTruck,
  explain_customs: IconPlane,
  write_article: IconFilePlus,
  ask_identity: IconId,
  ask_order: IconId,
  close: IconArchive,
};

/** What to do now, the most pressing first; each says what it follows from. */
export function NextSteps({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  if (steps.length === 0) return null;
  return (
    <section className={classes.next} aria-label={t("card.next")} data-testid="card-next">
      <h3>{t("card.next")}</h3>
      <ul>
        {steps.map((s) => (
          <One key={s.do} step={s} />
        ))}
      </ul>
    </section>
  );
}

function One({ step }: { step: Step }) {
  const { t } = useTranslation();
  const ui = useUi();
  const now = useNow(30_000);
  const Glyph = icons[step.do];
  const { since, due_at, ...values } = (step.values ?? {}) as Record<string, string | number>;
  const at = since ?? due_at;
  return (
    <li data-do={step.do}>
      <Glyph size={16} aria-hidden />
      <span dir="auto">{t(`card.do.${step.do}`, { ...values, when: at ? relative(new Date(at), now, ui) : "" })}</span>
    </li>
  );
}
