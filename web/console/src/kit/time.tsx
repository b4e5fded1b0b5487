import { exact, relative } from "@ui/time";
import { useUi } from "./i18n";
import { useNow } from "./now";

/** "5 minutes ago"; the exact time on hover. */
export function Ago({ at, narrow, className }: { at: string; narrow?: boolean; className?: string }) {
  const ui = useUi();
  const now = useNow(30_000);
  return (
    <time dateTime={at} title={exact(at, ui)} className={className}>
      {relative(at, now, ui, narrow ? "narrow" : "long")}
    </time>
  );
}
