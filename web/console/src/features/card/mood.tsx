import { IconMoodAngry, IconMoodSad, IconMoodUnamused } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Card } from "@/api/types";
import { showMessage } from "@/kit/jump";
import classes from "./card.module.css";

const icons = { worried: IconMoodUnamused, upset: IconMoodSad, angry: IconMoodAngry };

/** How she seems to feel, always with the words that show it: an agent judges for herself. */
export function MoodLine({ mood }: { mood: Card["mood"] }) {
  const { t } = useTranslation();
  if (!mood) return null;
  const Glyph = icons[mood.level];
  return (
    <div className={classes.mood} data-level={mood.level} data-testid="card-mood">
      <Glyph size={18} aria-hidden />
      <div>
        <b>{t(`card.mood.${mood.level}`)}</b>
        <ul>
          {mood.signs.slice(-3).map((s) => (
            <li key={`${s.seq} ${s.kind} ${s.words}`}>
              <button type="button" onClick={() => showMessage(s.seq)} title={t("card.show_message")}>
                {t(`card.sign.${s.kind}`)} <q dir="auto">{s.words}</q>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
