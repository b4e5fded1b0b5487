import { useTranslation } from "react-i18next";
import type { ToolCall } from "@/api/types";
import { Details } from "@/kit/details";
import { useUi } from "@/kit/i18n";
import classes from "./conversation.module.css";
import { msText } from "./inspect-figures";

/** What was looked up or done for the answer, in order. */
export function Tools({ calls }: { calls: ToolCall[] }) {
  const { t } = useTranslation();
  const ui = useUi();
  return (
    <ol className={classes.tools} data-testid="inspector-tools">
      {calls.map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and a tool may be used twice
        <li key={i}>
          <div className={classes.toolHead}>
            <b>{t(`tool.${c.name}`, { defaultValue: c.name.replace(/_/g, " ") })}</b>
            {c.ms !== undefined && <small>{msText(c.ms, ui)}</small>}
          </div>
          <Value text={c.arguments} />
          {c.error ? (
            <p className={classes.toolError}>{t("inspector.tool_failed", { error: c.error })}</p>
          ) : (
            c.result && (
              <details className={classes.raw}>
                <summary>{t("inspector.tool_result")}</summary>
                <Value text={c.result} />
              </details>
            )
          )}
        </li>
      ))}
    </ol>
  );
}

/** JSON as names and values, anything else as it is. */
function Value({ text }: { text?: string }) {
  if (!text) return null;
  return <Details value={parsed(text)} />;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
