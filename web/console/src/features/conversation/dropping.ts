import { type DragEvent, useRef, useState } from "react";

const brings = (e: DragEvent) => e.dataTransfer.types.includes("Files");

/** Lets files be dropped onto an element; over tells that some are held above it. */
export function useDropping(may: boolean, onFiles: (files: FileList) => void) {
  const [over, setOver] = useState(false);
  // Each child that is crossed enters and leaves by itself.
  const depth = useRef(0);
  const move = (by: number) => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  return {
    over: over && may,
    handlers: {
      onDragEnter: (e: DragEvent) => brings(e) && move(1),
      onDragLeave: (e: DragEvent) => brings(e) && move(-1),
      onDragOver: (e: DragEvent) => {
        if (!brings(e)) return;
        e.preventDefault();
        e.dataTransfer.dropEffect = may ? "copy" : "none";
      },
      onDrop: (e: DragEvent) => {
        if (!brings(e)) return;
        e.preventDefault();
        depth.current = 0;
        setOver(false);
        if (may) onFiles(e.dataTransfer.files);
      },
    },
  };
}
