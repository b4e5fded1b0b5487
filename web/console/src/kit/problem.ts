import i18n from "i18next";
import { Problem, type Why } from "@/api/client";
import { notify } from "./notify";

/** The reason in the language of the screen; nothing when the server gives none, or one that is newer than this page. */
function reasonText({ reason, params = {} }: Why): string | undefined {
  if (!reason || !i18n.exists(`reason.${reason}`)) return undefined;
  const role = (v: unknown) => (v === undefined ? v : i18n.t(`role.${v}`));
  return i18n.t(`reason.${reason}`, {
    ...params,
    needed: role(params.needed),
    yours: role(params.yours),
    role: role(params.role),
  });
}

/** What went wrong and what to do now, in the language of the screen. Wrong fields are told beside themselves. */
export function problemText(err: unknown): string {
  if (!(err instanceof Problem)) return i18n.t("problem.internal");
  const why = reasonText(err.why);
  if (why) return why;
  if (err.code === "rate_limited") return i18n.t("problem.rate_limited", { count: Math.max(1, err.retryAfter) });
  if ((err.code === "invalid" || err.code === "conflict") && err.errors.length === 0 && err.detail) return err.detail;
  return i18n.t(`problem.${err.code}`);
}

/** The same where there is no field to mark: then it says what is wrong with them. */
export function wholeText(err: unknown): string {
  if (!(err instanceof Problem) || err.errors.length === 0) return problemText(err);
  return [...new Set(err.errors.map((e) => reasonText(e) ?? e.message))].join(" ");
}

export function tellProblem(err: unknown) {
  if (err instanceof Problem && err.code === "unauthenticated") return;
  notify(wholeText(err), { bad: true, stay: 6000 });
}

/** Wrong fields by name: "body.owner.email" becomes "owner.email". */
export function fieldErrors(err: unknown): Record<string, string> {
  if (!(err instanceof Problem)) return {};
  const out: Record<string, string> = {};
  for (const e of err.errors) {
    // A missing field is told by the object that lacks it.
    const place = e.params?.field ? `${e.location}.${e.params.field}` : e.location;
    const name = place.replace(/^(body|query)\.?/, "").replace(/\[(\d+)\]/g, ".$1");
    if (name) out[name] = reasonText(e) ?? e.message;
  }
  return out;
}
