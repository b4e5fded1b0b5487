import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnWord } from "@/api/types";
import { hideWord, type Meaning, refreshWords, sayWord, takeBackWord } from "@/api/words";
import { notify } from "@/kit/notify";
import { fieldErrors, tellProblem } from "@/kit/problem";
import { undoLine } from "@/kit/undo-line";

interface Word {
  lang: string;
  word: string;
}

/** Back to what was said of the word before; nothing was said of one that has no entry. */
const restore = (w: Word, before?: OwnWord) => {
  if (!before) return takeBackWord(w);
  return before.state === "hidden" ? hideWord(w) : sayWord(w, before);
};

/** What can be done to a word. Each takes effect at once and can be undone for some seconds. */
export function useWord(w: Word, before?: OwnWord) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const run = async (send: () => Promise<unknown>, done: string, back: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await send();
      const id = notify(
        undoLine(done, t("do.undo"), () => {
          notifications.hide(id);
          back().then(() => refreshWords(client), tellProblem);
        }),
        { stay: 8000 },
      );
      await refreshWords(client);
      return true;
    } catch (err) {
      const wrong = Object.values(fieldErrors(err));
      if (wrong.length > 0) setError(wrong.join(" "));
      else tellProblem(err);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const word = w.word;
  return {
    busy,
    error,
    say: (m: Meaning) =>
      run(
        () => sayWord(w, m),
        t("words.saved", { word }),
        () => restore(w, before),
      ),
    hide: () =>
      run(
        () => hideWord(w),
        t("words.hidden", { word }),
        () => restore(w, before),
      ),
    takeBack: () =>
      run(
        () => takeBackWord(w),
        t("words.taken_back", { word }),
        () => restore(w, before),
      ),
  };
}
