import { Anchor, Button, Group, Modal, Skeleton } from "@mantine/core";
import { IconDownload, IconFile, IconFileTypePdf } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { sizeText } from "@/kit/size";
import classes from "./conversation.module.css";

const isPicture = (file: Attachment) => file.type.startsWith("image/");
const isText = (file: Attachment) => file.type.startsWith("text/");

/** A file of a message. Pictures and texts open on top of the conversation, a PDF in a tab of its own. */
export function Attached({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const ui = useUi();
  const [open, setOpen] = useState(false);
  if (!isPicture(file) && !isText(file))
    return (
      <Anchor
        href={file.url}
        target="_blank"
        rel="noreferrer noopener"
        className={classes.file}
        size="sm"
        data-testid="attachment"
      >
        <IconFileTypePdf size={15} aria-hidden /> <bdi>{file.name}</bdi> <small>{sizeText(file.size, ui)}</small>
      </Anchor>
    );
  return (
    <>
      <button
        type="button"
        className={isPicture(file) ? classes.picture : classes.file}
        onClick={() => setOpen(true)}
        data-testid="attachment"
      >
        {isPicture(file) ? (
          <img src={file.url} alt={t("conversation.picture", { name: file.name })} loading="lazy" />
        ) : (
          <>
            <IconFile size={15} aria-hidden /> <bdi>{file.name}</bdi> <small>{sizeText(file.size, ui)}</small>
          </>
        )}
      </button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={<bdi>{file.name}</bdi>}
        size="auto"
        centered
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <div className={classes.preview} data-testid="preview">
          {isPicture(file) ? (
            <img src={file.url} alt={t("conversation.picture", { name: file.name })} />
          ) : (
            <PlainText file={file} />
          )}
        </div>
        <Group justify="flex-end" mt="sm">
          <Button
            component="a"
            href={file.url}
            download={file.name}
            variant="default"
            size="xs"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {t("conversation.download")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function PlainText({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const text = useQuery({
    queryKey: ["attachment", file.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(file.url, { signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (text.isPending) return <Skeleton height={120} width={320} />;
  if (text.isError) return <p>{t("conversation.no_preview")}</p>;
  return (
    <pre
      dir="auto" // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      {text.data}
    </pre>
  );
}
