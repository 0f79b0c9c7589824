import { useEffect, useRef, useState } from 'preact/hooks';
import { hashOf, type ReportPlace } from './link';

/** Copies a link to a place. If the browser forbids that, it shows the link, to be copied by hand. */
export function CopyLink({ place }: { place: ReportPlace }) {
  const link = location.href.replace(/#.*$/, '') + hashOf(place);
  const [tried, setTried] = useState<{ readonly link: string; readonly isCopied: boolean }>();
  const field = useRef<HTMLInputElement>(null);
  const isCopied = tried?.link === link ? tried.isCopied : undefined;
  useEffect(() => setTried(undefined), [link]);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [tried]);
  return (
    <>
      <span class="dim" role="status">
        {isCopied === true && 'Copied'}
        {isCopied === false && 'Not copied: copy it here'}
      </span>
      {isCopied === false && <input type="text" readOnly aria-label="Link" ref={field} value={link} />}
      <button
        type="button"
        onClick={async () => {
          setTried(undefined);
          setTried({ link, isCopied: await copied(link) });
        }}
      >
        Copy link
      </button>
    </>
  );
}

/** Copies a text. Resolves to whether it could: pages over plain HTTP have no clipboard, others may not be allowed to use it. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
