import { useTranslation } from "react-i18next";
import type { Card } from "@/api/types";
import { showMessage } from "@/kit/jump";
import classes from "./card.module.css";

/** What nobody needs to ask her for again. Her country and the product stand among the facts above. */
export function KnownFacts({ known }: { known: Card["known"] }) {
  const { t } = useTranslation();
  const list = known.filter((k) => k.what !== "country" && k.what !== "product");
  if (list.length === 0) return null;
  return (
    <section className={classes.section} data-testid="card-known">
      <h3>{t("card.known")}</h3>
      <dl className={classes.facts}>
        {list.map((k) => (
          <div key={k.what}>
            <dt>{t(`card.what.${k.what}`)}</dt>
            <dd className={classes.given}>
              {k.seq ? (
                <button type="button" onClick={() => showMessage(k.seq as number)} title={t("card.show_message")}>
                  <bdi>{k.value}</bdi>
                </button>
              ) : (
                <bdi>{k.value}</bdi>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
