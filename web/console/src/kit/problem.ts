import i18n from "i18next";
import { Problem } from "@/api/client";
import { notify } from "./notify";

/** What went wrong and what to do now, in the language of the screen. */
export function problemText(err: unknown): string {
  if (!(err instanceof Problem)) return i18n.t("problem.internal");
  if (err.code === "rate_limited") return i18n.t("problem.rate_limited", { count: Math.max(1, err.retryAfter) });
  if ((err.code === "invalid" || err.code === "conflict") && err.errors.length === 0 && err.detail) return err.detail;
  return i18n.t(`problem.${err.code}`);
}

export function tellProblem(err: unknown) {
  if (err instanceof Problem && err.code === "unauthenticated") return;
  notify(problemText(err), { bad: true, stay: 6000 });
}
