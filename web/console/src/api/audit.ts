import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { AuditEntry } from "./types";

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam, signal }) =>
    get<{ entries: AuditEntry[]; next?: string }>("/audit", { before: pageParam }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next,
});
