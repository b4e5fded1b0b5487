import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { meQuery } from "@/api/auth";
import { Checklist } from "@/features/setup/checklist";
import { Wizard } from "@/features/setup/wizard";

export function SetupPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { code } = useSearch({ from: "/setup" });
  return (
    <Wizard
      code={code ?? ""}
      onDone={(session) => {
        client.clear();
        client.setQueryData(meQuery.queryKey, session);
        navigate({ to: "/start" });
      }}
    />
  );
}

export function StartPage() {
  return <Checklist />;
}
