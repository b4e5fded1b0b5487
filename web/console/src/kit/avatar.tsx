import classes from "./kit.module.css";

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  if (/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(name))
    return name.trim().slice(0, 1);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words[words.length - 1]?.[0] ?? "") : "")).toUpperCase();
}

export function Face({ name, size = 28, away }: { name: string; size?: number; away?: boolean }) {
  return (
    <span
      className={classes.face}
      data-away={away || undefined}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
      aria-hidden
    >
      {initials(name || "?")}
    </span>
  );
}
