import { useState } from 'preact/hooks';
import { hashOf, type Place } from './link';

/** Copies a link that opens there. */
export function CopyLink({ place }: { place: Place }) {
  const [isCopied, setCopied] = useState(false);
  const link = hashOf(place);
  return (
    <button
      type="button"
      onClick={async () => {
        await navigator.clipboard?.writeText(location.href.replace(/#.*$/, '') + link).catch(() => undefined);
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {isCopied ? 'Copied' : 'Copy link'}
    </button>
  );
}
