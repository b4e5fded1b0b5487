// What the socket has brought of each conversation, so that lost news are found out: every two seconds the server tells how far the logs
// are, and what is behind is read again.

export interface Shown {
  /** A row came. */
  row(id: string, version: number): void;
  /** The server's heads: is a row of ours behind one of them? It is asked once for each. */
  behind(heads: Record<string, number>): boolean;
}

/** More than a console ever shows at once; what is forgotten is at worst read once too often. */
const most = 5000;

export function createShown(): Shown {
  const versions = new Map<string, number>();
  const raise = (id: string, version: number) => {
    if (versions.size > most) versions.clear();
    versions.set(id, Math.max(version, versions.get(id) ?? 0));
  };
  return {
    row: raise,
    behind(heads) {
      let missed = false;
      for (const [id, head] of Object.entries(heads)) {
        missed ||= (versions.get(id) ?? 0) < head;
        raise(id, head);
      }
      return missed;
    },
  };
}
