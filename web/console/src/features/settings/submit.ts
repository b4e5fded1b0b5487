import { useState } from "react";
import { useTranslation } from "react-i18next";
import { notify } from "@/kit/notify";
import { fieldErrors, tellProblem } from "@/kit/problem";

interface Form {
  setErrors: (errors: Record<string, string>) => void;
}

/** Sends a form; wrong fields are marked where they stand, anything else is told. */
export function useSubmit(form?: Form) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const submit = async <T>(send: () => Promise<T>, done?: string): Promise<T | undefined> => {
    setBusy(true);
    try {
      const answer = await send();
      notify(done ?? t("settings.saved"));
      return answer;
    } catch (err) {
      const errors = fieldErrors(err);
      if (form && Object.keys(errors).length > 0) form.setErrors(errors);
      else tellProblem(err);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy };
}
