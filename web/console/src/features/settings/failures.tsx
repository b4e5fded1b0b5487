import { Button, Group, Modal, Skeleton, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { discardFailure, failuresQuery, retryFailure } from "@/api/failures";
import type { Failure } from "@/api/types";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { Ago } from "@/kit/time";
import classes from "./settings.module.css";

/** What a step gave up on: an admin sends it through again once the cause is mended, or gives it up for good. */
export function Failures() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery(failuresQuery);
  const [retrying, setRetrying] = useState("");
  const [discarding, setDiscarding] = useState<Failure | null>(null);
  const fresh = () => client.fetchQuery({ ...failuresQuery, staleTime: 0 }).catch(() => []);

  const retry = async (one: Failure) => {
    setRetrying(one.id);
    try {
      await retryFailure(one.id);
      const left = await fresh();
      notify(t(left.some((f) => f.id === one.id) ? "failures.at_work" : "failures.went_through"));
    } catch (err) {
      tellProblem(err);
      fresh();
    } finally {
      setRetrying("");
    }
  };
  const discard = async () => {
    const one = discarding;
    setDiscarding(null);
    if (!one) return;
    try {
      await discardFailure(one.id);
      notify(t("failures.discarded"));
    } catch (err) {
      tellProblem(err);
    }
    fresh();
  };

  if (list.isPending) return <Skeleton height={120} />;
  if (list.isError && !list.data) return <Failed error={list.error} retry={() => list.refetch()} />;
  if (list.data.length === 0)
    return (
      <div data-testid="failures-none">
        <Empty icon={IconCircleCheck} title={t("failures.none")}>
          {t("failures.none_hint")}
        </Empty>
      </div>
    );
  return (
    <>
      <ul className={classes.failures} data-testid="failures">
        {list.data.map((f) => (
          <li key={f.id} data-testid="failure" data-id={f.id}>
            <div className={classes.failure}>
              <b>{t(`failures.step.${f.step}`, { defaultValue: t("failures.step.other", { step: f.step }) })}</b>
              <span className={classes.quiet}>
                <Ago at={f.at} /> · {t("failures.tries", { count: f.tries })}
                {f.conversation && (
                  <>
                    {" · "}
                    <Link to="/inbox/$id" params={{ id: f.conversation }} data-testid="failure-conversation">
                      {t("failures.conversation")}
                    </Link>
                  </>
                )}
              </span>
              <code>{f.error}</code>
            </div>
            <Group gap={6} wrap="nowrap">
              <Button
                size="xs"
                variant="default"
                loading={retrying === f.id}
                disabled={retrying !== "" && retrying !== f.id}
                onClick={() => retry(f)}
                data-testid="failure-retry"
              >
                {t("do.retry")}
              </Button>
              <Button
                size="xs"
                variant="subtle"
                color="red"
                disabled={retrying === f.id}
                onClick={() => setDiscarding(f)}
                data-testid="failure-discard"
              >
                {t("do.discard")}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <Modal
        opened={discarding !== null}
        onClose={() => setDiscarding(null)}
        title={t("failures.discard_title")}
        size="sm"
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Text size="sm" mb="md">
          {t("failures.discard_hint")}
        </Text>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={() => setDiscarding(null)}>
            {t("do.cancel")}
          </Button>
          <Button color="red.8" onClick={discard} data-testid="failure-discard-yes">
            {t("do.discard")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
