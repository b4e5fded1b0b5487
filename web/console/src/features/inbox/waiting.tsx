import { exact, span } from "@ui/time";
import { useUi } from "@/kit/i18n";
import { useNow } from "@/kit/now";
import classes from "./inbox.module.css";
import { warmth } from "./warmth";

export function Waiting({ since }: { since: string }) {
  const ui = useUi();
  const now = useNow(1000);
  const ms = now - new Date(since).getTime();
  return (
    <time dateTime={since} title={exact(since, ui)} className={classes.waiting} data-warmth={warmth(ms)}>
      {span(ms, ui)}
    </time>
  );
}
