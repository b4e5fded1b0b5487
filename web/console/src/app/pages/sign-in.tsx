import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { meQuery } from "@/api/auth";
import type { Session } from "@/api/types";
import { SignIn } from "@/features/auth/sign-in";

export function SignInPage() {
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const { to } = useSearch({ from: "/sign-in" });

  const done = (session: Session) => {
    client.clear();
    client.setQueryData(meQuery.queryKey, session);
    // `to` is an address inside the console that the router itself wrote; anything else goes home.
    if (to?.startsWith("/") && !to.startsWith("//")) router.history.push(`/console${to.replace(/^\/console/, "")}`);
    else navigate({ to: "/inbox" });
  };
  return <SignIn onDone={done} />;
}
