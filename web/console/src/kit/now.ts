import { useEffect, useState } from "react";

/** The time, ticking. Waiting times tick by the second, "5 minutes ago" by the half minute. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
