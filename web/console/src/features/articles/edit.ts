// What a toolbar button does to the text and the selection. Pure, so that it can be tested without a page.

export interface Edited {
  text: string;
  from: number;
  to: number;
}
export type Edit = (text: string, from: number, to: number) => Edited;

/** Bold on, and off again. */
export const wrap =
  (mark: string): Edit =>
  (text, from, to) => {
    const n = mark.length;
    const on = text.slice(from - n, from) === mark && text.slice(to, to + n) === mark;
    if (on)
      return { text: text.slice(0, from - n) + text.slice(from, to) + text.slice(to + n), from: from - n, to: to - n };
    return {
      text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to),
      from: from + n,
      to: to + n,
    };
  };

/** The mark in front of every selected line, and away again. */
export const lines =
  (mark: string): Edit =>
  (text, from, to) => {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const newline = text.indexOf("\n", to);
    const end = newline < 0 ? text.length : newline;
    const old = text.slice(start, end).split("\n");
    const all = old.every((l) => l.startsWith(mark));
    const next = old.map((l) => (all ? l.slice(mark.length) : mark + l)).join("\n");
    return { text: text.slice(0, start) + next + text.slice(end), from: start, to: start + next.length };
  };

export const link: Edit = (text, from, to) => {
  const label = text.slice(from, to) || "…";
  const made = `[${label}](https://)`;
  return {
    text: text.slice(0, from) + made + text.slice(to),
    from: from + made.length - 1,
    to: from + made.length - 1,
  };
};

export const table: Edit = (text, _from, to) => {
  const made = `${to > 0 && text[to - 1] !== "\n" ? "\n" : ""}\n|  |  |\n| --- | --- |\n|  |  |\n`;
  const at = to + made.indexOf("|") + 2;
  return { text: text.slice(0, to) + made + text.slice(to), from: at, to: at };
};
